package io.windlass.connection.location;

import io.windlass.connection.Connection;
import io.windlass.connection.Connections;
import io.windlass.connection.policy.BucketName;
import io.windlass.database.Database;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which connection of a project leads to a bucket that was named without one. Thread-safe.
 *
 * <p>First the project's own locations are asked: the one that holds the prefix most narrowly says
 * which. Without such a location it is the project's only connection through which the bucket
 * answers.
 */
public final class BucketConnections {
  private final LocationRows locations;
  private final Connections connections;

  /** Connections in the database. */
  public BucketConnections(Database database, Connections connections) {
    this.locations = new LocationRows(database.jdbi());
    this.connections = connections;
  }

  /**
   * The connection's id. Asks the store only when no location knows.
   *
   * @param prefix empty for the whole bucket; with or without a slash at its end
   * @throws io.windlass.foundation.WindlassException {@code invalid_bucket_name}; {@code
   *     no_connection} when the bucket answers through none, {@code ambiguous_connection} when it
   *     does through several
   */
  public String find(String projectGuid, String bucket, String prefix) {
    BucketName.check(bucket);
    return locations
        .holding(
            projectGuid, bucket, prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/")
        .map(Location::connectionId)
        .orElseGet(() -> asked(projectGuid, bucket));
  }

  private String asked(String projectGuid, String bucket) {
    List<Connection> answering =
        ofProject(projectGuid).stream().filter(it -> answers(it, bucket)).toList();
    if (answering.size() > 1) {
      throw Problem.of(
              Kind.INVALID,
              "ambiguous_connection",
              "More than one connection of the project leads to the bucket "
                  + bucket
                  + ": "
                  + String.join(", ", answering.stream().map(Connection::name).toList())
                  + ".")
          .withRemedy("Name the connection, or make a location: windlass locations create.")
          .toException();
    }
    return answering.stream()
        .findFirst()
        .map(Connection::id)
        .orElseThrow(() ->
            Problem.of(
                    Kind.INVALID,
                    "no_connection",
                    "No connection of the project leads to the bucket " + bucket + ".")
                .withRemedy("Make one: windlass connections create --from-file FILE.")
                .toException());
  }

  private List<Connection> ofProject(String projectGuid) {
    List<Connection> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<Connection> some = connections.list(projectGuid, new Page(cursor, Page.MOST));
      all.addAll(some.items());
      cursor = some.nextCursor();
    } while (cursor.isPresent());
    return all;
  }

  private boolean answers(Connection connection, String bucket) {
    try {
      connections.open(connection.id()).headBucket(bucket);
      return true;
    } catch (StoreException e) {
      return false;
    }
  }
}
