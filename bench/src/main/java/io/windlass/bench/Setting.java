package io.windlass.bench;

import io.windlass.client.WindlassClient;
import io.windlass.client.model.Entry;
import io.windlass.client.model.Location;
import io.windlass.client.model.NewFolder;
import io.windlass.client.model.NewLocation;
import io.windlass.client.model.NewProject;
import java.net.URI;
import java.util.Optional;

/**
 * What the benchmarks have in common: a project with a connection and a folder over an external
 * location.
 */
final class Setting {
  static final String PROJECT = "bench";
  static final String FOLDER = PROJECT + "/data";

  private Setting() {}

  /**
   * Makes the project, the connection from a document, a location with temporary keys over {@code
   * base} of the bucket, and the folder {@link #FOLDER} on it. The bucket must hold {@code
   * base/owner.txt} that names {@code admin}.
   */
  static Entry folder(
      WindlassClient client, String connectionDocument, String bucket, String base) {
    client.projects().create(new NewProject(PROJECT, Optional.empty(), Optional.empty()));
    String connection = client.connections().create(connectionDocument, Optional.of(PROJECT)).id();
    Location location =
        client
            .locations()
            .create(
                new NewLocation(
                    "external",
                    Optional.of(connection),
                    Optional.of(bucket),
                    Optional.of(base),
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty()));
    Entry folder =
        client
            .entries()
            .createFolder(
                new NewFolder(Optional.of(FOLDER), Optional.empty(), Optional.empty(), false));
    client.entries().setLocation(folder.id(), location.id());
    return folder;
  }

  /** A connection document with keys, and a role for temporary keys where there is one. */
  static String document(
      URI endpoint, String accessKeyId, String secret, Optional<String> vendingRole) {
    return """
    type: s3
    name: bench
    credentials:
      access_key_id: %s
      secret_access_key: %s
    config:
      endpoint: %s
      region: us-east-1
      %s
    """
        .formatted(
            accessKeyId,
            secret,
            endpoint,
            vendingRole.map(role -> "vending_role_arn: " + role).orElse(""));
  }
}
