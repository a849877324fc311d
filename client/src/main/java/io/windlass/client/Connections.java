package io.windlass.client;

import io.windlass.client.model.Connection;
import io.windlass.client.model.PolicyQuery;
import io.windlass.client.model.RotatedKey;
import io.windlass.client.model.Verification;
import io.windlass.client.model.VerifyRequest;
import java.util.Optional;
import java.util.stream.Stream;

/** Connections. Thread-safe. */
public final class Connections {
  private final Http http;

  Connections(Http http) {
    this.http = http;
  }

  /**
   * Makes a connection.
   *
   * @param document its text as JSON or YAML; the server reads it
   * @param project whose connection it is; beats what the document says
   */
  public Connection create(String document, Optional<String> project) {
    return http.call("POST", "connections")
        .query("project", project)
        .text("application/yaml", document)
        .as(Connection.class);
  }

  /** The connections that the caller can see, of one project or of all. */
  public Stream<Connection> list(Optional<String> project) {
    return http.call("GET", "connections").query("project", project).asItems(Connection.class);
  }

  /** One connection, by id or alias. */
  public Connection get(String id) {
    return http.call("GET", "connections", id).as(Connection.class);
  }

  /**
   * Changes a connection. New secrets are tried against everything that uses the connection before
   * they are taken.
   *
   * @param document what changes, as JSON or YAML
   */
  public Connection update(String id, String document) {
    return http.call("PATCH", "connections", id)
        .text("application/yaml", document)
        .as(Connection.class);
  }

  /** Deletes a connection; refused while a location uses it. */
  public void delete(String id) {
    http.call("DELETE", "connections", id).send();
  }

  /** Tries each permission for real. */
  public Verification verify(String id, VerifyRequest request) {
    return http.call("POST", "connections", id, "verify").json(request).as(Verification.class);
  }

  /** The policy for a use of a bucket, as JSON text. */
  public String policy(PolicyQuery query) {
    return with(http.call("GET", "policies"), query).asText();
  }

  /** The policy for a connection and a use of a bucket, as JSON text. */
  public String policy(String id, PolicyQuery query) {
    return with(http.call("GET", "connections", id, "policy"), query).asText();
  }

  private static Call with(Call call, PolicyQuery query) {
    call.query("use", Optional.of(query.use()));
    query.bucket().forEach(bucket -> call.query("bucket", Optional.of(bucket)));
    return call.query("prefix", query.prefix())
        .query("accountId", query.accountId())
        .query("principalArn", query.principalArn())
        .query("externalId", query.externalId())
        .query("roleArn", query.roleArn())
        .query("kmsKeyArn", query.kmsKeyArn())
        .query("region", query.region());
  }

  /** Encrypts all secrets with a new key and drops the old ones. Takes an administrator. */
  public RotatedKey rotateKey() {
    return http.call("POST", "connections:rotate-key").as(RotatedKey.class);
  }
}
