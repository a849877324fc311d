package io.windlass.transfer.collection;

import io.windlass.connection.Connection;
import io.windlass.connection.Connections;
import io.windlass.connection.policy.BucketName;
import io.windlass.database.Database;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.collection.Collection.Kind;
import io.windlass.transfer.collection.Collection.Settings;
import io.windlass.transfer.collection.Directories.Directory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The collections of the database. A connection or directory gets its id when it is first looked at
 * as a collection. Thread-safe.
 */
public final class StoredCollections implements Collections {
  private static final int MOST_BUCKETS = 1000;
  private static final int LONGEST_DESCRIPTION = 2000;

  private final CollectionRows rows;
  private final Connections connections;
  private final Directories directories;
  private final InstantSource clock;

  /** The collections of all connections and directories. */
  public StoredCollections(
      Database database, Connections connections, Directories directories, InstantSource clock) {
    this.rows = new CollectionRows(database.jdbi());
    this.connections = connections;
    this.directories = directories;
    this.clock = clock;
  }

  @Override
  public Optional<Collection> find(UUID id) {
    return rows.find(id)
        .flatMap(row ->
            switch (row.kind()) {
              case BUCKETS ->
                  connections.find(row.target()).map(connection -> collection(row, connection));
              case DIRECTORY ->
                  directories.find(row.target()).map(directory -> collection(row, directory));
            });
  }

  @Override
  public Optional<Collection> ofTarget(String target) {
    return connections
        .find(target)
        .flatMap(connection -> ofConnections(List.of(connection)).findFirst())
        .or(() ->
            directories
                .find(target)
                .flatMap(directory -> ofDirectories(List.of(directory)).findFirst()));
  }

  @Override
  public List<Collection> ofProject(String projectGuid) {
    List<Connection> its = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<Connection> page = connections.list(projectGuid, new Page(cursor, Page.MOST));
      its.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return Stream.concat(ofConnections(its), ofDirectories(directories.ofProject(projectGuid)))
        .toList();
  }

  @Override
  public List<Collection> named(String name) {
    return Stream.concat(
            ofConnections(connections.named(name)), ofDirectories(directories.named(name)))
        .toList();
  }

  @Override
  public Collection update(UUID id, Settings settings) {
    Collection collection = required(id);
    check(settings);
    if (settings.ownCredentials() && collection.kind() == Kind.DIRECTORY) {
      throw invalid(
          "own_credentials_of_directory",
          "A directory of a node knows no credentials; only collections of buckets can want them.");
    }
    rows.update(id, settings);
    return required(id);
  }

  @Override
  public List<String> pins(UUID id, long user) {
    return rows.pins(id, user);
  }

  @Override
  public void pin(UUID id, long user, String bucket, boolean pinned) {
    Collection collection = required(id);
    if (!pinned) {
      rows.unpin(id, user, bucket);
      return;
    }
    BucketName.check(bucket);
    if (collection.kind() == Kind.DIRECTORY) {
      throw invalid("no_buckets", "A directory of a node has no buckets to pin.");
    }
    if (rows.pins(id, user).size() >= MOST_BUCKETS) {
      throw invalid("too_many_buckets", "There may be " + MOST_BUCKETS + " pins in a collection.");
    }
    rows.pin(id, user, bucket);
  }

  private Collection required(UUID id) {
    return find(id)
        .orElseThrow(() ->
            Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "collection_not_found",
                    "There is no collection " + id + ".")
                .toException());
  }

  private static void check(Settings settings) {
    if (settings.description().filter(text -> text.length() > LONGEST_DESCRIPTION).isPresent()) {
      throw invalid(
          "invalid_description",
          "A description has " + LONGEST_DESCRIPTION + " characters at most.");
    }
    settings.defaultDirectory().ifPresent(Paths::requireAbsolute);
    if (settings.buckets().size() > MOST_BUCKETS) {
      throw invalid("too_many_buckets", "A collection names " + MOST_BUCKETS + " buckets at most.");
    }
    settings.buckets().forEach(BucketName::check);
  }

  private static WindlassException invalid(String code, String message) {
    return Problem.of(Problem.Kind.INVALID, code, message).toException();
  }

  private Stream<Collection> ofConnections(List<Connection> found) {
    List<String> ids = found.stream().map(Connection::id).toList();
    Map<String, CollectionRows.Row> known = rows.of(Kind.BUCKETS, ids, clock.instant());
    return found.stream()
        .flatMap(connection ->
            Stream.ofNullable(known.get(connection.id())).map(row -> collection(row, connection)));
  }

  private Stream<Collection> ofDirectories(List<Directory> found) {
    List<String> ids = found.stream().map(Directory::id).toList();
    Map<String, CollectionRows.Row> known = rows.of(Kind.DIRECTORY, ids, clock.instant());
    return found.stream()
        .flatMap(directory ->
            Stream.ofNullable(known.get(directory.id())).map(row -> collection(row, directory)));
  }

  private static Collection collection(CollectionRows.Row row, Connection connection) {
    return new Collection(
        row.id(),
        connection.name(),
        Kind.BUCKETS,
        connection.id(),
        connection.projectGuid(),
        Optional.empty(),
        row.settings());
  }

  private static Collection collection(CollectionRows.Row row, Directory directory) {
    return new Collection(
        row.id(),
        directory.name(),
        Kind.DIRECTORY,
        directory.id(),
        directory.projectGuid(),
        Optional.of(directory.nodeId()),
        row.settings());
  }
}
