package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Collections and transfers as people use them, against a real server and its store. */
@SuppressWarnings("NullAway.Init")
class TransferCommandsTest {
  @TempDir private Path directory;

  private final ServerProcess server = SharedServer.get();
  private final String unique = UUID.randomUUID().toString().substring(0, 8);
  private final String project = "t-" + unique;
  private final String bucket = "b-" + unique;
  private final String lab = "lab-" + unique;
  private final String scratch = "scratch-" + unique;
  private CommandLine windlass;
  private S3Client s3;
  private Path tree;

  @BeforeEach
  void connectABucketAndADirectory() throws IOException {
    windlass = new CommandLine(directory, server);
    JsonNode keys = windlass.json("tokens", "aws-keys");
    s3 = s3(keys);
    s3.createBucket(request -> request.bucket(bucket));
    windlass.ok("projects", "create", "--name", project);
    windlass.ok("connections", "create", "--project", project, "--from-file", document(keys));
    tree = Files.createDirectory(directory.resolve("tree"));
    windlass.ok(
        "file-systems",
        "create",
        scratch,
        "--project",
        project,
        "--mount",
        tree.toString(),
        "--directory",
        tree.toString());
    put("raw/a.csv", "of a");
    put("raw/sub/b c.csv", "of b");
    put("raw/sub/d.txt", "of d");
  }

  @AfterEach
  void leaveNothing() {
    windlass.ok("file-systems", "delete", scratch);
    s3.close();
  }

  private JsonNode submit(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "transfers";
    all[1] = "submit";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    all[all.length - 1] = "--wait";
    return windlass.json(all);
  }

  private String at(String path) {
    return lab + ":/" + bucket + path;
  }

  @Test
  void aBucketIsListedFilteredAndLookedAt() {
    assertThat(windlass.ok("collections", "list", "--project", project))
        .contains(lab)
        .contains(scratch);
    assertThat(windlass.json("ls", lab + ":/").findValuesAsText("name")).contains(bucket);
    assertThat(windlass.json("ls", at("/raw")).findValuesAsText("name"))
        .containsExactly("a.csv", "sub");
    assertThat(windlass.json("ls", "-r", "--glob", "**.csv", at("/")).findValuesAsText("name"))
        .containsExactly("raw/a.csv", "raw/sub/b c.csv");
    assertThat(windlass.ok("stat", at("/raw/a.csv"))).contains("4 B (4 bytes)");
    assertThat(windlass.fails("stat", at("/raw/none"))).contains("path_not_found");
  }

  @Test
  void directoriesAreMadeRenamedAndRemoved() {
    windlass.ok("mkdir", at("/made"), scratch + ":/made");
    assertThat(tree.resolve("made")).isEmptyDirectory();
    assertThat(windlass.fails("mkdir", at("/made"))).contains("path_exists");
    windlass.ok("mv", at("/raw/a.csv"), at("/made/e.csv"));
    assertThat(content("made/e.csv")).isEqualTo("of a");
    assertThat(windlass.fails("rm", at("/made"))).contains("windlass transfers errors");
    windlass.ok("rm", "-r", at("/made"), scratch + ":/made");
    assertThat(windlass.json("ls", at("/")).findValuesAsText("name")).containsExactly("raw");
    assertThat(tree.resolve("made")).doesNotExist();
  }

  @Test
  void aDirectoryGoesThereAndOnlyWhatIsNewComesBack() throws IOException {
    JsonNode there = submit(at("/raw"), scratch + ":/in", "-r", "--verify", "--label", "first");

    assertThat(there.path("state").asText()).isEqualTo("succeeded");
    assertThat(tree.resolve("in/sub/b c.csv")).hasContent("of b");
    String id = there.path("id").asText();
    assertThat(windlass.ok("transfers", "report", id))
        .startsWith("outcome,source,destination,size,")
        .contains("streamed,/" + bucket + "/raw/sub/b c.csv,/in/sub/b c.csv,4,");
    assertThat(windlass.ok("transfers", "show", id)).contains("first").contains("3 files sent");
    assertThat(windlass.ok("transfers", "events", id)).contains("SUCCEEDED").contains("STARTED");
    assertThat(windlass.ok("transfers", "errors", id)).contains("Nothing was given up.");
    JsonNode list = windlass.json("transfers", "list", "--collection", scratch);
    assertThat(list).hasSize(1);
    assertThat(list.get(0).get("id").asText()).isEqualTo(id);

    Files.writeString(tree.resolve("in/new.txt"), "made here");
    JsonNode back = submit(scratch + ":/in", at("/raw"), "-r", "--sync", "checksum");

    assertThat(back.at("/counts/filesTransferred").asLong()).isEqualTo(1);
    assertThat(back.at("/counts/filesSkipped").asLong()).isEqualTo(3);
    assertThat(content("raw/new.txt")).isEqualTo("made here");
  }

  @Test
  void aSingleFileKeepsItsNameInADirectory() {
    submit(at("/raw/sub/b c.csv"), scratch + ":/one/");

    assertThat(tree.resolve("one/b c.csv")).hasContent("of b");
  }

  @Test
  void filtersChooseAndExtraFilesAreDeletedOnlyWhenAskedFor() throws IOException {
    Files.createDirectories(tree.resolve("in"));
    Files.writeString(tree.resolve("in/extra.csv"), "not in the bucket");

    submit(at("/raw"), scratch + ":/in", "-r", "--include", "*.csv", "--exclude", "*");
    assertThat(names(tree.resolve("in"))).containsExactly("a.csv", "extra.csv", "sub");
    assertThat(names(tree.resolve("in/sub"))).containsExactly("b c.csv");

    JsonNode done = submit(at("/raw"), scratch + ":/in", "-r", "--sync", "size", "--delete-extra");
    assertThat(names(tree.resolve("in"))).containsExactly("a.csv", "sub");
    assertThat(done.at("/counts/filesDeleted").asLong()).isEqualTo(1);
  }

  @Test
  void manyItemsComeFromABatch() throws IOException {
    Path batch =
        Files.writeString(
            directory.resolve("batch"), "a.csv x/one.csv\n'sub/b c.csv' 'x/the other.csv'\n");

    JsonNode done = submit(at("/raw"), scratch + ":/", "--batch", batch.toString());

    assertThat(done.path("itemCount").asInt()).isEqualTo(2);
    assertThat(names(tree.resolve("x"))).containsExactly("one.csv", "the other.csv");
  }

  @Test
  void aDryRunPrintsWhatItWouldDo() {
    String report =
        windlass.ok("transfers", "submit", at("/raw"), scratch + ":/in", "-r", "--dry-run");

    assertThat(report).contains("would_send,/" + bucket + "/raw/a.csv,/in/a.csv,4,");
    assertThat(report)
        .containsPattern("source +GET, HEAD requests +STANDARD +3 +- +the bucket's owner");
    assertThat(tree.resolve("in")).doesNotExist();
  }

  @Test
  void aDryRunSaysWhatItsRequesterWouldPay() {
    JsonNode dry = submit(at("/raw"), scratch + ":/in", "-r", "--dry-run", "--request-payer");
    assertThat(dry.at("/estimate/lines").findValuesAsText("requesterPays")).containsOnly("true");
    assertThat(dry.at("/estimate/lines").findValuesAsText("kind"))
        .containsExactly("write_requests", "read_requests", "bytes_out");

    assertThat(windlass.ok("transfers", "show", dry.path("id").asText()))
        .contains("you, where requesters pay");
  }

  @Test
  void whatFailsIsNamedAndTheRestIsDone() throws IOException {
    Path batch = Files.writeString(directory.resolve("batch"), "a.csv one\nnone.csv two\n");

    String complaint =
        windlass.fails(
            "transfers",
            "submit",
            at("/raw"),
            scratch + ":/x",
            "--batch",
            batch.toString(),
            "--skip-source-errors",
            "--wait");

    assertThat(complaint).contains("windlass transfers errors");
    assertThat(tree.resolve("x/one")).hasContent("of a");
    String id = windlass.json("transfers", "list").get(0).get("id").asText();
    assertThat(windlass.ok("transfers", "errors", id)).contains("/" + bucket + "/raw/none.csv");
  }

  @Test
  void anAddressOfOneObjectIsASourceToo() throws IOException {
    String address = windlass.ok("collections", "link", at("/raw/a.csv"), "--expires", "5m");
    Path file = Files.writeString(directory.resolve("address"), address);

    // an address over plain http, as that of this store, is refused: the network could change it
    assertThat(windlass.fails("transfers", "submit", "@" + file, scratch + ":/in/", "--wait"))
        .contains("https")
        .doesNotContain("X-Amz-Signature");
  }

  @Test
  void theSameSubmissionIsOneTransfer() {
    String id = UUID.randomUUID().toString();

    JsonNode first = submit(at("/raw"), scratch + ":/in", "-r", "--submission-id", id);
    JsonNode second = submit(at("/raw"), scratch + ":/in", "-r", "--submission-id", id);

    assertThat(second.path("id")).isEqualTo(first.path("id"));
  }

  private static List<String> names(Path place) throws IOException {
    try (var files = Files.list(place)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
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
        {"type": "s3", "name": "%s",
         "credentials": {"access_key_id": "%s", "secret_access_key": "%s"},
         "config": {"endpoint": "%s", "region": "%s"}}
        """
            .formatted(
                lab,
                keys.get("accessKeyId").asText(),
                keys.get("secretAccessKey").asText(),
                keys.get("endpoint").asText(),
                keys.get("region").asText());
    return Files.writeString(directory.resolve("connection.json"), text).toString();
  }
}
