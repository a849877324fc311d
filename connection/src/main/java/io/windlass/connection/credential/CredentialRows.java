package io.windlass.connection.credential;

import io.windlass.connection.Connection.Status;
import io.windlass.database.RecordArguments;
import io.windlass.foundation.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The table of own credentials. */
final class CredentialRows {
  private final Jdbi jdbi;

  CredentialRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Optional<CredentialRow> find(String connectionId, long userId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT * FROM own_credential WHERE connection_id = :connection AND user_id = :user")
            .bind("connection", connectionId)
            .bind("user", userId)
            .mapTo(CredentialRow.class)
            .findOne());
  }

  Optional<CredentialRow> find(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT * FROM own_credential WHERE id = :id")
            .bind("id", id)
            .mapTo(CredentialRow.class)
            .findOne());
  }

  List<CredentialRow> ofUser(long userId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT * FROM own_credential WHERE user_id = :user ORDER BY created_at, id")
            .bind("user", userId)
            .mapTo(CredentialRow.class)
            .list());
  }

  /** The secrets of one version; empty when it has been replaced or has none. */
  Optional<byte[]> secrets(UUID id, long version) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT sealed_secrets FROM own_credential
                WHERE id = :id AND version = :version AND sealed_secrets IS NOT NULL
                """)
            .bind("id", id)
            .bind("version", version)
            .mapTo(byte[].class)
            .findOne());
  }

  /** Stores a new credential, or puts it in the place of the user's present one. */
  void put(CredentialRow row, Optional<byte[]> secrets) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO own_credential (id, connection_id, user_id, access_key_id, temporary,
                  sealed_secrets, role_arn, external_id, requester_pays, expires_at, extra, status,
                  checked_at, problem_kind, problem_code, problem_message, problem_remedy, created_at,
                  replaced_at, version)
                VALUES (:id, :connectionId, :userId, :accessKeyId, :temporary, :secrets, :roleArn,
                  :externalId, :requesterPays, :expiresAt, CAST(:extra AS jsonb), :status, :checkedAt,
                  :problemKind, :problemCode, :problemMessage, :problemRemedy, :createdAt,
                  :replacedAt, :version)
                ON CONFLICT (id) DO UPDATE SET
                  access_key_id = excluded.access_key_id, temporary = excluded.temporary,
                  sealed_secrets = excluded.sealed_secrets, role_arn = excluded.role_arn,
                  external_id = excluded.external_id, requester_pays = excluded.requester_pays,
                  expires_at = excluded.expires_at, extra = excluded.extra, status = excluded.status,
                  checked_at = excluded.checked_at, problem_kind = excluded.problem_kind,
                  problem_code = excluded.problem_code, problem_message = excluded.problem_message,
                  problem_remedy = excluded.problem_remedy, replaced_at = excluded.replaced_at,
                  version = own_credential.version + 1
                """)
            .bindNamedArgumentFinder(RecordArguments.of(row))
            .bind("secrets", secrets)
            .execute());
  }

  /** What the store said of one version. */
  void status(UUID id, long version, Status status, Optional<Problem> problem, Instant at) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE own_credential SET
                  status = :status, checked_at = :at, problem_kind = :kind, problem_code = :code,
                  problem_message = :message, problem_remedy = :remedy
                WHERE id = :id AND version = :version
                """)
            .bind("id", id)
            .bind("version", version)
            .bind("status", status)
            .bind("at", at)
            .bind("kind", problem.map(it -> it.kind().name()))
            .bind("code", problem.map(Problem::code))
            .bind("message", problem.map(Problem::message))
            .bind("remedy", problem.flatMap(Problem::remedy))
            .execute());
  }

  void name(UUID id, Optional<String> displayName) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("UPDATE own_credential SET display_name = :name WHERE id = :id")
            .bind("id", id)
            .bind("name", displayName)
            .execute());
  }

  boolean delete(String connectionId, long userId) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    "DELETE FROM own_credential WHERE connection_id = :connection AND user_id = :user")
                .bind("connection", connectionId)
                .bind("user", userId)
                .execute()
            > 0);
  }
}
