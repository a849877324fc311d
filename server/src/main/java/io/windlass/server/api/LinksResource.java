package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.windlass.catalog.ProjectConnections;
import io.windlass.catalog.ProjectFileSystems.Use;
import io.windlass.catalog.locations.CatalogLocations;
import io.windlass.client.model.Link;
import io.windlass.client.model.LinkChange;
import io.windlass.client.model.NewLink;
import io.windlass.client.model.Page;
import io.windlass.client.model.PushAddress;
import io.windlass.connection.feed.ChangeFeeds;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.FileSystemFilter;
import io.windlass.filesystem.FileSystemNode;
import io.windlass.filesystem.LinkDetails;
import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.LinkFilter;
import io.windlass.filesystem.Links;
import io.windlass.filesystem.NewLink.Target;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Directories of file systems that mirror prefixes of buckets. */
@Path("/api/v1/links")
@RunOnVirtualThread
public class LinksResource {
  private static final Set<Lifecycle> MOVING =
      EnumSet.of(Lifecycle.CREATING, Lifecycle.UPDATING, Lifecycle.DELETING);

  private final CurrentCaller caller;
  private final Links links;
  private final FileSystemAccess access;
  private final ProjectConnections connections;
  private final CatalogLocations locations;
  private final FileSystemNode node;
  private final Events events;
  private final ChangeFeeds feeds;

  LinksResource(
      CurrentCaller caller,
      Links links,
      FileSystemAccess access,
      ProjectConnections connections,
      CatalogLocations locations,
      FileSystemNode node,
      Events events,
      ChangeFeeds feeds) {
    this.caller = caller;
    this.links = links;
    this.access = access;
    this.connections = connections;
    this.locations = locations;
    this.node = node;
    this.events = events;
    this.feeds = feeds;
  }

  /** Makes a link: checked and stored at once, set up by the node of its file system. */
  @POST
  public Link create(NewLink link) {
    NewLink wanted = required(link);
    FileSystem fileSystem =
        access.get(
            caller.get(), required("fileSystem", wanted.fileSystem()), wanted.project(), Use.LINK);
    return FileSystemRecords.link(
        links.create(
            new io.windlass.filesystem.NewLink(
                fileSystem.id(),
                required("path", wanted.path()),
                target(wanted),
                Optional.empty(),
                wanted.importMetadata(),
                io.windlass.filesystem.NewLink.STANDARD_CHUNK_SIZE,
                FileSystemRecords.changes(wanted.imports()),
                FileSystemRecords.changes(wanted.exports()),
                wanted.tags(),
                caller.get().user().id(),
                LinkEventRecords.source(wanted.events())),
            Optional.empty()));
  }

  /** What the caller may link: its own locations, and what connections it may use lead to. */
  private Target target(NewLink wanted) {
    boolean bucket = wanted.connectionId().isPresent() && wanted.bucket().isPresent();
    boolean anyOfBucket =
        wanted.connectionId().isPresent()
            || wanted.bucket().isPresent()
            || wanted.prefix().isPresent();
    if (wanted.locationId().isPresent() ? anyOfBucket : !bucket) {
      throw Problem.of(
              Kind.INVALID,
              "link_target",
              "A link leads to a location, or to a bucket through a connection.")
          .withRemedy("Give locationId, or connectionId and bucket.")
          .toException();
    }
    return wanted
        .locationId()
        .<Target>map(id -> new Target.OfLocation(locations.get(caller.get(), id).id()))
        .orElseGet(() ->
            new Target.OfBucket(
                connections
                    .get(
                        caller.get(),
                        wanted.connectionId().orElseThrow(),
                        ProjectConnections.Use.USE)
                    .id(),
                wanted.bucket().orElseThrow(),
                wanted.prefix().orElse("")));
  }

  /** Compares the listing of the bucket with the directory soon. */
  @POST
  @Path("{link}/compare")
  public Link compare(@PathParam("link") String id) {
    LinkDetails link = access.link(caller.get(), id, Use.LINK);
    feeds.requestListing(feed(link));
    return FileSystemRecords.link(link);
  }

  /** Where the store is to post; whoever may change the link may know the secret in it. */
  @GET
  @Path("{link}/push-address")
  public PushAddress pushAddress(@PathParam("link") String id) {
    LinkDetails link = access.link(caller.get(), id, Use.LINK);
    return new PushAddress(
        feeds
            .pushAddress(feed(link))
            .orElseThrow(() ->
                Problem.of(
                        Kind.CONFLICT,
                        "link_not_pushed",
                        "The link does not hear of its bucket by pushes.")
                    .withRemedy("Make it with events from push.")
                    .toException())
            .reveal());
  }

  private String feed(LinkDetails link) {
    return feeds
        .ofOwner(link.feedOwner())
        .orElseThrow(() ->
            Problem.of(Kind.CONFLICT, "link_not_following", "The link does not follow its bucket.")
                .withRemedy("Wait until it is available; links update sets it up again.")
                .toException())
        .id();
  }

  /** The links that the caller may see, of one file system or of all, oldest first. */
  @GET
  public Page<Link> list(
      @QueryParam("fileSystem") Optional<String> fileSystem,
      @QueryParam("project") Optional<String> project,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page page = Paging.page(cursor, limit);
    Set<String> ids =
        fileSystem.isPresent()
            ? Set.of(access.get(caller.get(), fileSystem.get(), project, Use.SEE).id())
            : access.visible(caller.get(), FileSystemFilter.all()).stream()
                .map(FileSystem::id)
                .collect(Collectors.toSet());
    if (ids.isEmpty()) {
      return new Page<>(List.of(), Optional.empty());
    }
    io.windlass.foundation.Page.Of<LinkDetails> list =
        links.list(new LinkFilter(Set.of(), ids), page);
    return CatalogRecords.page(list.items(), list.nextCursor(), FileSystemRecords::link);
  }

  /** One link; from the node that has its file system also with what waits and what failed. */
  @GET
  @Path("{link}")
  public Link get(@PathParam("link") String id) {
    LinkDetails link = access.link(caller.get(), id, Use.SEE);
    return FileSystemRecords.link(link, node.activity(link));
  }

  /** Server-sent events: the link each time it changes, until nothing is under way. */
  @GET
  @Path("{link}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<String> events(@PathParam("link") String id) {
    return events.of(
        access.link(caller.get(), id, Use.SEE),
        () -> links.find(id),
        link -> !MOVING.contains(link.lifecycle()),
        FileSystemRecords::link);
  }

  /** Changes what is taken over by itself; an empty document checks and installs it anew. */
  @PATCH
  @Path("{link}")
  public Link update(@PathParam("link") String id, LinkChange change) {
    LinkChange wanted = required(change);
    LinkDetails link = access.link(caller.get(), id, Use.LINK);
    return FileSystemRecords.link(
        links.update(
            link.id(),
            new io.windlass.filesystem.LinkChange(
                Optional.empty(),
                wanted.imports().map(FileSystemRecords::changes),
                wanted.exports().map(FileSystemRecords::changes)),
            Optional.empty()));
  }

  /**
   * Deletes a link; objects stay, and files too unless {@code deleteData} is true. Changes that
   * were not exported yet are dropped.
   */
  @DELETE
  @Path("{link}")
  public Link delete(
      @PathParam("link") String id,
      @QueryParam("deleteData") @DefaultValue("false") boolean deleteData) {
    LinkDetails link = access.link(caller.get(), id, Use.LINK);
    return FileSystemRecords.link(links.delete(link.id(), deleteData, Optional.empty()));
  }
}
