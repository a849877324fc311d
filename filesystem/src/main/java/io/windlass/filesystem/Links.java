package io.windlass.filesystem;

import io.windlass.connection.Connections;
import io.windlass.connection.location.BucketConnections;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.connection.policy.BucketName;
import io.windlass.database.Database;
import io.windlass.database.task.Tasks;
import io.windlass.filesystem.ClientTokens.Request;
import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.LinkPaths;
import io.windlass.filesystem.link.LinkPaths.Repository;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.ObjectStore;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The links of all file systems. Thread-safe; any number of nodes may share one database.
 *
 * <p>Creations, changes and deletions are stored at once and done one after the other, in the order
 * of their arrival, by the node that has the file system.
 */
public final class Links {
  private final Jdbi jdbi;
  private final Connections connections;
  private final Locations locations;
  private final BucketConnections bucketConnections;
  private final LinkRules rules;
  private final LinkRequests requests;
  private final InstantSource clock;

  /** Links in the database. */
  public Links(
      Database database,
      Tasks tasks,
      Connections connections,
      Locations locations,
      FileSystemSettings settings,
      InstantSource clock) {
    this.jdbi = database.jdbi();
    this.connections = connections;
    this.locations = locations;
    this.bucketConnections = new BucketConnections(database, connections);
    this.rules = new LinkRules(settings);
    this.requests = new LinkRequests(tasks);
    this.clock = clock;
  }

  /**
   * Makes a link: stored at once, set up by the node of the file system, {@code CREATING} until
   * then. Access to the bucket is proven before anything is stored.
   *
   * <p>Checked in this order: the token, the file system, syntax of both paths, how many links
   * there are, that the root stands alone, overlap on either side, how many requests wait, the
   * rights below the prefix.
   *
   * @throws io.windlass.foundation.WindlassException {@code file_system_not_found}, {@code
   *     location_not_found}, {@code managed_location}, {@code connection_not_found}, {@code
   *     invalid_link}, {@code invalid_path}, {@code invalid_repository_path}, {@code invalid_tags},
   *     {@code file_system_not_available}, {@code too_many_links}, {@code root_link_exclusive},
   *     {@code links_overlap}, {@code link_queue_full}, {@code link_access_unproven}; {@link
   *     IncompatibleParameter}
   */
  public LinkDetails create(NewLink wanted, Optional<ClientToken> token) {
    return create(wanted, token, LinkRights.NEEDED);
  }

  /** The same with a choice of what rights are proven. */
  public LinkDetails create(NewLink wanted, Optional<ClientToken> token, LinkRights rights) {
    Tags.checked(wanted.tags());
    LinkRules.checkChunkSize(wanted.chunkSize());
    Request request = new Request("create_link", LinkRules.parameters(wanted));
    Optional<LinkDetails> made =
        jdbi.withHandle(
            handle -> ClientTokens.made(handle, token, request).map(id -> required(handle, id)));
    if (made.isPresent()) {
      return made.get();
    }
    FileSystem fileSystem =
        jdbi.withHandle(
            handle -> rules.fileSystem(FileSystemRows.find(handle, wanted.fileSystemId()), wanted));
    String directory = LinkPaths.directory(wanted.path());
    wanted.repositoryPath().ifPresent(LinkPaths::repository);
    jdbi.useHandle(handle -> rules.checkDirectory(handle, fileSystem.id(), directory));
    Opened opened = open(wanted, fileSystem);
    LinkDetails fresh = fresh(wanted, opened);
    jdbi.useHandle(handle -> rules.check(handle, fresh.link(), opened.place()));
    boolean writes = rights == LinkRights.ALL || !wanted.exports().isEmpty();
    LinkAccess.prove(opened.store(), opened.repository(), writes);
    return jdbi.inTransaction(handle -> insert(handle, wanted, fresh, opened, token, request));
  }

  private LinkDetails insert(
      Handle handle,
      NewLink wanted,
      LinkDetails fresh,
      Opened opened,
      Optional<ClientToken> token,
      Request request) {
    FileSystem fileSystem =
        rules.fileSystem(FileSystemRows.lock(handle, wanted.fileSystemId()), wanted);
    Optional<String> made =
        ClientTokens.claim(handle, token, request, fresh.id(), fresh.createdAt());
    if (made.isPresent()) {
      return required(handle, made.get());
    }
    rules.check(handle, fresh.link(), opened.place());
    LinkRows.insert(handle, fresh, opened.place());
    requests.add(handle, fileSystem, LinkRequests.Request.create(fresh.link(), wanted.createdBy()));
    return required(handle, fresh.id());
  }

  /**
   * Changes a link, or checks and installs it again: {@code UPDATING} until done.
   *
   * @throws io.windlass.foundation.WindlassException {@code link_not_found}, {@code
   *     link_wrong_state} unless it is available or misconfigured, {@code invalid_link}, {@code
   *     link_queue_full}, {@code link_access_unproven} when it begins to export; {@link
   *     IncompatibleParameter}
   */
  public LinkDetails update(String id, LinkChange change, Optional<ClientToken> token) {
    change.chunkSize().ifPresent(LinkRules::checkChunkSize);
    if (change.exports().filter(events -> !events.isEmpty()).isPresent()) {
      proveExports(required(id));
    }
    Request request = new Request("update_link", LinkRules.parameters(id, change));
    return jdbi.inTransaction(handle -> {
      LinkDetails before = locked(handle, id);
      if (ClientTokens.claim(handle, token, request, id, clock.instant()).isPresent()) {
        return before;
      }
      LinkRules.checkState(before, Lifecycle.AVAILABLE, Lifecycle.MISCONFIGURED);
      FileSystem fileSystem = queueing(handle, before);
      LinkRows.change(handle, id, change);
      LinkRows.move(handle, id, List.of(before.lifecycle()), Lifecycle.UPDATING, Optional.empty());
      requests.add(handle, fileSystem, LinkRequests.Request.update(before));
      return required(handle, id);
    });
  }

  /** One that exported nothing so far may not have the right to. */
  private void proveExports(LinkDetails link) {
    if (link.link().exports().isEmpty()) {
      ObjectStore store =
          link.locationId()
              .flatMap(locations::find)
              .map(locations::open)
              .orElseGet(() -> connections.open(link.link().connectionId()));
      LinkAccess.prove(store, LinkRules.repository(link.link()), true);
    }
  }

  /**
   * Deletes a link: {@code DELETING} until done, then {@link #find} knows it no more. Changes that
   * were not exported yet are dropped; objects are never removed.
   *
   * @param deleteData whether everything below the linked directory is removed; otherwise files
   *     stay, and reading those whose content is in the bucket alone fails
   * @throws io.windlass.foundation.WindlassException {@code link_not_found}, {@code
   *     link_wrong_state} while it is being created, changed or deleted, {@code link_queue_full};
   *     {@link IncompatibleParameter}
   */
  public LinkDetails delete(String id, boolean deleteData, Optional<ClientToken> token) {
    Request request = deletion(id, deleteData);
    return jdbi.inTransaction(handle -> {
      LinkDetails before = locked(handle, id);
      if (ClientTokens.claim(handle, token, request, id, clock.instant()).isPresent()) {
        return before;
      }
      LinkRules.checkState(before, Lifecycle.AVAILABLE, Lifecycle.MISCONFIGURED, Lifecycle.FAILED);
      FileSystem fileSystem = queueing(handle, before);
      LinkRows.move(handle, id, List.of(before.lifecycle()), Lifecycle.DELETING, Optional.empty());
      requests.add(handle, fileSystem, LinkRequests.Request.delete(before, deleteData));
      return required(handle, id);
    });
  }

  /**
   * Whether the same deletion was asked for before, by a request whose answer may have been lost;
   * the link may be gone by now.
   */
  public boolean deletionAskedFor(String id, boolean deleteData, ClientToken token) {
    return jdbi.withHandle(handle ->
        ClientTokens.made(handle, Optional.of(token), deletion(id, deleteData)).isPresent());
  }

  private static Request deletion(String id, boolean deleteData) {
    return new Request("delete_link", Map.of("linkId", id, "deleteData", deleteData));
  }

  /** The link with this id. */
  public Optional<LinkDetails> find(String id) {
    return jdbi.withHandle(handle -> LinkRows.find(handle, id));
  }

  /** The link with this id; {@code link_not_found} otherwise. */
  public LinkDetails required(String id) {
    return jdbi.withHandle(handle -> required(handle, id));
  }

  /** In the order of creation, then of ids. */
  public Page.Of<LinkDetails> list(LinkFilter filter, Page page) {
    return jdbi.withHandle(handle -> LinkRows.list(handle, filter, page));
  }

  /** Adds tags; one with a known key replaces it. {@code too_many_tags} beyond 50. */
  public LinkDetails tag(String id, Map<String, String> tags) {
    return retag(id, before -> Tags.with(before, Tags.checked(tags)));
  }

  /** Removes tags; keys that are not there do not matter. */
  public LinkDetails untag(String id, Collection<String> keys) {
    return retag(id, before -> Tags.without(before, keys));
  }

  private LinkDetails retag(String id, UnaryOperator<Map<String, String>> change) {
    return jdbi.inTransaction(handle -> {
      LinkRows.tags(handle, id, change.apply(locked(handle, id).tags()));
      return required(handle, id);
    });
  }

  private static LinkDetails required(Handle handle, String id) {
    return LinkRows.find(handle, id).orElseThrow(() -> Problems.noLink(id));
  }

  /** The link as it stands, with its file system locked until the transaction ends. */
  private static LinkDetails locked(Handle handle, String id) {
    FileSystemRows.lock(handle, required(handle, id).link().fileSystemId());
    return required(handle, id);
  }

  private FileSystem queueing(Handle handle, LinkDetails link) {
    String id = link.link().fileSystemId();
    FileSystem fileSystem =
        FileSystemRows.find(handle, id).orElseThrow(() -> Problems.noFileSystem(id));
    rules.checkQueue(handle, id);
    return fileSystem;
  }

  /**
   * Where a link leads.
   *
   * @param place address of the store: buckets of different stores may have the same name
   */
  private record Opened(
      ObjectStore store,
      String place,
      String connectionId,
      Repository repository,
      Optional<Long> locationId) {}

  private Opened open(NewLink wanted, FileSystem fileSystem) {
    return switch (wanted.target()) {
      case NewLink.Target.OfLocation(long id) -> {
        Location location =
            locations
                .find(id)
                .orElseThrow(() ->
                    Problem.of(
                            Kind.NOT_FOUND,
                            "location_not_found",
                            "There is no location " + id + ".")
                        .toException());
        if (location.kind() == Location.Kind.MANAGED) {
          throw Problem.of(
                  Kind.INVALID,
                  "managed_location",
                  "Location " + id + " is storage of the installation, which many share.")
              .withRemedy("Link a location in a bucket of your own.")
              .toException();
        }
        yield opened(
            location.connectionId(),
            new Repository(location.bucket(), location.prefix()),
            Optional.of(id),
            locations.open(location));
      }
      case NewLink.Target.OfBucket(String connectionId, String bucket, String prefix) ->
          opened(connectionId, bucket, prefix);
      case NewLink.Target.OfProject(String bucket, String prefix) ->
          opened(bucketConnections.find(fileSystem.projectGuid(), bucket, prefix), bucket, prefix);
    };
  }

  private Opened opened(String connectionId, String bucket, String prefix) {
    BucketName.check(bucket);
    return opened(
        connectionId,
        new Repository(bucket, LinkPaths.prefix(prefix)),
        Optional.empty(),
        connections.open(connectionId));
  }

  private Opened opened(
      String connectionId, Repository repository, Optional<Long> locationId, ObjectStore store) {
    String place = store.address().endpoint().map(Object::toString).orElse("aws");
    String id = connections.find(connectionId).orElseThrow().id();
    return new Opened(store, place, id, repository, locationId);
  }

  private LinkDetails fresh(NewLink wanted, Opened opened) {
    String directory = LinkPaths.directory(wanted.path());
    String repositoryPath = wanted.repositoryPath().orElseGet(() -> opened.repository().text());
    if (!LinkPaths.repository(repositoryPath).equals(opened.repository())) {
      throw Problems.invalid(
          "invalid_repository_path",
          "%s is not what the link leads to, which is %s."
              .formatted(repositoryPath, opened.repository().text()));
    }
    Link link =
        new Link(
            HexIds.create("dra-"),
            0,
            wanted.fileSystemId(),
            directory,
            opened.connectionId(),
            opened.repository().bucket(),
            opened.repository().prefix(),
            wanted.imports(),
            wanted.exports());
    return new LinkDetails(
        link,
        opened.locationId(),
        wanted.path(),
        repositoryPath,
        wanted.importMetadata(),
        wanted.chunkSize(),
        Lifecycle.CREATING,
        Optional.empty(),
        FileSystem.sorted(wanted.tags()),
        wanted.events(),
        wanted.createdBy(),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
