package io.windlass.cli.collections;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.cli.StubServer;
import io.windlass.cli.StubServer.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking into collections, and what their owners and users choose. */
@SuppressWarnings("NullAway.Init")
class CollectionCommandsTest {
  private static final String COLLECTION =
      """
      {"id":"3f1c6f0e-7b0a-4a1c-9a55-0f2f7c9f2a11","name":"lab","kind":"buckets","target":"c_1",
       "projectGuid":"proj_x","buckets":["one","two"],"description":"Ours","ownCredentials":false}
      """;

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

  @Test
  void aListingIsPrintedPageByPageWithFiltersOfTheServer() {
    String query = "collections/lab/entries?path=%2Fb%2F&recursive=true&glob=*.csv&hidden=false";
    server.reply(
        "GET " + query + "&limit=1000",
        200,
        """
        {"items":[{"name":"raw/a.csv","type":"file","size":2048,"storageClass":"STANDARD",
          "modifiedAt":"2026-11-21T10:00:00Z"}],"nextCursor":"n"}
        """);
    server.reply(
        "GET " + query + "&limit=1000&cursor=n",
        200,
        "{\"items\":[{\"name\":\"raw/b.csv\",\"type\":\"file\",\"size\":1}]}");

    Done done = server.run("ls", "-r", "--glob", "*.csv", "--no-hidden", "lab:/b/");

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out())
        .contains("TYPE     SIZE  MODIFIED")
        .contains("file  2.0 KiB")
        .contains("raw/a.csv")
        .contains("file      1 B  -                 -         raw/b.csv");
  }

  @Test
  void theRootSaysWhyABucketIsThere() {
    server.reply(
        "GET collections/lab/entries?recursive=false&hidden=true&limit=1000",
        200,
        """
        {"items":[{"name":"one","type":"directory","size":0,"origin":"owned"},
          {"name":"two","type":"directory","size":0,"origin":"pinned"}]}
        """);

    assertThat(server.run("ls", "lab:").out())
        .contains("bucket (owned)   ")
        .contains("bucket (pinned)  ");
  }

  @Test
  void versionsAreListedWithTheirIds() {
    server.reply(
        "GET collections/lab/entries?path=%2Fb%2F&recursive=false&hidden=true"
            + "&versions=true&limit=1000",
        200,
        """
        {"items":[{"name":"a","type":"delete_marker","size":0,"versionId":"v2","latest":true},
          {"name":"a","type":"file","size":1,"versionId":"v1","latest":false}]}
        """);
    server.reply(
        "GET collections/lab/entries?path=%2Fb%2F&recursive=false&hidden=true"
            + "&asOf=2026-05-01T00:00:00Z&limit=1000",
        200, "{\"items\":[{\"name\":\"a\",\"type\":\"file\",\"size\":1}]}");

    assertThat(server.run("ls", "--versions", "lab:/b/").out())
        .contains("delete_marker")
        .contains("v2 (current)  a")
        .contains("v1            a");
    Done then = server.run("ls", "--as-of", "2026-05-01", "lab:/b/");
    assertThat(then.err()).isEmpty();
    assertThat(then.out()).contains("1 B").doesNotContain("VERSION");
  }

  @Test
  void theRestoreOfAnArchivedObjectIsTold() {
    String entry = "GET collections/lab/entry?path=%2Fb%2Fa";
    String file = "{\"name\":\"a\",\"type\":\"file\",\"size\":1,\"storageClass\":\"GLACIER\",";
    server.reply(entry, 200, file + "\"restore\":{\"ongoing\":true}}");
    assertThat(server.run("stat", "lab:/b/a").out()).contains("is being restored");
    server.reply(
        entry.replace("2Fa", "2Fb"),
        200,
        file + "\"restore\":{\"ongoing\":false,\"until\":\"2026-11-30T00:00:00Z\"}}");
    assertThat(server.run("stat", "lab:/b/b").out()).contains("restored until 2026-11-30");
    server.reply(
        "GET collections/lab/entries?path=%2Fb%2F&recursive=false&hidden=true&limit=1000",
        200,
        "{\"items\":["
            + file
            + "\"restore\":{\"ongoing\":false,\"until\":\"2026-11-30T00:00:00Z\"}}]}");
    assertThat(server.run("ls", "lab:/b/").out()).contains("GLACIER, restored until 2026-11-30");
    assertThat(server.run("ls", "--json", "lab:/b/").out())
        .contains("\"until\" : \"2026-11-30T00:00:00Z\"");
  }

  @Test
  void whatIsBroughtBackIsListedAndFailuresMakeTheCommandFail() {
    server.reply(
        "POST collections/lab/undeletions?limit=1000",
        200,
        """
        {"items":[{"name":"a","size":3,"deletedAt":"2026-11-21T10:00:00Z"}],"nextCursor":"n"}
        """);
    server.reply(
        "POST collections/lab/undeletions?limit=1000&cursor=n",
        200,
        """
        {"items":[{"name":"b","size":3,"deletedAt":"2026-11-21T10:00:00Z",
          "problem":{"code":"store_denied","message":"No.","remedy":"Ask."}}]}
        """);

    Done done = server.run("undelete", "-r", "--as-of", "2026-11-20", "lab:/b/raw");

    assertThat(done.code()).isEqualTo(1);
    assertThat(done.out()).contains("is back").contains("failed: No.");
    assertThat(server.heard().getLast().body())
        .isEqualTo(
            "{\"path\":\"/b/raw\",\"recursive\":true,\"asOf\":\"2026-11-20T00:00:00Z\","
                + "\"dryRun\":false}");
    assertThat(server.run("undelete", "survey/raw").err()).contains("windlass trash list");
  }

  @Test
  void aFileIsListedAsItself() {
    server.reply(
        "GET collections/lab/entries?path=%2Fb%2Fa&recursive=false&hidden=true&limit=1000",
        400, "{\"status\":400,\"code\":\"not_a_directory\",\"detail\":\"No.\"}");
    server.reply(
        "GET collections/lab/entry?path=%2Fb%2Fa",
        200, "{\"name\":\"a\",\"type\":\"file\",\"size\":7}");

    assertThat(server.run("ls", "lab:/b/a").out()).contains("7 B");
  }

  @Test
  void filtersAreForCollectionsAlone() {
    assertThat(server.run("ls", "-r", "survey/raw").err()).contains("not_a_collection");
    assertThat(server.heard()).isEmpty();
  }

  @Test
  void aDirectoryThatIsThereIsFineWithParents() {
    server.reply(
        "POST collections/lab/directories",
        409,
        "{\"status\":409,\"code\":\"path_exists\",\"detail\":\"There is one.\"}");
    server.reply(
        "GET collections/lab/entry?path=%2Fb%2Fx",
        200, "{\"name\":\"x\",\"type\":\"directory\",\"size\":0}");

    assertThat(server.run("mkdir", "lab:/b/x").err()).contains("path_exists");
    assertThat(server.run("mkdir", "-p", "lab:/b/x").code()).isZero();
  }

  @Test
  void movesStayInOneCollection() {
    server.reply("POST collections/lab/renames", 204, "");

    assertThat(server.run("mv", "lab:/b/x", "lab:/b/y").code()).isZero();
    assertThat(server.heard().getLast().body()).isEqualTo("{\"from\":\"/b/x\",\"to\":\"/b/y\"}");
    assertThat(server.run("mv", "lab:/b/x", "scratch:/y").err())
        .contains("windlass transfers submit lab:/b/x scratch:/y");
  }

  @Test
  void whatIsNotNamedInAnUpdateStays() {
    server.reply("GET collections/lab", 200, COLLECTION);
    server.reply("PUT collections/3f1c6f0e-7b0a-4a1c-9a55-0f2f7c9f2a11", 200, COLLECTION);

    Done done =
        server.run(
            "collections",
            "update",
            "lab",
            "--add-bucket",
            "three",
            "--remove-bucket",
            "one",
            "--own-credentials",
            "true");

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(server.heard().getLast().body())
        .isEqualTo(
            """
            {"description":"Ours","buckets":["two","three"],"ownCredentials":true}\
            """);
  }

  @Test
  void credentialsComeFromAFileAndNeverComeBack() throws IOException {
    Path file = Files.writeString(home.resolve("keys.json"), "{\"secret_access_key\": \"hush\"}");
    server.reply(
        "PUT collections/lab/credentials",
        200,
        """
        {"kind":"keys","accessKeyId":"AK","registeredAt":"2026-08-01T10:00:00Z","age":"old",
         "status":"valid"}
        """);

    Done done = server.run("collections", "credentials", "set", "lab", "--from-file", "" + file);

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("AK").doesNotContain("hush");
    assertThat(done.err()).contains("older than 90 days");
    assertThat(server.heard().getLast().body()).contains("hush");
  }

  @Test
  void anAddressIsPrintedAlone() {
    server.reply(
        "POST collections/lab/presigned-addresses",
        200,
        """
        {"method":"PUT","url":"https://s3.example/b/k?X-Amz-Signature=1",
         "headers":{"content-type":"text/plain"},"expiresAt":"2026-11-21T10:30:00Z"}
        """);

    Done done =
        server.run("collections", "link", "lab:/b/k", "--expires", "30m", "--method", "put");

    assertThat(done.out()).isEqualToIgnoringNewLines("https://s3.example/b/k?X-Amz-Signature=1");
    assertThat(done.err()).contains("content-type: text/plain");
    assertThat(server.heard().getLast().body())
        .isEqualTo("{\"path\":\"/b/k\",\"method\":\"PUT\",\"seconds\":1800}");
  }
}
