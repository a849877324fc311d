package io.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.connection.Connections;
import io.windlass.testing.S3TestStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** File systems, links and their tasks over HTTP: who may, what is refused, what comes back. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class FileSystemApiTest extends ServerTest {
  private static final String PATH = "/api/v1/file-systems";
  private static final String LINKS = "/api/v1/links";

  @Inject Connections connections;

  private String project;
  private Http reader;
  private Http editor;
  private Http stranger;

  @BeforeEach
  void people() {
    project = Running.name("project");
    admin().post("/api/v1/projects", "{\"name\": \"" + project + "\"}").expect(200);
    reader = member(project, "reader");
    editor = member(project, "editor");
    stranger = user(Running.name("stranger"));
  }

  @Test
  void aFileSystemIsForTheMembersOfItsProjectAlone() {
    String id = fileSystem(Running.name("data"));

    assertThat(reader.get(PATH + "/" + id).expect(200).path("id").asText()).isEqualTo(id);
    assertThat(reader.get(PATH + "?project=" + project).expect(200).path("items")).hasSize(1);
    assertThat(reader.get(PATH).expect(200).path("items").findValuesAsText("id"))
        .containsExactly(id);
    assertThat(stranger.get(PATH + "/" + id).problem()).isEqualTo("404 file_system_not_found");
    assertThat(stranger.get(PATH).expect(200).path("items")).isEmpty();
    assertThat(stranger.get(LINKS).expect(200).path("items")).isEmpty();
    assertThat(stranger.get(LINKS + "?fileSystem=" + id).problem())
        .isEqualTo("404 file_system_not_found");
    assertThat(stranger.get(PATH + "/" + id + "/tasks").problem())
        .isEqualTo("404 file_system_not_found");
  }

  @Test
  void aFileSystemIsFoundByNameToo() {
    String name = Running.name("scratch");
    String id = fileSystem(name);

    assertThat(reader.get(PATH + "/" + name).expect(200).path("id").asText()).isEqualTo(id);
    assertThat(
            reader.get(PATH + "/" + name + "?project=" + project).expect(200).path("id").asText())
        .isEqualTo(id);
    assertThat(reader.get(PATH + "/no-" + name).problem()).isEqualTo("404 file_system_not_found");
  }

  @Test
  void makingAndDeletingOneTakesAnAdministrator() {
    String id = fileSystem(Running.name("data"));
    String wanted = wanted(Running.name("data"), directory(), directory());

    assertThat(editor.post(PATH, wanted).problem()).isEqualTo("403 insufficient_scope");
    assertThat(editor.delete(PATH + "/" + id).problem()).isEqualTo("403 insufficient_scope");
    assertThat(anonymous().get(PATH).status()).isEqualTo(401);
  }

  @Test
  void aNameOrMountPointIsGivenOnce() {
    String mountPoint = directory();
    String name = Running.name("data");
    admin().post(PATH, wanted(name, mountPoint, mountPoint)).expect(200);

    assertThat(admin().post(PATH, wanted(name, directory(), directory())).problem())
        .isEqualTo("409 file_system_name_taken");
    assertThat(admin().post(PATH, wanted(name + "x", directory(), mountPoint)).problem())
        .isEqualTo("409 mount_point_taken");
  }

  @Test
  void aRepeatedCreationWithTheSameKeyMakesOne() {
    String directory = directory();
    String wanted = wanted(Running.name("once"), directory, directory);

    JsonNode first = admin().post(PATH, wanted, "Idempotency-Key", project).expect(200);
    JsonNode again = admin().post(PATH, wanted, "Idempotency-Key", project).expect(200);

    assertThat(again.path("id")).isEqualTo(first.path("id"));
  }

  @ParameterizedTest
  @CsvSource({
    "directory, relative/path, , invalid_file_system",
    "directory, /x, 1000, invalid_source",
    "image, /x/image, , invalid_source",
    "image, /x/image, 4096, invalid_file_system",
    "tape, /dev/st0, , invalid_source",
  })
  void sourcesThatAreNoneAreRefused(String kind, String path, String size, String code) {
    String source =
        "{\"kind\": \"%s\", \"path\": \"%s\"%s}"
            .formatted(kind, path, size == null ? "" : ", \"size\": " + size);

    Http.Answer answer =
        admin()
            .post(
                PATH,
                "{\"name\": \"x\", \"project\": \"%s\", \"source\": %s, \"mountPoint\": \"%s\"}"
                    .formatted(project, source, directory()));

    assertThat(answer.problem()).isEqualTo("400 " + code);
    assertThat(reader.get(PATH).expect(200).path("items")).isEmpty();
  }

  @Test
  void listsComeInPages() {
    for (int i = 0; i < 3; i++) {
      fileSystem(Running.name("data"));
    }

    JsonNode first = reader.get(PATH + "?limit=2").expect(200);
    JsonNode second =
        reader.get(PATH + "?limit=2&cursor=" + first.path("nextCursor").asText()).expect(200);

    assertThat(first.path("items")).hasSize(2);
    assertThat(second.path("items")).hasSize(1);
    assertThat(second.has("nextCursor")).isFalse();
  }

  @Test
  void anEditorLinksWhatIsItsOwnAndAReaderOnlyLooks() {
    String id = fileSystem(Running.name("data"));
    String link = link(id, "/ns1", bucket(), "raw");

    assertThat(reader.post(LINKS, link).problem()).isEqualTo("403 access_denied");
    JsonNode made = editor.post(LINKS, link).expect(200);
    String linkId = made.path("id").asText();

    assertThat(linkId).matches("dra-[0-9a-f]{17}");
    assertThat(made.path("imports").toString()).isEqualTo("[\"new\",\"changed\"]");
    assertThat(made.path("repositoryPath").asText()).startsWith("s3://");
    assertThat(reader.get(LINKS + "/" + linkId).expect(200).path("path").asText())
        .isEqualTo("/ns1");
    assertThat(reader.get(LINKS + "?fileSystem=" + id).expect(200).path("items")).hasSize(1);
    assertThat(reader.patch(LINKS + "/" + linkId, "{\"imports\": []}").problem())
        .isEqualTo("403 access_denied");
    assertThat(reader.delete(LINKS + "/" + linkId).problem()).isEqualTo("403 access_denied");
    assertThat(stranger.get(LINKS + "/" + linkId).problem()).isEqualTo("404 link_not_found");
    assertThat(stranger.delete(LINKS + "/" + linkId).problem()).isEqualTo("404 link_not_found");
  }

  @Test
  void whatBelongsToOthersIsNotLinked() {
    String id = fileSystem(Running.name("data"));

    assertThat(editor.post(LINKS, linkOfLocation(id, location(stranger))).problem())
        .isEqualTo("403 not_your_location");
    assertThat(editor.post(LINKS, linkOfLocation(id, location(editor))).problem())
        .isEqualTo("400 managed_location");
    assertThat(
            editor
                .post(
                    LINKS,
                    "{\"fileSystem\": \"%s\", \"path\": \"/a\", \"connectionId\": \"c_embedded\","
                            .formatted(id)
                        + " \"bucket\": \"any\"}")
                .problem())
        .isEqualTo("404 connection_not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"locationId\": 1, \"connectionId\": \"c_1\", \"bucket\": \"b\"",
        "\"locationId\": 1, \"prefix\": \"p\"",
        "\"connectionId\": \"c_1\"",
        "\"bucket\": \"b\""
      })
  void aLinkLeadsToALocationOrToABucket(String target) {
    String id = fileSystem(Running.name("data"));

    assertThat(
            editor
                .post(
                    LINKS,
                    "{\"fileSystem\": \"%s\", \"path\": \"/a\"%s}"
                        .formatted(id, target.isEmpty() ? "" : ", " + target))
                .problem())
        .isEqualTo("400 link_target");
  }

  @Test
  void unknownWordsOfAPolicyAreRefused() {
    String id = fileSystem(Running.name("data"));
    String link = link(id, "/a", bucket(), "raw").replace("changed", "renamed");

    assertThat(editor.post(LINKS, link).problem()).isEqualTo("400 unknown_change");
    assertThat(editor.get(LINKS + "?fileSystem=" + id).expect(200).path("items")).isEmpty();
  }

  @Test
  void linksOfOneFileSystemMayNotOverlap() {
    String id = fileSystem(Running.name("data"));
    String bucket = bucket();
    editor.post(LINKS, link(id, "/ns1", bucket, "raw")).expect(200);

    assertThat(editor.post(LINKS, link(id, "/ns1/ns2", bucket, "other")).problem())
        .isEqualTo("409 links_overlap");
    assertThat(editor.post(LINKS, link(id, "/ns10", bucket, "raw/deep/")).problem())
        .isEqualTo("409 links_overlap");
    editor.post(LINKS, link(id, "/ns10", bucket, "raw2")).expect(200);
  }

  @Test
  void tasksAreForThoseWhoMayChangeTheProject() {
    String id = fileSystem(Running.name("data"));

    assertThat(reader.get(PATH + "/" + id + "/tasks").expect(200).path("items")).isEmpty();
    assertThat(reader.post(PATH + "/" + id + "/tasks", "{\"kind\": \"import\"}").problem())
        .isEqualTo("403 access_denied");
    assertThat(editor.post(PATH + "/" + id + "/tasks", "{\"kind\": \"erase\"}").problem())
        .isEqualTo("400 unknown_kind");
    assertThat(
            editor
                .post(PATH + "/" + id + "/tasks", "{\"kind\": \"import\", \"paths\": [\"/x\"]}")
                .problem())
        .isEqualTo("400 path_not_linked");
    assertThat(editor.get(PATH + "/" + id + "/tasks/task-0").problem())
        .isEqualTo("404 repository_task_not_found");
  }

  @Test
  void filesAreThoseBelowTheMountPointAndForThoseWhoMayUseThem() {
    String directory = directory();
    String id =
        admin()
            .post(PATH, wanted(Running.name("data"), directory, directory))
            .expect(200)
            .path("id")
            .asText();
    String files = PATH + "/" + id + "/files/";

    assertThat(stranger.post(files + "state", paths(directory)).problem())
        .isEqualTo("404 file_system_not_found");
    for (String action : List.of("restore", "archive", "release")) {
      assertThat(reader.post(files + action, paths(directory)).problem())
          .isEqualTo("403 access_denied");
    }
    for (String outside :
        List.of("/etc/passwd", directory + "/../x", directory + "x", "a", "/", "")) {
      assertThat(reader.post(files + "state", paths(outside)).problem())
          .as(outside)
          .isEqualTo("400 path_outside_file_system");
    }
    assertThat(reader.post(files + "state", "{\"paths\": []}").problem())
        .isEqualTo("400 invalid_paths");
    assertThat(reader.post(files + "state", null).problem()).isEqualTo("400 body_missing");
  }

  private static String paths(String path) {
    return "{\"paths\": [\"" + path + "\"]}";
  }

  private String fileSystem(String name) {
    String directory = directory();
    return admin().post(PATH, wanted(name, directory, directory)).expect(200).path("id").asText();
  }

  private String wanted(String name, String source, String mountPoint) {
    return """
    {"name": "%s", "project": "%s", "mountPoint": "%s",
     "source": {"kind": "directory", "path": "%s"}}
    """
        .formatted(name, project, mountPoint, source);
  }

  /** The number of a managed location of somebody's own. */
  private static String location(Http owner) {
    return owner
        .post("/api/v1/locations", "{\"kind\": \"managed\", \"description\": \"linked\"}")
        .expect(200)
        .path("id")
        .asText();
  }

  private static String linkOfLocation(String fileSystem, String location) {
    return "{\"fileSystem\": \"%s\", \"path\": \"/a\", \"locationId\": %s}"
        .formatted(fileSystem, location);
  }

  /** Connection and name of a bucket of the project's. */
  private String bucket() {
    JsonNode keys = admin().post("/api/v1/aws-keys", "{\"name\": \"" + project + "\"}").expect(200);
    String document =
        """
        {"type": "s3", "name": "%s",
         "credentials": {"access_key_id": "%s", "secret_access_key": "%s"},
         "config": {"endpoint": "%s", "region": "us-east-1"}}
        """
            .formatted(
                Running.name("store"),
                keys.path("accessKeyId").asText(),
                keys.path("secretAccessKey").asText(),
                keys.path("endpoint").asText());
    String connection =
        admin()
            .post("/api/v1/connections?project=" + project, document)
            .expect(200)
            .path("id")
            .asText();
    String bucket = S3TestStore.uniqueBucket("linked");
    connections.open(connection).createBucket(bucket);
    return "\"connectionId\": \"%s\", \"bucket\": \"%s\"".formatted(connection, bucket);
  }

  private static String link(String fileSystem, String path, String bucket, String prefix) {
    return """
    {"fileSystem": "%s", "path": "%s", %s, "prefix": "%s", "imports": ["new", "changed"],
     "exports": ["new"]}
    """
        .formatted(fileSystem, path, bucket, prefix);
  }

  /** Stays: a node may still be at work in it when its test has ended. */
  private static String directory() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "tree-").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
