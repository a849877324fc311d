package io.windlass.client;

import io.windlass.client.model.Collection;
import io.windlass.client.model.CollectionCredentials;
import io.windlass.client.model.CollectionEntry;
import io.windlass.client.model.CollectionSettings;
import io.windlass.client.model.NewDirectory;
import io.windlass.client.model.NewPresignedAddress;
import io.windlass.client.model.NewUndeletion;
import io.windlass.client.model.PresignedAddress;
import io.windlass.client.model.Rename;
import io.windlass.client.model.UndeletedEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Collections: the buckets of connections, and the directories of file systems. Each is named by
 * its id, its name, or the id of its connection or file system. Thread-safe.
 */
public final class Collections {
  private static final String PATH = "collections";
  private static final String CREDENTIALS = "credentials";
  private static final int PAGE = 1000;

  private final Http http;

  Collections(Http http) {
    this.http = http;
  }

  /** The collections that the caller can see, of one project or of all. */
  public Stream<Collection> list(Optional<String> project) {
    return http.call("GET", PATH).query("project", project).asItems(Collection.class);
  }

  /**
   * One collection.
   *
   * @param project needed where two projects have one of this name
   */
  public Collection get(String idOrName, Optional<String> project) {
    return http.call("GET", PATH, idOrName).query("project", project).as(Collection.class);
  }

  /** Replaces what its owners choose. */
  public Collection update(String idOrName, CollectionSettings settings) {
    return http.call("PUT", PATH, idOrName).json(settings).as(Collection.class);
  }

  /**
   * What to list.
   *
   * @param path directory; absent for the collection's default one
   * @param recursive all below it, each named by its path below the directory
   * @param glob only names that fit; {@code **} crosses slashes in recursive listings
   * @param hidden also names that begin with a dot
   * @param asOf what was there at this moment instead, in a bucket that keeps versions
   * @param versions all versions instead, newest first, with delete markers
   */
  public record Query(
      Optional<String> path,
      boolean recursive,
      Optional<String> glob,
      boolean hidden,
      Optional<Instant> asOf,
      boolean versions) {}

  /** The entries of a directory, read page by page. */
  public Stream<CollectionEntry> entries(String idOrName, Query query) {
    return http.call("GET", PATH, idOrName, "entries")
        .query("path", query.path())
        .query("recursive", Optional.of(query.recursive()))
        .query("glob", query.glob())
        .query("hidden", Optional.of(query.hidden()))
        .query("asOf", query.asOf())
        .query("versions", Optional.of(true).filter(_ -> query.versions()))
        .query("limit", Optional.of(PAGE))
        .asItems(CollectionEntry.class);
  }

  /** One file or directory. */
  public CollectionEntry entry(String idOrName, String path) {
    return http.call("GET", PATH, idOrName, "entry")
        .query("path", Optional.of(path))
        .as(CollectionEntry.class);
  }

  /** Makes a directory. */
  public void makeDirectory(String idOrName, String path) {
    http.call("POST", PATH, idOrName, "directories").json(new NewDirectory(path)).send();
  }

  /** Gives a file or directory another path, which nothing may have. */
  public void rename(String idOrName, String from, String to) {
    http.call("POST", PATH, idOrName, "renames").json(new Rename(from, to)).send();
  }

  /** Brings back what was deleted from a bucket that keeps versions, page by page. */
  public Stream<UndeletedEntry> undelete(String idOrName, NewUndeletion wanted) {
    return http.call("POST", PATH, idOrName, "undeletions")
        .query("limit", Optional.of(PAGE))
        .json(wanted)
        .asItems(UndeletedEntry.class);
  }

  /** A request for one object that needs no keys until it expires. */
  public PresignedAddress presign(String idOrName, NewPresignedAddress wanted) {
    return http.call("POST", PATH, idOrName, "presigned-addresses")
        .json(wanted)
        .as(PresignedAddress.class);
  }

  /** Buckets that the caller has pinned to the root. */
  public Stream<String> pins(String idOrName) {
    return http.call("GET", PATH, idOrName, "pins").asItems(String.class);
  }

  /** Pins a bucket to the root, or forgets it. */
  public void pin(String idOrName, String bucket, boolean pinned) {
    http.call(pinned ? "PUT" : "DELETE", PATH, idOrName, "pins", bucket).send();
  }

  /** The caller's own credentials, where there are any. */
  public Optional<CollectionCredentials> credentials(String idOrName) {
    return Optionals.unlessGone(
        () -> http.call("GET", PATH, idOrName, CREDENTIALS).as(CollectionCredentials.class));
  }

  /**
   * Registers or replaces the caller's own credentials.
   *
   * @param document keys, or a role, as JSON or YAML; the server reads it
   * @param name what to call them; absent: as before
   */
  public CollectionCredentials setCredentials(
      String idOrName, String document, Optional<String> name) {
    return http.call("PUT", PATH, idOrName, CREDENTIALS)
        .query("name", name)
        .text("application/yaml", document)
        .as(CollectionCredentials.class);
  }

  /** Forgets the caller's own credentials; transfers that need them wait for others. */
  public void deleteCredentials(String idOrName) {
    http.call("DELETE", PATH, idOrName, CREDENTIALS).send();
  }
}
