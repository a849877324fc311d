package io.windlass.server.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.client.model.AcceptedEvents;
import io.windlass.connection.feed.Accepted;
import io.windlass.connection.feed.ChangeFeeds;
import io.windlass.foundation.Secret;
import io.windlass.server.http.Requires;
import io.windlass.server.http.RunsAgain;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where stores post what happens in their buckets, as Ceph RGW and MinIO do. */
@Path("/api/v1/feeds")
@RunOnVirtualThread
public class FeedEventsResource {
  private static final String SCHEME = "Bearer ";
  private static final byte[] NOTHING = {};

  private final ChangeFeeds feeds;

  FeedEventsResource(ChangeFeeds feeds) {
    this.feeds = feeds;
  }

  /**
   * Takes a message in whatever form a store sends it. The feed's secret comes in the query or as a
   * bearer token; no login is needed. What cannot be read is counted and answered like the rest.
   */
  @POST
  @Path("{feed}/events")
  @Consumes(MediaType.WILDCARD)
  @Requires(open = true)
  @RunsAgain
  public AcceptedEvents accept(
      @PathParam("feed") String feed,
      @QueryParam("secret") Optional<String> secret,
      @HeaderParam(HttpHeaders.AUTHORIZATION) Optional<String> authorization,
      byte @Nullable [] message) {
    Secret offered =
        Secret.of(secret.or(() -> authorization.map(FeedEventsResource::token)).orElse(""));
    Accepted accepted = feeds.accept(feed, offered, Objects.requireNonNullElse(message, NOTHING));
    return new AcceptedEvents(accepted.accepted(), accepted.ignored(), accepted.refused());
  }

  private static String token(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? header.substring(SCHEME.length()).strip()
        : header.strip();
  }
}
