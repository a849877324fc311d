package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** File systems, links, tasks and files as people use them, against a real server. */
@SuppressWarnings("NullAway.Init")
class FileSystemCommandsTest {
  @TempDir private Path directory;

  private final ServerProcess server = SharedServer.get();
  private final String project = "f-" + UUID.randomUUID();
  private final String bucket = "b-" + UUID.randomUUID();
  private final String name = "fs-" + UUID.randomUUID();
  private CommandLine windlass;
  private S3Client s3;
  private String connection;

  @BeforeEach
  void connectABucket() throws IOException {
    windlass = new CommandLine(directory, server);
    JsonNode keys = windlass.json("tokens", "aws-keys");
    s3 = s3(keys);
    s3.createBucket(request -> request.bucket(bucket));
    put("raw/a.csv", "of a");
    put("raw/sub/b.csv", "of b");
    put("other/c.csv", "of c");
    windlass.ok("projects", "create", "--name", project);
    connection =
        windlass
            .json("connections", "create", "--project", project, "--from-file", document(keys))
            .get("id")
            .asText();
  }

  @AfterEach
  void leaveNothingMounted() {
    for (JsonNode left : windlass.json("file-systems", "list", "--project", project)) {
      windlass.ok("file-systems", "delete", left.get("id").asText());
    }
    s3.close();
  }

  @Test
  void aLinkedDirectoryIsReadReleasedWrittenAndUnlinked() throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && Files.exists(Path.of("/dev/loop-control")));
    Path mount = directory.resolve("mount");
    JsonNode made =
        windlass.json(
            "file-systems",
            "create",
            name,
            "--project",
            project,
            "--mount",
            mount.toString(),
            "--image",
            directory.resolve("image").toString(),
            "--size",
            "300M");
    assertThat(made.get("mode").asText()).as(made.toString()).isEqualTo("lazy");
    String link = link("NEW,CHANGED,DELETED");
    Path file = mount.resolve("raw/a.csv");

    assertThat(windlass.ok("files", "state", file.toString()).strip())
        .isEqualTo(file + ": (0x0000000d) released exists archived, archive_id:1");
    assertThat(file).hasContent("of a");
    assertThat(flags(file)).isEqualTo(0x09);
    windlass.ok("files", "release", file.toString());
    assertThat(flags(file)).isEqualTo(0x0d);
    assertThat(windlass.ok("files", "restore", mount.resolve("raw").toString()))
        .startsWith("Restored 2 files, 0 failed.");
    assertThat(flags(mount.resolve("raw/sub/b.csv"))).isEqualTo(0x09);

    Path fresh = Files.writeString(mount.resolve("raw/new.txt"), "new here");
    windlass.ok("files", "archive", fresh.toString());
    assertThat(content("raw/new.txt")).isEqualTo("new here");
    assertThat(windlass.ok("links", "release", name, "--wait")).contains("0 failed");
    assertThat(flags(fresh)).isEqualTo(0x0d);
    assertThat(windlass.ok("links", "show", link)).contains("To export  ").contains("Conflicts");
    await()
        .untilAsserted(() ->
            assertThat(metrics())
                .contains("windlass_link_waiting{direction=\"import\"")
                .contains("windlass_link_renames{direction=\"export\"")
                .containsPattern(
                    "windlass_link_oldest_waiting_seconds\\{direction=\"export\",file_system=\"fs-.*\",link=\""
                        + link
                        + "\"\\} 0.0"));

    windlass.ok("links", "delete", link, "--delete-data");
    assertThat(mount.resolve("raw")).isEmptyDirectory();
    assertThat(content("raw/a.csv")).isEqualTo("of a");
    assertThat(windlass.json("links", "list", "--file-system", name)).isEmpty();
  }

  @Test
  void aDirectoryThatIsItsOwnMountPointGetsContentWithTheImport() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    JsonNode made =
        windlass.json(
            "file-systems",
            "create",
            name,
            "--project",
            project,
            "--mount",
            tree.toString(),
            "--directory",
            tree.toString());
    assertThat(made.get("mode").asText()).isEqualTo("eager");
    assertThat(made.get("modeReason").asText()).isNotEmpty();
    link("NONE");

    assertThat(tree.resolve("raw/sub/b.csv")).hasContent("of b");
    assertThat(flags(tree.resolve("raw/a.csv"))).isEqualTo(0x09);
    put("raw/sub/later.csv", "of later");
    assertThat(windlass.ok("links", "import", name, "raw/sub", "--wait")).contains("succeeded");
    assertThat(tree.resolve("raw/sub/later.csv")).hasContent("of later");
    assertThat(windlass.ok("links", "tasks", name)).contains("s3://" + bucket + "/raw/sub");
    assertThat(windlass.fails("links", "import", name, "elsewhere")).contains("path_not_linked");
    assertThat(windlass.fails("files", "state", tree.resolve("raw/none").toString()))
        .contains("file_not_found");
  }

  @Test
  void changesThatTheStorePostsArriveAndComparingFindsTheRest() throws Exception {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    windlass.ok(
        "file-systems",
        "create",
        name,
        "--project",
        project,
        "--mount",
        tree.toString(),
        "--directory",
        tree.toString());
    String link = link("NONE", "--events", "push=" + server.address(), "--own-rule");
    assertThat(windlass.ok("links", "show", link)).contains("push " + server.address());

    put("raw/told.csv", "of told");
    URI address = URI.create(windlass.json("links", "push-address", link).get("address").asText());
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest event =
          HttpRequest.newBuilder(address)
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"Records": [{"eventName": "ObjectCreated:Put", "s3": {
                        "bucket": {"name": "%s"}, "object": {"key": "raw/told.csv"}}}]}
                      """
                          .formatted(bucket)))
              .build();
      assertThat(http.send(event, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
    await().untilAsserted(() -> assertThat(tree.resolve("raw/told.csv")).hasContent("of told"));

    s3.deleteObject(request -> request.bucket(bucket).key("raw/a.csv"));
    windlass.ok("links", "compare", link);
    await().until(() -> !Files.exists(tree.resolve("raw/a.csv")));
    assertThat(tree.resolve("raw/told.csv")).exists();
  }

  @Test
  void whatMakesNoSenseIsRefusedBeforeAnythingIsMade() {
    String mount = directory.resolve("mount").toString();
    assertThat(windlass.fails("files", "state", "/proc/version"))
        .contains("path_outside_file_systems")
        .contains("file-systems list");
    assertThat(windlass.fails("file-systems", "create", name, "--mount", mount, "--image", "/x"))
        .contains("invalid_source");
    assertThat(
            windlass.fails(
                "file-systems",
                "create",
                name,
                "--mount",
                mount,
                "--directory",
                "/x",
                "--device",
                "/y"))
        .contains("invalid_source");
    assertThat(windlass.fails("links", "create", name + "/raw", "--location", "1"))
        .contains("invalid_directory");
    assertThat(windlass.fails("links", "create", name + ":/raw", "--bucket", bucket))
        .contains("link_target");
    assertThat(windlass.fails("links", "create", name + ":/raw", "--location", "1"))
        .contains("file_system_not_found");
    assertThat(windlass.run("links", "create", name + ":/raw", "--import", "RENAMED").code())
        .isEqualTo(2);
    assertThat(windlass.json("file-systems", "list", "--project", project)).isEmpty();
  }

  /** Links {@code raw/} and waits until all of it is imported; the id of the link. */
  private String link(String exports, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "links",
                "create",
                name + ":/raw",
                "--connection",
                connection,
                "--bucket",
                bucket,
                "--prefix",
                "raw",
                "--import",
                "new,changed,deleted",
                "--export",
                exports,
                "--import-metadata"));
    Collections.addAll(command, more);
    JsonNode link = windlass.json(command.toArray(String[]::new));
    assertThat(link.get("lifecycle").asText()).isEqualTo("available");
    String task = windlass.json("links", "tasks", name).get(0).get("taskId").asText();
    windlass.ok("tasks", "wait", task);
    return link.get("id").asText();
  }

  private String metrics() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(server.address().resolve("/metrics")).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  @Test
  void whatATransferChangesInALinkedDirectoryIsExported() throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && Files.exists(Path.of("/dev/loop-control")));
    Path mount = directory.resolve("mount");
    windlass.ok(
        "file-systems",
        "create",
        name,
        "--project",
        project,
        "--mount",
        mount.toString(),
        "--image",
        directory.resolve("image").toString(),
        "--size",
        "300M");
    link("NEW,CHANGED,DELETED");

    windlass.ok(
        "transfers",
        "submit",
        connection + ":/" + bucket + "/other",
        name + ":/raw/moved",
        "-r",
        "--wait");
    assertThat(mount.resolve("raw/moved/c.csv")).hasContent("of c");
    await().untilAsserted(() -> assertThat(keys("raw/moved/")).containsExactly("raw/moved/c.csv"));

    windlass.ok(
        "transfers",
        "submit",
        name + ":/raw",
        connection + ":/" + bucket + "/copy",
        "-r",
        "--wait");
    assertThat(content("copy/sub/b.csv")).as("fetched, then sent").isEqualTo("of b");

    windlass.ok("rm", "-r", name + ":/raw/moved");
    await().untilAsserted(() -> assertThat(keys("raw/moved/")).isEmpty());
  }

  private List<String> keys(String prefix) {
    return s3.listObjectsV2(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
        .map(object -> object.key())
        .filter(key -> !key.endsWith("/"))
        .toList();
  }

  private int flags(Path file) {
    return windlass.json("files", "state", file.toString()).get(0).get("flags").asInt();
  }

  private void put(String key, String text) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  private String content(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
  }

  private static S3Client s3(JsonNode keys) {
    return S3Client.builder()
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    keys.get("accessKeyId").asText(), keys.get("secretAccessKey").asText())))
        .endpointOverride(URI.create(keys.get("endpoint").asText()))
        .region(Region.of(keys.get("region").asText()))
        .forcePathStyle(true)
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private String document(JsonNode keys) throws IOException {
    String text =
        """
        {"type": "s3",
         "credentials": {"access_key_id": "%s", "secret_access_key": "%s"},
         "config": {"endpoint": "%s", "region": "%s"}}
        """
            .formatted(
                keys.get("accessKeyId").asText(),
                keys.get("secretAccessKey").asText(),
                keys.get("endpoint").asText(),
                keys.get("region").asText());
    return Files.writeString(directory.resolve("connection.json"), text).toString();
  }
}
