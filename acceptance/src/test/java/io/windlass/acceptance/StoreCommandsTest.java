package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.client.WindlassClient;
import io.windlass.client.WindlassCredentialsProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Connections, locations, registration and temporary keys, on the store a server brings along. */
class StoreCommandsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private final ServerProcess server = SharedServer.get();
  private final String project = "s-" + UUID.randomUUID();
  private final String bucket = "b-" + UUID.randomUUID();

  @SuppressWarnings("NullAway.Init")
  private CommandLine windlass;

  @SuppressWarnings("NullAway.Init")
  private JsonNode keys;

  @SuppressWarnings("NullAway.Init")
  private String connection;

  @BeforeEach
  void connectABucket() throws IOException {
    windlass = new CommandLine(directory, server);
    keys = windlass.json("tokens", "aws-keys");
    try (S3Client owner = s3(owner())) {
      owner.createBucket(request -> request.bucket(bucket));
      for (String key : new String[] {"raw/a.csv", "raw/sub/b.csv", "raw2/c.csv", "top.csv"}) {
        owner.putObject(
            request -> request.bucket(bucket).key(key), RequestBody.fromString("of " + key));
      }
    }
    windlass.ok("projects", "create", "--name", project);
    connection = create(keys.get("secretAccessKey").asText());
  }

  private AwsCredentialsProvider owner() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(
            keys.get("accessKeyId").asText(), keys.get("secretAccessKey").asText()));
  }

  private S3Client s3(AwsCredentialsProvider credentials) {
    return S3Client.builder()
        .credentialsProvider(credentials)
        .endpointOverride(URI.create(keys.get("endpoint").asText()))
        .region(Region.of(keys.get("region").asText()))
        .forcePathStyle(true)
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private String create(String secret) throws IOException {
    return windlass
        .json("connections", "create", "--project", project, "--from-file", document(secret))
        .get("id")
        .asText();
  }

  private String document(String secret) throws IOException {
    // the trailing commas make it no JSON: it loads as YAML
    String text =
        """
        {"type": "s3",
         "credentials": {"access_key_id": "%s", "secret_access_key": "%s",},
         "config": {"endpoint": "%s", "region": "%s",},}
        """
            .formatted(
                keys.get("accessKeyId").asText(),
                secret,
                keys.get("endpoint").asText(),
                keys.get("region").asText());
    return Files.writeString(directory.resolve("connection.json"), text).toString();
  }

  private void folderOverRaw() {
    String location =
        windlass
            .json(
                "locations",
                "create",
                "--connection",
                connection,
                "--bucket",
                bucket,
                "--base-key",
                "raw",
                "--sts")
            .get("id")
            .asText();
    windlass.ok("mkdir", project + "/raw");
    windlass.ok("folders", "set-location", project + "/raw", location);
  }

  @Test
  void everyPermissionIsTriedAndNoSecretComesBack() {
    String report =
        windlass.ok("connections", "verify", connection, "--bucket", bucket, "--prefix", "raw/");
    assertThat(report).contains("s3:ListBucket").contains("All that is needed is allowed.");
    assertThat(windlass.json("connections", "show", connection).get("status").asText())
        .isEqualTo("valid");
    assertThat(
            windlass.ok("connections", "show", connection)
                + windlass.ok("connections", "list", "--project", project))
        .doesNotContain(keys.get("secretAccessKey").asText());
    assertThat(windlass.run("connections", "verify", connection, "--bucket", "no-" + bucket).code())
        .isOne();
  }

  @Test
  void aWrongSecretIsRefusedAndNothingIsStored() throws IOException {
    long before = windlass.json("connections", "list", "--project", project).size();
    String wrong = "wrong" + keys.get("secretAccessKey").asText();
    String complaint =
        windlass.fails(
            "connections", "create", "--project", project, "--from-file", document(wrong));
    assertThat(complaint).doesNotContain(wrong);
    assertThat(windlass.json("connections", "list", "--project", project)).hasSize((int) before);
    assertThat(windlass.fails("connections", "update", connection, "--from-file", document(wrong)))
        .doesNotContain(wrong);
    windlass.ok("connections", "verify", connection, "--bucket", bucket);
  }

  @Test
  void aPolicyIsPrintedAloneAsJson() {
    for (String use :
        new String[] {
          "local", "cross-account", "read-only", "no-delete", "source", "destination", "sts", "kms"
        }) {
      JsonNode policy =
          windlass.json(
              "connections", "policy", "--for", use, "--bucket", "my-bucket", "--prefix", "p/");
      assertThat(policy.isObject()).as(use).isTrue();
    }
    assertThat(windlass.ok("connections", "policy", connection, "--for", "trust"))
        .contains("sts:AssumeRole");
  }

  @Test
  void aConnectionInUseIsKept() {
    folderOverRaw();
    assertThat(windlass.fails("connections", "delete", connection)).contains("connection_in_use");
  }

  @Test
  void whatIsInTheBucketBecomesFiles() throws IOException {
    folderOverRaw();
    windlass.ok("files", "register", project + "/raw", "--prefix", "raw/");
    assertThat(windlass.ok("ls", project + "/raw")).contains("a.csv").contains("sub");
    windlass.ok("get", project + "/raw/sub/b.csv", directory.toString());
    assertThat(directory.resolve("b.csv")).hasContent("of raw/sub/b.csv");
    windlass.ok("files", "register", project + "/raw", "--prefix", "raw/");
    assertThat(windlass.fails("files", "register", project + "/raw", "--key", "raw2/c.csv"))
        .isNotEmpty();
    assertThat(windlass.ok("tasks", "list", "--state", "succeeded")).contains("task_");
  }

  @Test
  void keysReachTheirFolderAndNothingElseUntilTheyAreRevoked() throws IOException {
    folderOverRaw();
    JsonNode issued =
        windlass.json("credentials", "get", project + "/raw", "--permission", "read_only");
    assertThat(issued.get("prefix").asText()).isEqualTo("raw/");
    try (S3Client s3 = s3(new SessionKeys(issued))) {
      assertThat(read(s3, "raw/a.csv")).isEqualTo("of raw/a.csv");
      refused(() -> read(s3, "raw2/c.csv"));
      refused(() -> read(s3, "top.csv"));
      refused(() -> s3.listObjectsV2(request -> request.bucket(bucket)));
      refused(() ->
          s3.putObject(
              request -> request.bucket(bucket).key("raw/x"), RequestBody.fromString("x")));
      windlass.ok("credentials", "revoke", issued.get("id").asText());
      refused(() -> read(s3, "raw/a.csv"));
    }
    assertThat(windlass.ok("credentials", "list"))
        .contains(issued.get("id").asText())
        .contains("revoked")
        .doesNotContain(issued.get("secretAccessKey").asText());
  }

  @Test
  void credentialProcessKeepsItsKeysUntilTheyAreRevoked() {
    folderOverRaw();
    String[] command = {
      "credentials", "get", project + "/raw", "--permission", "read_write", "--format", "process"
    };
    String first = windlass.ok(command);
    assertThat(first).contains("\"Version\" : 1").contains("SessionToken");
    assertThat(windlass.ok(command)).isEqualTo(first);
    String id = windlass.json("credentials", "list").get(0).get("id").asText();
    windlass.ok("credentials", "revoke", id);
    assertThat(windlass.ok(command)).isNotEqualTo(first);
  }

  @Test
  void theProviderKeepsAnSdkClientSupplied() {
    folderOverRaw();
    // the example of the README, with this test's addresses
    try (WindlassClient client =
            WindlassClient.builder(server.address()).token(server.adminToken()).build();
        S3Client s3 = s3(WindlassCredentialsProvider.builder(client, project + "/raw").build())) {
      assertThat(s3.listObjectsV2(request -> request.bucket(bucket).prefix("raw/")).contents())
          .hasSize(2);
      assertThat(read(s3, "raw/a.csv")).isEqualTo("of raw/a.csv");
      refused(() -> read(s3, "top.csv"));
    }
  }

  private String read(S3Client s3, String key) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
  }

  private static void refused(Supplier<?> action) {
    assertThatThrownBy(action::get)
        .isInstanceOfSatisfying(
            S3Exception.class, failure -> assertThat(failure.statusCode()).isEqualTo(403));
  }
}
