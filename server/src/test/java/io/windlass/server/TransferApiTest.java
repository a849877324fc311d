package io.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.Users;
import io.windlass.connection.Connections;
import io.windlass.database.Database;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.server.transfers.WithdrawnRights;
import io.windlass.transfer.Transfers;
import io.windlass.transfer.collection.Collections;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transfers and deletions over HTTP: who may, what is refused, what comes back. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class TransferApiTest extends ServerTest {
  private static final String PATH = "/api/v1/transfers";

  @Inject Connections connections;
  @Inject Transfers transfers;
  @Inject Collections collections;
  @Inject CollectionAccess access;
  @Inject Database database;

  private TransferScene scene;
  private Http reader;
  private Http editor;
  private Http stranger;

  @BeforeEach
  void people() {
    scene = new TransferScene(this::admin, connections);
    reader = member(scene.project, "reader");
    editor = member(scene.project, "editor");
    stranger = user(Running.name("stranger"));
    scene.put("raw/a.csv", "of a");
    scene.put("raw/sub/b, \"2\".csv", "of b");
  }

  /** From the bucket to the directory. */
  private String toDirectory(String more) {
    return """
    {"source": "%s", "destination": "%s",
     "items": [{"source": "/%s/raw", "destination": "/ns1"}]%s}
    """
        .formatted(scene.buckets, scene.fileSystem, scene.bucket, more);
  }

  private JsonNode ended(Http who, JsonNode submitted) {
    String path = PATH + "/" + submitted.path("id").asText();
    await()
        .until(() ->
            List.of("succeeded", "failed", "cancelled", "expired")
                .contains(who.get(path).expect(200).path("state").asText()));
    return who.get(path).expect(200);
  }

  @Test
  void aDirectoryOfABucketArrivesWithAReport() {
    JsonNode submitted = editor.post(PATH, toDirectory(", \"label\": \"first\"")).expect(200);
    JsonNode done = ended(editor, submitted);
    String path = PATH + "/" + done.path("id").asText();

    assertThat(done.path("state").asText()).as(done.toString()).isEqualTo("succeeded");
    assertThat(done.at("/source/name").asText()).isEqualTo(scene.buckets);
    assertThat(done.at("/counts/filesTransferred").asLong()).isEqualTo(2);
    assertThat(done.at("/counts/bytesTransferred").asLong()).isEqualTo(8);
    assertThat(done.path("label").asText()).isEqualTo("first");
    assertThat(scene.directory.resolve("ns1/sub/b, \"2\".csv")).hasContent("of b");
    Http.Answer report = editor.get(path + "/report");
    assertThat(report.header("Content-Type")).startsWith("text/csv");
    assertThat(report.body().split("\r\n"))
        .hasSizeGreaterThanOrEqualTo(3)
        .contains(
            "outcome,source,destination,size,checksum_algorithm,checksum,version_id,code,message")
        .anyMatch(line ->
            line.startsWith(
                "streamed,\"/%s/raw/sub/b, \"\"2\"\".csv\",\"/ns1/sub/b, \"\"2\"\".csv\",4,"
                    .formatted(scene.bucket)));
    assertThat(editor.get(path + "/events").expect(200).path("items").findValuesAsText("code"))
        .startsWith("SUCCEEDED")
        .endsWith("STARTED");
    assertThat(
            editor
                .get(path + "/files?lines=sent&limit=1")
                .expect(200)
                .path("items")
                .findValuesAsText("outcome"))
        .containsExactly("streamed");
  }

  @Test
  void eventsComeInPages() {
    JsonNode done = ended(editor, editor.post(PATH, toDirectory("")).expect(200));
    String path = PATH + "/" + done.path("id").asText() + "/events";

    JsonNode all = editor.get(path).expect(200).path("items");
    JsonNode first = editor.get(path + "?limit=1").expect(200);
    JsonNode second =
        editor.get(path + "?limit=1&cursor=" + first.path("nextCursor").asText()).expect(200);

    assertThat(first.at("/items/0")).isEqualTo(all.path(0));
    assertThat(second.at("/items/0")).isEqualTo(all.path(1));
    assertThat(editor.get(path + "?cursor=x").problem()).isEqualTo("400 invalid_cursor");
  }

  @Test
  void theStreamTellsOfEachChangeAndEndsWithTheTransfer() {
    JsonNode submitted = editor.post(PATH, toDirectory("")).expect(200);

    Http.Answer stream = editor.get(PATH + "/" + submitted.path("id").asText() + "/stream");

    List<String> seen = stream.body().lines().filter(line -> line.startsWith("data:")).toList();
    assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
    assertThat(seen.getLast()).contains("\"state\":\"succeeded\"");
  }

  @Test
  void readingTakesAReaderAndWritingAnEditor() {
    assertThat(reader.post(PATH, toDirectory("")).problem()).isEqualTo("403 access_denied");
    assertThat(stranger.post(PATH, toDirectory("")).problem())
        .isEqualTo("404 collection_not_found");
    assertThat(
            reader
                .post(
                    "/api/v1/deletions",
                    "{\"collection\": \"%s\", \"paths\": [\"/%s/raw\"], \"recursive\": true}"
                        .formatted(scene.buckets, scene.bucket))
                .problem())
        .isEqualTo("403 access_denied");
    assertThat(scene.has("raw/a.csv")).isTrue();
  }

  @Test
  void aTransferIsForWhoAskedAndForAdministrators() {
    JsonNode done = ended(editor, editor.post(PATH, toDirectory("")).expect(200));
    String id = done.path("id").asText();

    for (String rest : List.of("", "/events", "/files", "/report", "/stream")) {
      assertThat(reader.get(PATH + "/" + id + rest).problem()).isEqualTo("404 transfer_not_found");
    }
    assertThat(reader.post(PATH + "/" + id + "/cancel", null).problem())
        .isEqualTo("404 transfer_not_found");
    assertThat(reader.get(PATH).expect(200).path("items")).isEmpty();
    assertThat(editor.get(PATH).expect(200).path("items").findValuesAsText("id")).contains(id);
    assertThat(reader.get(PATH + "?everybody=true").problem()).isEqualTo("403 insufficient_scope");
    assertThat(
            admin()
                .get(PATH + "?everybody=true&collection=" + scene.fileSystem)
                .expect(200)
                .at("/items/0/id")
                .asText())
        .isEqualTo(id);
    assertThat(admin().get(PATH + "/" + id).status()).isEqualTo(200);
    assertThat(editor.get(PATH + "/none").problem()).isEqualTo("404 transfer_not_found");
  }

  @Test
  void theSameSubmissionTwiceIsOneTransfer() {
    String submission = UUID.randomUUID().toString();
    String wanted = toDirectory(", \"submissionId\": \"" + submission + "\"");

    JsonNode first = editor.post(PATH, wanted).expect(200);
    JsonNode second = editor.post(PATH, wanted).expect(200);

    assertThat(second.path("id")).isEqualTo(first.path("id"));
    assertThat(editor.post(PATH, wanted.replace("/ns1", "/ns2")).problem())
        .isEqualTo("400 submission_id_reused");
    assertThat(editor.post(PATH, toDirectory(", \"submissionId\": \"x\"")).problem())
        .isEqualTo("400 invalid_submission_id");
    ended(editor, first);
  }

  @Test
  void aRepeatedRequestWithTheSameKeyIsOneTransfer() {
    String key = UUID.randomUUID().toString();

    JsonNode first = editor.post(PATH, toDirectory(""), "Idempotency-Key", key).expect(200);
    JsonNode second = editor.post(PATH, toDirectory(""), "Idempotency-Key", key).expect(200);

    assertThat(second.path("id")).isEqualTo(first.path("id"));
    ended(editor, first);
  }

  @Test
  void aRequestThatCannotWorkIsRefusedAndNothingIsStored() {
    assertThat(editor.post(PATH, toDirectory("").replace("ns1\"}]", "ns1\"}],")).status())
        .isEqualTo(400);
    assertThat(
            editor
                .post(PATH, toDirectory("").replaceFirst("\"items\": \\[.*]", "\"items\": []"))
                .problem())
        .isEqualTo("400 no_items");
    assertThat(
            editor
                .post(PATH, toDirectory("").replace("/" + scene.bucket + "/raw", "no-slash"))
                .problem())
        .isEqualTo("400 invalid_path");
    assertThat(editor.post(PATH, toDirectory(", \"options\": {\"sync\": \"maybe\"}")).problem())
        .isEqualTo("400 unknown_sync_level");
    assertThat(
            editor
                .post(
                    PATH,
                    toDirectory(
                        ", \"options\": {\"filters\": [{\"method\": \"forget\", \"glob\": \"*\"}]}"))
                .problem())
        .isEqualTo("400 invalid_filter");
    assertThat(
            editor
                .post(
                    PATH,
                    """
                    {"source": "%s", "destination": "%s",
                     "items": [{"source": "/x", "destination": "/"}]}
                    """
                        .formatted(scene.fileSystem, scene.buckets))
                .problem())
        .isEqualTo("400 root_not_writable");
    assertThat(editor.post(PATH, "{\"destination\": \"%s\"}".formatted(scene.fileSystem)).status())
        .isEqualTo(400);
    assertThat(editor.get(PATH).expect(200).path("items")).isEmpty();
  }

  @Test
  void aListOfManyItemsMayBeLargerThanOtherBodies() {
    String items =
        IntStream.range(0, 20_000)
            .mapToObj(i ->
                "{\"source\": \"no-slash-%d\", \"destination\": \"/a-rather-long-path/%d\"}"
                    .formatted(i, i))
            .collect(Collectors.joining(","));
    String large =
        "{\"source\": \"%s\", \"destination\": \"%s\", \"items\": [%s]}"
            .formatted(scene.buckets, scene.fileSystem, items);

    assertThat(large.length()).isGreaterThan(1 << 20);
    assertThat(editor.post(PATH, large).problem()).isEqualTo("400 invalid_path");
    assertThat(editor.post("/api/v1/folders", large).problem()).isEqualTo("413 body_too_large");
    assertThat(editor.post(PATH, "[" + large.repeat(16) + "]").problem())
        .isEqualTo("413 body_too_large");
  }

  @Test
  void whatIsDeletedIsGoneAndNothingElse() {
    JsonNode submitted =
        editor
            .post(
                "/api/v1/deletions",
                "{\"collection\": \"%s\", \"paths\": [\"/%s/raw/sub\"], \"recursive\": true}"
                    .formatted(scene.buckets, scene.bucket))
            .expect(200);
    JsonNode done = ended(editor, submitted);

    assertThat(done.path("state").asText()).as(done.toString()).isEqualTo("succeeded");
    assertThat(done.path("kind").asText()).isEqualTo("deletion");
    assertThat(done.path("paths").toString()).isEqualTo("[\"/" + scene.bucket + "/raw/sub\"]");
    assertThat(scene.has("raw/sub/b, \"2\".csv")).isFalse();
    assertThat(scene.has("raw/a.csv")).isTrue();
  }

  @Test
  void whoLosesTheRightsLosesWhatRuns() {
    // it waits for credentials, so that it is still there
    admin()
        .put("/api/v1/collections/" + scene.buckets, "{\"buckets\": [], \"ownCredentials\": true}")
        .expect(200);
    JsonNode submitted = editor.post(PATH, toDirectory("")).expect(200);
    String path = PATH + "/" + submitted.path("id").asText();
    await().until(() -> editor.get(path).expect(200).path("state").asText().equals("inactive"));
    WithdrawnRights withdrawn =
        new WithdrawnRights(transfers, collections, access, new Users(database));

    withdrawn.look();
    assertThat(editor.get(path).expect(200).path("state").asText()).isEqualTo("inactive");
    String name = editor.get("/api/v1/whoami").expect(200).at("/user/name").asText();
    admin().delete("/api/v1/projects/" + scene.project + "/members/" + name);
    withdrawn.look();

    JsonNode done = ended(editor, submitted);
    assertThat(done.path("state").asText()).isEqualTo("failed");
    assertThat(done.at("/problem/code").asText()).isEqualTo("access_withdrawn");
  }

  @Test
  void aDryRunChangesNothing() {
    JsonNode done = ended(editor, editor.post(PATH, toDirectory(", \"dryRun\": true")).expect(200));

    assertThat(done.path("state").asText()).isEqualTo("succeeded");
    assertThat(editor.get(PATH + "/" + done.path("id").asText() + "/report").body())
        .contains("would_send,/" + scene.bucket + "/raw/a.csv,/ns1/a.csv,4,");
    assertThat(Files.exists(scene.directory.resolve("ns1"))).isFalse();
  }

  @Test
  void aDryRunEstimatesWhatItsTransferCosts() throws IOException {
    Files.createDirectories(scene.directory.resolve("ns1"));
    Files.writeString(scene.directory.resolve("ns1/file"), "x".repeat(1 << 20));
    JsonNode up =
        ended(
            editor,
            editor
                .post(
                    PATH,
                    """
                    {"source": "%s", "destination": "%s", "dryRun": true,
                     "items": [{"source": "/ns1", "destination": "/%s/new"}]}
                    """
                        .formatted(scene.fileSystem, scene.buckets, scene.bucket))
                .expect(200));

    JsonNode estimate =
        editor.get(PATH + "/" + up.path("id").asText()).expect(200).path("estimate");
    assertThat(estimate.path("currency").asText()).isEqualTo("EUR");
    assertThat(estimate.path("lines").findValuesAsText("kind"))
        .containsExactly("write_requests", "bytes_stored");
    assertThat(estimate.path("lines").findValuesAsText("amount"))
        .containsExactly("1", Integer.toString(1 << 20));
    assertThat(estimate.path("once").decimalValue()).isEqualByComparingTo("0.000005");
    assertThat(estimate.path("monthly").decimalValue()).isEqualByComparingTo("1");
    assertThat(estimate.path("unpriced").asBoolean()).isFalse();

    JsonNode down = ended(editor, editor.post(PATH, toDirectory(", \"dryRun\": true")).expect(200));
    JsonNode other = editor.get(PATH + "/" + down.path("id").asText()).expect(200).path("estimate");
    assertThat(other.path("unpriced").asBoolean()).isTrue(); // nobody said what bytes out cost
    assertThat(other.path("lines").findValuesAsText("side")).containsOnly("source");

    JsonNode real = ended(editor, editor.post(PATH, toDirectory("")).expect(200));
    assertThat(real.path("estimate").isNull() || real.path("estimate").isMissingNode()).isTrue();
  }

  @Test
  void whatFailedIsListedWithTheReason() throws IOException {
    Files.writeString(scene.directory.resolve("blocked"), "a file, no directory");
    JsonNode submitted =
        editor.post(PATH, toDirectory("").replace("\"/ns1\"", "\"/blocked/below\"")).expect(200);
    JsonNode done = ended(editor, submitted);

    assertThat(done.path("state").asText()).isEqualTo("failed");
    assertThat(done.at("/problem/code").asText()).isNotEmpty();
    assertThat(
            editor
                .get(PATH + "/" + done.path("id").asText() + "/files?lines=failed")
                .expect(200)
                .path("items")
                .findValuesAsText("code"))
        .isNotEmpty();
  }

  @Test
  void oneThatHasEndedStaysAsItIsAndCanBeHidden() {
    JsonNode done = ended(editor, editor.post(PATH, toDirectory("")).expect(200));
    String path = PATH + "/" + done.path("id").asText();

    assertThat(editor.post(path + "/cancel", null).expect(200).path("state").asText())
        .isEqualTo("succeeded");
    assertThat(editor.patch(path, "{\"label\": \"late\"}").problem())
        .isEqualTo("409 transfer_ended");
    editor.delete(path).expect(204);
    assertThat(editor.get(PATH).expect(200).path("items")).isEmpty();
    editor.get(path).expect(200);
  }
}
