package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.server.globus.GlobusScene.Folder;
import io.windlass.server.globus.GlobusScene.Lab;
import io.windlass.server.globus.GlobusScene.Person;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The directory of a node as the clients see it, and transfers from and to it. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class DirectoryReplayTest {
  @Inject GlobusScene scene;
  private Person ann;
  private Folder folder;
  private Lab lab;
  private String bucket;

  @BeforeEach
  void begin() throws IOException {
    ann = scene.person();
    folder = scene.folder(ann);
    lab = scene.lab(ann);
    bucket = lab.bucket();
    Files.createDirectories(folder.root().resolve("data/empty"));
    Files.writeString(folder.root().resolve("data/a.txt"), "aaa");
    Files.setLastModifiedTime(
        folder.root().resolve("data/a.txt"), FileTime.from(Instant.parse("2020-01-02T03:04:05Z")));
    Files.createSymbolicLink(folder.root().resolve("data/link"), Path.of("a.txt"));
    Files.createSymbolicLink(folder.root().resolve("data/lost"), Path.of("nowhere"));
    Files.createSymbolicLink(folder.root().resolve("data/out"), Path.of("/etc/hostname"));
  }

  private JsonNode run(String path, String body) {
    String task = "/v0.10/task/" + ann.globus().post(path, body).is(202).path("task_id").asText();
    return await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> ann.globus().get(task).ok(),
            document -> !document.path("status").asText().equals("ACTIVE"));
  }

  private JsonNode transfer(String from, String source, String to, String target, String more) {
    return run(
        "/v0.10/transfer",
        """
        {'DATA_TYPE': 'transfer', 'submission_id': '%s', 'source_endpoint': '%s',
         'destination_endpoint': '%s', 'verify_checksum': true,
         'DATA': [{'DATA_TYPE': 'transfer_item', 'source_path': '%s', 'destination_path': '%s'}]%s}
        """
            .formatted(UUID.randomUUID(), from, to, source, target, more));
  }

  @Test
  void aListingShowsFilesAndWhatLinksPointAt() {
    JsonNode listing = ann.globus().get(folder.operation("ls"), "path", "/data/").ok();
    assertThat(listing.path("DATA").findValuesAsText("name"))
        .containsExactly("a.txt", "empty", "link", "lost", "out");
    assertThat(listing.path("DATA").findValuesAsText("type"))
        .containsExactly("file", "dir", "file", "invalid_symlink", "invalid_symlink");
    JsonNode file = listing.at("/DATA/0");
    assertThat(file.path("last_modified").asText()).isEqualTo("2020-01-02 03:04:05+00:00");
    assertThat(file.path("permissions").asText()).startsWith("0");
    assertThat(file.path("user").asText()).isEqualTo(System.getProperty("user.name"));
    assertThat(file.path("link_target").isNull()).isTrue();
    assertThat(listing.at("/DATA/2/link_target").asText()).isEqualTo("a.txt");
    assertThat(listing.at("/DATA/2/size").asInt()).isEqualTo(3);
    ann.globus().get(folder.operation("stat"), "path", "/data/none").fails(404, "NotFound");
    ann.globus().get(folder.operation("ls"), "path", "/../").fails(400, "ClientError.BadRequest");
  }

  @Test
  void directoriesAreMadeAndRenamedOnce() {
    String make = "{'DATA_TYPE': 'mkdir', 'path': '/made'}";
    ann.globus().post(folder.operation("mkdir"), make).ok();
    ann.globus()
        .post(folder.operation("mkdir"), make)
        .fails(502, "ExternalError.MkdirFailed.Exists");
    ann.globus()
        .post(
            folder.operation("rename"),
            "{'DATA_TYPE': 'rename', 'old_path': '/made', 'new_path': '/renamed'}")
        .ok();
    assertThat(folder.root().resolve("renamed")).isEmptyDirectory();
    ann.globus()
        .post(
            folder.operation("rename"),
            "{'DATA_TYPE': 'rename', 'old_path': '/renamed', 'new_path': '/data'}")
        .fails(409, "Conflict");
  }

  @Test
  void aDirectoryGoesToABucketAndComesBackWithItsTimes() throws IOException {
    JsonNode there =
        transfer(
            folder.id(), "/data/", lab.id(), "/" + bucket + "/in/", ", 'preserve_timestamp': true");
    assertThat(there.path("status").asText()).as(there.toString()).isEqualTo("SUCCEEDED");
    assertThat(there.path("files_transferred").asInt()).isEqualTo(1);
    assertThat(lab.text(bucket, "in/a.txt")).contains("aaa");
    assertThat(lab.text(bucket, "in/empty/")).contains("");
    assertThat(lab.text(bucket, "in/link")).isEmpty();

    JsonNode back =
        transfer(
            lab.id(),
            "/" + bucket + "/in/",
            folder.id(),
            "/back/",
            ", 'preserve_timestamp': true, 'sync_level': 3");
    assertThat(back.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(Files.getLastModifiedTime(folder.root().resolve("back/a.txt")).toInstant())
        .isEqualTo("2020-01-02T03:04:05Z");
    assertThat(folder.root().resolve("back/empty")).isEmptyDirectory();
    JsonNode again =
        transfer(lab.id(), "/" + bucket + "/in/", folder.id(), "/back/", ", 'sync_level': 3");
    assertThat(again.path("files_skipped").asInt()).isEqualTo(1);
    assertThat(again.path("files_transferred").asInt()).isZero();
  }

  @Test
  void linksAreKeptOrCopiedWhenAskedFor() throws IOException {
    Files.delete(folder.root().resolve("data/lost"));
    Files.delete(folder.root().resolve("data/out"));
    for (String how : new String[] {"keep", "copy"}) {
      JsonNode task =
          transfer(
              folder.id(),
              "/data/",
              folder.id(),
              "/" + how,
              ", 'recursive_symlinks': '" + how + "'");
      assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("SUCCEEDED");
      Path link = folder.root().resolve(how + "/link");
      assertThat(link).hasContent("aaa");
      assertThat(Files.isSymbolicLink(link)).isEqualTo(how.equals("keep"));
    }
  }

  @Test
  void aDeletionTakesLinksAndNotWhatTheyPointAt() {
    JsonNode task =
        run(
            "/v0.10/delete",
            """
            {'DATA_TYPE': 'delete', 'submission_id': '%s', 'endpoint': '%s',
             'interpret_globs': true,
             'DATA': [{'DATA_TYPE': 'delete_item', 'path': '/data/l*'}]}
            """
                .formatted(UUID.randomUUID(), folder.id()));
    assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("SUCCEEDED");
    assertThat(folder.root().resolve("data/a.txt")).hasContent("aaa");
    assertThat(Files.isSymbolicLink(folder.root().resolve("data/link"))).isFalse();
    assertThat(Files.isSymbolicLink(folder.root().resolve("data/lost"))).isFalse();
    assertThat(Files.isSymbolicLink(folder.root().resolve("data/out"))).isTrue();
  }
}
