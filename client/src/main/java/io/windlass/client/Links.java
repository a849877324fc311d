package io.windlass.client;

import io.windlass.client.model.Link;
import io.windlass.client.model.LinkChange;
import io.windlass.client.model.NewLink;
import io.windlass.client.model.PushAddress;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Links between directories of file systems and prefixes of buckets. Thread-safe. */
public final class Links {
  private static final String PATH = "links";
  private static final Set<String> UNSETTLED = Set.of("creating", "updating", "deleting");

  private final Http http;

  Links(Http http) {
    this.http = http;
  }

  /** Makes a link; the node of the file system sets it up. */
  public Link create(NewLink wanted) {
    return http.call("POST", PATH).json(wanted).as(Link.class);
  }

  /**
   * The links that the caller can see.
   *
   * @param fileSystem only those of this one, by id or name
   */
  public Stream<Link> list(Optional<String> fileSystem) {
    return http.call("GET", PATH).query("fileSystem", fileSystem).asItems(Link.class);
  }

  /** One link, with what waits and what went wrong. */
  public Link get(String id) {
    return http.call("GET", PATH, id).as(Link.class);
  }

  /** Changes what is taken over by itself; with nothing to change checks the link anew. */
  public Link update(String id, LinkChange change) {
    return http.call("PATCH", PATH, id).json(change).as(Link.class);
  }

  /**
   * Deletes a link. Objects stay; changes that were not exported yet are dropped.
   *
   * @param deleteData whether everything below the linked directory is removed too
   */
  public Link delete(String id, boolean deleteData) {
    return http.call("DELETE", PATH, id)
        .query("deleteData", Optional.of(deleteData))
        .as(Link.class);
  }

  /** Compares the bucket's listing with the directory soon, additions and deletions alike. */
  public Link compare(String id) {
    return http.call("POST", PATH, id, "compare").as(Link.class);
  }

  /** Where the store is to post what happens in the bucket, of a link that is told by pushes. */
  public PushAddress pushAddress(String id) {
    return http.call("GET", PATH, id, "push-address").as(PushAddress.class);
  }

  /** Waits until the link has been set up or changed, or failed to be. */
  public Link awaitSettled(String id) {
    return new Following<>(http, Link.class, link -> !UNSETTLED.contains(link.lifecycle()), _ -> {})
        .at(PATH, id);
  }

  /** Waits until a link that is being deleted is gone, or cannot go. */
  public Optional<Link> awaitDeleted(String id) {
    return Optionals.unlessGone(() ->
        new Following<>(http, Link.class, link -> !link.lifecycle().equals("deleting"), _ -> {})
            .at(PATH, id));
  }
}
