package io.windlass.connection;

import io.windlass.connection.Connection.Status;
import io.windlass.connection.Connection.Vending;
import io.windlass.database.RecordArguments;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The table of connections. */
final class ConnectionRows {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private final Jdbi jdbi;

  ConnectionRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The next number of a project's connections. */
  long nextOrdinal(String projectGuid) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                INSERT INTO connection_ordinal (project_guid, last) VALUES (:project, 1)
                ON CONFLICT (project_guid) DO UPDATE SET last = connection_ordinal.last + 1
                RETURNING last
                """)
            .bind("project", projectGuid)
            .mapTo(Long.class)
            .one());
  }

  /** Stores a new connection. Answers false when there is one with this id. */
  boolean insert(ConnectionRow row, Optional<byte[]> secrets) {
    try {
      return jdbi.withHandle(handle ->
          handle
                  .createUpdate(
                      """
                      INSERT INTO connection (
                        id, project_guid, ordinal, name, kind, endpoint, sts_endpoint, region, path_style,
                        requester_pays, checksums, access_key_id, sealed_secrets, role_arn, external_id,
                        vending_role_arn, vending, status, problem_kind, problem_code, problem_message,
                        problem_remedy, created_by, created_at, version)
                      VALUES (
                        :id, :projectGuid, :ordinal, :name, :kind, :endpoint, :stsEndpoint, :region, :pathStyle,
                        :requesterPays, :checksums, :accessKeyId, :secrets, :roleArn, :externalId,
                        :vendingRoleArn, :vending, :status, :problemKind, :problemCode, :problemMessage,
                        :problemRemedy, :createdBy, :createdAt, :version)
                      ON CONFLICT (id) DO NOTHING
                      """)
                  .bindNamedArgumentFinder(RecordArguments.of(row))
                  .bind("secrets", secrets)
                  .execute()
              == 1);
    } catch (UnableToExecuteStatementException e) {
      throw nameTaken(e, row.name());
    }
  }

  Optional<ConnectionRow> find(String id) {
    return one("WHERE id = :key", id);
  }

  /** At most two: more than one is ambiguous. */
  List<ConnectionRow> withOrdinal(long ordinal) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT * FROM connection WHERE ordinal = :ordinal LIMIT 2")
            .bind("ordinal", ordinal)
            .mapTo(ConnectionRow.class)
            .list());
  }

  Optional<ConnectionRow> inProject(String projectGuid, String idOrName, long ordinal) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM connection
                WHERE project_guid = :project AND (id = :key OR ordinal = :ordinal OR name = :key)
                ORDER BY id = :key DESC, ordinal = :ordinal DESC
                LIMIT 1
                """)
            .bind("project", projectGuid)
            .bind("key", idOrName)
            .bind("ordinal", ordinal)
            .mapTo(ConnectionRow.class)
            .findOne());
  }

  List<ConnectionRow> list(String projectGuid, long afterOrdinal, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM connection WHERE project_guid = :project AND ordinal > :after
                ORDER BY ordinal LIMIT :limit
                """)
            .bind("project", projectGuid)
            .bind("after", afterOrdinal)
            .bind("limit", limit)
            .mapTo(ConnectionRow.class)
            .list());
  }

  /** Ids of those that were found valid. */
  List<String> valid() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT id FROM connection WHERE status = 'VALID' ORDER BY id")
            .mapTo(String.class)
            .list());
  }

  List<ConnectionRow> named(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT * FROM connection WHERE name = :name ORDER BY id")
            .bind("name", name)
            .mapTo(ConnectionRow.class)
            .list());
  }

  List<String> projectGuids() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT DISTINCT project_guid FROM connection")
            .mapTo(String.class)
            .list());
  }

  Optional<byte[]> secrets(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT sealed_secrets FROM connection WHERE id = :id AND sealed_secrets IS NOT NULL")
            .bind("id", id)
            .mapTo(byte[].class)
            .findOne());
  }

  /**
   * Takes the row's name, address and signing over; secrets only where there are new ones. Answers
   * false when somebody else changed the row since it was read.
   */
  boolean update(ConnectionRow row, Optional<byte[]> secrets, Optional<Instant> replacedAt) {
    try {
      return jdbi.withHandle(handle ->
          handle
                  .createUpdate(
                      """
                      UPDATE connection SET
                        name = :name, endpoint = :endpoint, sts_endpoint = :stsEndpoint, region = :region,
                        path_style = :pathStyle, requester_pays = :requesterPays, checksums = :checksums,
                        access_key_id = :accessKeyId, sealed_secrets = coalesce(:secrets, sealed_secrets),
                        role_arn = :roleArn, vending_role_arn = :vendingRoleArn, role_seconds = :roleSeconds,
                        vending_seconds = :vendingSeconds, vending = :vending,
                        secrets_replaced_at = coalesce(:replacedAt, secrets_replaced_at),
                        version = version + 1
                      WHERE id = :id AND version = :version
                      """)
                  .bindNamedArgumentFinder(RecordArguments.of(row))
                  .bind("secrets", secrets)
                  .bind("replacedAt", replacedAt)
                  .execute()
              == 1);
    } catch (UnableToExecuteStatementException e) {
      throw nameTaken(e, row.name());
    }
  }

  /** What a verification found. */
  void status(String id, Status status, Optional<Problem> problem, Optional<Instant> at) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE connection SET
                  status = :status, verified_at = coalesce(:at, verified_at), problem_kind = :kind,
                  problem_code = :code, problem_message = :message, problem_remedy = :remedy
                WHERE id = :id
                """)
            .bind("id", id)
            .bind("status", status)
            .bind("at", at)
            .bind("kind", problem.map(it -> it.kind().name()))
            .bind("code", problem.map(Problem::code))
            .bind("message", problem.map(Problem::message))
            .bind("remedy", problem.flatMap(Problem::remedy))
            .execute());
  }

  void roleSeconds(String id, long seconds) {
    execute("UPDATE connection SET role_seconds = :value WHERE id = :id", id, seconds);
  }

  void vendingSeconds(String id, long seconds) {
    execute("UPDATE connection SET vending_seconds = :value WHERE id = :id", id, seconds);
  }

  void vending(String id, Vending vending) {
    execute("UPDATE connection SET vending = :value WHERE id = :id", id, vending);
  }

  /** Answers false when there was none. */
  boolean delete(String id) {
    try {
      return jdbi.withHandle(handle ->
          handle.createUpdate("DELETE FROM connection WHERE id = :id").bind("id", id).execute()
              == 1);
    } catch (UnableToExecuteStatementException e) {
      if (FOREIGN_KEY_VIOLATION.equals(state(e))) {
        throw Problem.of(
                Kind.CONFLICT,
                "connection_in_use",
                "Connection " + id + " is used by " + uses(id).size() + " locations.")
            .withRemedy(
                "Locations are never deleted: keep the connection, and replace its keys if need"
                    + " be.")
            .toException(e);
      }
      throw e;
    }
  }

  /** The locations that use a connection. */
  List<Use> uses(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT DISTINCT ON (bucket, base_key) id AS location_id, bucket, base_key
                FROM location WHERE connection_id = :id ORDER BY bucket, base_key, id
                """)
            .bind("id", id)
            .mapTo(Use.class)
            .list());
  }

  /** A place that a connection must go on reaching. */
  record Use(long locationId, String bucket, String baseKey) {
    String prefix() {
      return baseKey.isEmpty() ? "" : baseKey + "/";
    }
  }

  private void execute(String statement, String id, Object value) {
    jdbi.useHandle(
        handle -> handle.createUpdate(statement).bind("id", id).bind("value", value).execute());
  }

  private Optional<ConnectionRow> one(String where, String key) {
    return jdbi.withHandle((Handle handle) ->
        handle
            .createQuery("SELECT * FROM connection " + where)
            .bind("key", key)
            .mapTo(ConnectionRow.class)
            .findOne());
  }

  private static RuntimeException nameTaken(UnableToExecuteStatementException e, String name) {
    if (!UNIQUE_VIOLATION.equals(state(e))) {
      return e;
    }
    WindlassException taken =
        Problem.of(
                Kind.CONFLICT,
                "connection_name_taken",
                "The project has a connection named " + name + " already.")
            .withRemedy("Choose another name, or update that connection.")
            .toException(e);
    return taken;
  }

  private static String state(UnableToExecuteStatementException e) {
    return e.getCause() instanceof SQLException sql ? sql.getSQLState() : "";
  }
}
