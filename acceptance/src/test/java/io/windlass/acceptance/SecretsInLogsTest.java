package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What the packaged server writes to its logs while people work with secrets. */
class SecretsInLogsTest {
  private static final String WRONG = "Wrong9Secret8That7Nobody6Has5Seen4";
  private static final String WRONG_TOKEN = "wl_AAAAAAAAAAAA_" + "Q".repeat(40);
  private static final String IN_SOURCE = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String IN_WEBHOOK = "hook-0f1e2d3c4b5a6978";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private final List<String> secrets = new ArrayList<>();

  @Test
  void aBusySessionLeavesNoSecretInAnyLog() throws IOException {
    Path data = directory.resolve("data");
    String log;
    try (ServerProcess server = ServerProcess.start(data)) {
      secrets.add(server.adminToken());
      work(new CommandLine(directory, server));
      new CommandLine(directory, server, WRONG_TOKEN).fails("users", "show");
      server.terminate();
      log = server.log() + postgresLogs(data);
    }
    secrets.add(WRONG);
    secrets.add(WRONG_TOKEN);

    assertThat(log).contains("POST /api/v1/connections");
    assertThat(secrets)
        .hasSizeGreaterThan(8)
        .allSatisfy(secret -> {
          assertThat(secret).isNotBlank();
          assertThat(log).doesNotContain(secret);
        });
    assertThat(log).doesNotContain("X-Amz-Signature").doesNotContain("Bearer ");
  }

  private void work(CommandLine windlass) throws IOException {
    JsonNode token = windlass.json("tokens", "create", "--name", "busy");
    secrets.add(token.get("token").asText());
    JsonNode keys = windlass.json("tokens", "aws-keys");
    secrets.add(keys.get("secretAccessKey").asText());
    makeBucket(keys);
    windlass.ok("projects", "create", "--name", "busy");
    windlass.fails(
        "connections", "create", "--project", "busy", "--from-file", document(keys, WRONG));
    String connection =
        windlass
            .json(
                "connections",
                "create",
                "--project",
                "busy",
                "--from-file",
                document(keys, keys.get("secretAccessKey").asText()))
            .get("id")
            .asText();
    windlass.fails("connections", "update", connection, "--from-file", document(keys, WRONG));
    windlass.ok("connections", "verify", connection, "--bucket", "busy", "--prefix", "raw/");
    String location =
        windlass
            .json(
                "locations",
                "create",
                "--connection",
                connection,
                "--bucket",
                "busy",
                "--base-key",
                "raw",
                "--sts")
            .get("id")
            .asText();
    windlass.ok("mkdir", "busy/raw");
    windlass.ok("folders", "set-location", "busy/raw", location);
    for (String permission : List.of("read_only", "read_write")) {
      JsonNode vended = windlass.json("credentials", "get", "busy/raw", "--permission", permission);
      secrets.add(vended.get("secretAccessKey").asText());
      secrets.add(vended.get("sessionToken").asText());
    }
    Path small = Files.writeString(directory.resolve("small.txt"), "small");
    Path large = Files.write(directory.resolve("large.bin"), new byte[6 << 20]);
    windlass.ok("put", small.toString(), large.toString(), "busy/raw/");
    windlass.ok("get", "busy/raw/large.bin", directory.resolve("back.bin").toString());
    move(windlass, connection, keys);
    windlass.ok("connections", "rotate-key");
    windlass.fails("get", "busy/none", directory.toString());
  }

  /** Addresses with secrets in their queries, and credentials of somebody's own. */
  private void move(CommandLine windlass, String connection, JsonNode keys) throws IOException {
    String bucket = connection + ":/busy";
    windlass.ok("collections", "link", bucket + "/raw/owner.txt");
    windlass.ok(
        "collections",
        "credentials",
        "set",
        connection,
        "--from-file",
        ownCredentials(keys.get("secretAccessKey").asText(), keys));
    windlass.fails(
        "collections",
        "credentials",
        "set",
        connection,
        "--from-file",
        ownCredentials(WRONG, keys));
    Path addresses =
        Files.writeString(
            directory.resolve("addresses"),
            "https://127.0.0.1:1/x?X-Amz-Signature=%s moved".formatted(IN_SOURCE));
    windlass.ok(
        "transfers",
        "submit",
        bucket + "/raw",
        "--batch",
        addresses.toString(),
        "--webhook",
        "https://127.0.0.1:1/hook?key=" + IN_WEBHOOK);
    JsonNode transfer = windlass.json("transfers", "list").get(0);
    secrets.add(IN_SOURCE);
    secrets.add(IN_WEBHOOK);
    String id = transfer.get("id").asText();
    assertThat(windlass.ok("transfers", "show", id, "--json"))
        .contains("https://127.0.0.1:1/x")
        .doesNotContain(IN_SOURCE)
        .doesNotContain(IN_WEBHOOK);
    windlass.ok("transfers", "cancel", id);
    windlass.run("transfers", "wait", id);
    assertThat(windlass.ok("transfers", "report", id) + windlass.ok("transfers", "events", id))
        .doesNotContain(IN_SOURCE);
  }

  private String ownCredentials(String secret, JsonNode keys) throws IOException {
    return Files.writeString(
            directory.resolve("own.json"),
            "{\"credentials\": {\"access_key_id\": \"%s\", \"secret_access_key\": \"%s\"}}"
                .formatted(keys.get("accessKeyId").asText(), secret))
        .toString();
  }

  private static void makeBucket(JsonNode keys) {
    try (S3Client s3 =
        S3Client.builder()
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        keys.get("accessKeyId").asText(), keys.get("secretAccessKey").asText())))
            .endpointOverride(URI.create(keys.get("endpoint").asText()))
            .region(Region.of(keys.get("region").asText()))
            .forcePathStyle(true)
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      s3.createBucket(request -> request.bucket("busy"));
    }
  }

  private String document(JsonNode keys, String secret) throws IOException {
    String text =
        """
        {"type": "s3",
         "credentials": {"access_key_id": "%s", "secret_access_key": "%s"},
         "config": {"endpoint": "%s", "region": "%s"}}
        """
            .formatted(
                keys.get("accessKeyId").asText(),
                secret,
                keys.get("endpoint").asText(),
                keys.get("region").asText());
    return Files.writeString(directory.resolve("connection.json"), text).toString();
  }

  private static String postgresLogs(Path data) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(data.resolve("postgres/log"))) {
      for (Path file : files.toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
