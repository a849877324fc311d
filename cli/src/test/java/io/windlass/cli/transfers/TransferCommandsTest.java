package io.windlass.cli.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.cli.StubServer;
import io.windlass.cli.StubServer.Done;
import io.windlass.client.WindlassJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What transfer commands ask of a server, and what they make of its answers. */
@SuppressWarnings("NullAway.Init")
class TransferCommandsTest {
  private static final String ID = "6ac0b2cc-86fc-4df7-8c28-40e57e4c2e9a";

  @TempDir private Path home;
  private StubServer server;

  @BeforeEach
  void start() {
    server = new StubServer(home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String transfer(String state, String more) {
    return """
    {"id":"%s","kind":"transfer","state":"%s","submissionId":"%s","requester":1,
     "source":{"id":"a","name":"lab"},"destination":{"id":"b","name":"scratch"},
     "items":[{"source":"/b/x","destination":"/x"}],"itemCount":1,"walked":true,
     "createdAt":"2026-11-21T10:00:00Z","deadline":"2026-11-22T10:00:00Z",
     "counts":{"files":3,"filesTransferred":2,"bytes":10,"bytesTransferred":10%s}}
    """
        .formatted(ID, state, ID, more);
  }

  private JsonNode submitted() {
    try {
      return WindlassJson.mapper()
          .readTree(
              server.heard().stream()
                  .filter(heard -> heard.call().startsWith("POST"))
                  .toList()
                  .getLast()
                  .body());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Done submit(String... arguments) {
    server.reply("POST transfers", 200, transfer("queued", ""));
    String[] all = new String[arguments.length + 2];
    all[0] = "transfers";
    all[1] = "submit";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return server.run(all);
  }

  @Test
  void everyOptionReachesTheServerInItsWords() {
    Done done =
        submit(
            "lab:/b/raw",
            "scratch:/ns1",
            "--recursive",
            "--sync",
            "checksum",
            "--delete-extra",
            "--force",
            "--verify",
            "--preserve",
            "metadata,tags,storage-class",
            "--include",
            "*.csv",
            "--exclude",
            "tmp/",
            "--exclude",
            "*",
            "--symlinks",
            "keep",
            "--skip-source-errors",
            "--fail-on-quota",
            "--storage-class",
            "STANDARD_IA",
            "--set-metadata",
            "owner=ann",
            "--drop-metadata",
            "secret*",
            "--rename-metadata",
            "origin=came-from",
            "--fail-on-lost-detail",
            "--checksum",
            "crc64nvme",
            "--acl",
            "private",
            "--as-of",
            "2026-11-20",
            "--restore",
            "Bulk",
            "--restore-days",
            "2",
            "--request-payer",
            "--list-skipped",
            "--label",
            "nightly",
            "--deadline",
            "2026-12-01T00:00:00Z",
            "--webhook",
            "https://hook.example",
            "--submission-id",
            ID);

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("windlass transfers wait " + ID);
    JsonNode body = submitted();
    assertThat(body.path("source").asText()).isEqualTo("lab");
    assertThat(body.path("destination").asText()).isEqualTo("scratch");
    assertThat(body.path("items").toString())
        .isEqualTo("[{\"source\":\"/b/raw\",\"destination\":\"/ns1\",\"recursive\":true}]");
    assertThat(body.path("options").toString())
        .isEqualTo(
            """
            {"sync":"checksum","deleteExtra":true,"force":true,"verify":true,\
            "preserve":["metadata","tags","storage_class"],\
            "filters":[{"method":"include","glob":"*.csv","type":"file"},\
            {"method":"exclude","glob":"tmp","type":"directory"},\
            {"method":"exclude","glob":"*","type":"file"}],"symlinks":"keep",\
            "skipSourceErrors":true,"failOnQuota":true,"storageClass":"STANDARD_IA",\
            "checksum":"crc64nvme","acl":"private","asOf":"2026-11-20T00:00:00Z",\
            "restore":{"tier":"Bulk","days":2},"requesterPays":true,"listSkipped":true,\
            "metadata":{"set":{"owner":"ann"},"drop":["secret*"],\
            "rename":{"origin":"came-from"}},"failOnLostDetail":true}\
            """);
    assertThat(body.path("submissionId").asText()).isEqualTo(ID);
    assertThat(body.path("label").asText()).isEqualTo("nightly");
    assertThat(body.path("deadline").asText()).isEqualTo("2026-12-01T00:00:00Z");
    assertThat(body.path("webhook").asText()).isEqualTo("https://hook.example");
  }

  @Test
  void aFileThatIsSentToADirectoryKeepsItsName() {
    server.reply(
        "GET collections/lab/entry?path=%2Fb%2Fplots.csv",
        200, "{\"name\":\"plots.csv\",\"type\":\"file\",\"size\":3}");

    assertThat(submit("lab:/b/plots.csv", "scratch:/ns1/").code()).isZero();

    assertThat(submitted().path("items").path(0).path("destination").asText())
        .isEqualTo("/ns1/plots.csv");
  }

  @Test
  void aDirectoryThatIsSentToADirectoryIsNotPutIntoIt() {
    server.reply(
        "GET collections/lab/entry?path=%2Fb%2Fraw",
        200, "{\"name\":\"raw\",\"type\":\"directory\",\"size\":0}");

    assertThat(submit("lab:/b/raw", "scratch:/ns1/").code()).isZero();

    assertThat(submitted().path("items").path(0).path("destination").asText()).isEqualTo("/ns1/");
  }

  @Test
  void anAddressIsASourceWithoutACollection() throws IOException {
    Path secret = Files.writeString(home.resolve("address"), "https://h.example/d/a.txt?sig=hush");

    Done done = submit("@" + secret, "scratch:/ns1/", "--expect", "MD5:AB");

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(submitted().has("source")).isFalse();
    assertThat(submitted().path("items").path(0).toString())
        .isEqualTo(
            """
            {"source":"https://h.example/d/a.txt?sig=hush","destination":"/ns1/a.txt",\
            "checksum":{"algorithm":"md5","hex":"ab"}}\
            """);
  }

  @Test
  void aBatchHasALineForEachItem() throws IOException {
    Path batch =
        Files.writeString(
            home.resolve("batch"),
            """
            # the week's
            a.txt b.txt
            'my dir' there --recursive

            c /deep/d --expect sha256:00ff --version-id v1
            """);

    Done done = submit("lab:/b/raw", "scratch:/ns1", "--batch", batch.toString());

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(submitted().path("items").toString())
        .isEqualTo(
            """
            [{"source":"/b/raw/a.txt","destination":"/ns1/b.txt"},\
            {"source":"/b/raw/my dir","destination":"/ns1/there","recursive":true},\
            {"source":"/b/raw/c","destination":"/ns1/deep/d",\
            "checksum":{"algorithm":"sha256","hex":"00ff"},"versionId":"v1"}]\
            """);
  }

  @Test
  void aBatchWithAWrongLineSubmitsNothing() throws IOException {
    Path batch = Files.writeString(home.resolve("batch"), "a b\nonly-one\n");

    Done done = submit("lab:/b", "scratch:/", "--batch", batch.toString());

    assertThat(done.code()).isOne();
    assertThat(done.err()).contains("Line 2 of the batch").contains("batch_line");
    assertThat(server.heard()).isEmpty();
  }

  @Test
  void addressesInABatchNeedNoSource() throws IOException {
    Path batch = Files.writeString(home.resolve("batch"), "https://h.example/a one\n");

    assertThat(submit("scratch:/ns1", "--batch", batch.toString()).code()).isZero();

    assertThat(submitted().path("items").toString())
        .isEqualTo("[{\"source\":\"https://h.example/a\",\"destination\":\"/ns1/one\"}]");
  }

  @Test
  void whatIsWrittenWronglyIsRefusedBeforeAnythingIsAsked() {
    assertThat(submit("lab:/b").err()).contains("no_destination");
    assertThat(submit("lab:/b", "survey/raw").err()).contains("invalid_path");
    assertThat(submit("lab:", "scratch:/").err()).contains("invalid_path");
    assertThat(submit("lab:/b", "scratch:/x", "--expect", "ab").err()).contains("invalid_checksum");
    assertThat(submit("lab:/b", "scratch:/x", "--sync", "maybe").code()).isEqualTo(2);
    assertThat(submit("lab:/b", "scratch:/x", "--deadline", "soon").code()).isEqualTo(2);
    assertThat(server.heard()).isEmpty();
  }

  private Done await(String state, String counts, String more) {
    server.reply("GET transfers/" + ID, 200, transfer("active", ""));
    server.reply(
        "GET transfers/" + ID + "/stream",
        200,
        "data:"
            + transfer("inactive", "")
                .replace("\n", "")
                .replaceFirst(
                    "\"walked\"",
                    "\"status\":{\"code\":\"expired_token\",\"message\":\"The keys are over.\"},"
                        + "\"walked\"")
            + "\n\ndata:"
            + transfer(state, counts)
                .replace("\n", "")
                .replaceFirst("\"walked\"", more + "\"walked\"")
            + "\n\n");
    return server.run("transfers", "wait", ID);
  }

  @Test
  void waitingEndsWithZeroWhenAllOfItWorked() {
    Done done = await("succeeded", ",\"filesSkipped\":1", "");

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("succeeded: 2 files sent (10 B), 1 equal, 0 failed.");
    assertThat(done.err()).contains("Waits for you: The keys are over.");
  }

  @Test
  void waitingEndsWithOneWhenSomethingWasGivenUp() {
    Done done =
        await(
            "failed",
            ",\"failed\":1",
            "\"problem\":{\"code\":\"files_failed\",\"message\":\"1 file failed.\"},");

    assertThat(done.code()).isOne();
    assertThat(done.err()).contains("1 file failed.").contains("windlass transfers errors " + ID);
  }

  @Test
  void waitingEndsWithOneWhenFilesWereLeftOutAfterErrors() {
    assertThat(await("succeeded", ",\"skippedErrors\":2", "").code()).isOne();
  }

  @Test
  void pathsInCollectionsAreDeletedByATaskForEachCollection() {
    server.reply(
        "POST deletions", 200, transfer("queued", "").replace("\"transfer\"", "\"deletion\""));
    server.reply(
        "GET transfers/" + ID + "/stream",
        200,
        "data:"
            + transfer("succeeded", ",\"filesDeleted\":4")
                .replace("\n", "")
                .replace("\"transfer\"", "\"deletion\"")
            + "\n\n");

    Done done = server.run("rm", "-r", "lab:/b/x", "scratch:/y", "lab:/b/z");

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("4 deleted");
    assertThat(
            server.heard().stream()
                .filter(heard -> heard.call().equals("POST deletions"))
                .map(heard -> heard.body().replaceFirst("\"submissionId\":\"[^\"]+\",", "")))
        .containsExactly(
            """
            {"collection":"lab","paths":["/b/x","/b/z"],"recursive":true,"ignoreMissing":false,\
            "globs":false,"dryRun":false}\
            """,
            """
            {"collection":"scratch","paths":["/y"],"recursive":true,"ignoreMissing":false,\
            "globs":false,"dryRun":false}\
            """);
  }

  @Test
  void aReportIsPrintedAsItIs() {
    String csv = "outcome,source\r\ncopied,\"/b/a,1\"\r\n";
    server.reply("GET transfers/" + ID + "/report", 200, csv);

    assertThat(server.run("transfers", "report", ID).out()).isEqualTo(csv);
    Path file = home.resolve("report.csv");
    assertThat(server.run("transfers", "report", ID, "-o", file.toString()).code()).isZero();
    assertThat(file).hasContent(csv);
  }

  @Test
  void errorsAreThoseGivenUpAndThoseLeftOut() {
    server.reply(
        "GET transfers/" + ID + "/files?lines=failed",
        200,
        """
        {"items":[{"source":"/b/x","destination":"/x","size":1,"outcome":"failed",
          "problem":{"code":"store_denied","message":"Not allowed."}}]}
        """);
    server.reply("GET transfers/" + ID + "/files?lines=skipped_errors", 200, "{\"items\":[]}");

    assertThat(server.run("transfers", "errors", ID).out())
        .contains("failed   /b/x  /x  store_denied  Not allowed.");
  }
}
