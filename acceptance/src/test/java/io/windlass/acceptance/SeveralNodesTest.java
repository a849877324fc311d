package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.client.Content.Existing;
import io.windlass.client.Progress;
import io.windlass.client.WindlassApiException;
import io.windlass.client.WindlassClient;
import io.windlass.client.model.CreatedToken;
import io.windlass.client.model.Entry;
import io.windlass.client.model.NewProject;
import io.windlass.client.model.NewToken;
import io.windlass.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, one PostgreSQL. */
class SeveralNodesTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @Test
  void whatOneNodeIsToldTheOtherKnows() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        ServerProcess first = ServerProcess.start(directory.resolve("one"), options(database))) {
      String[] shared =
          options(database, "--secrets-key", first.data().resolve("secrets.key").toString());
      try (ServerProcess second = ServerProcess.start(directory.resolve("two"), shared)) {
        String token = first.adminToken();
        assertThat(second.data().resolve("admin.token")).doesNotExist();

        first.admin().projects().create(new NewProject("p", Optional.empty(), Optional.empty()));
        WindlassClient there = second.as(token);
        assertThat(there.projects().get("p").name()).isEqualTo("p");

        Path file = Files.writeString(directory.resolve("a.txt"), "content");
        Entry entry =
            there.content().upload(file, "p/a.txt", Existing.REFUSE, Progress.NONE).entry();
        Path copy = directory.resolve("copy.txt");
        first
            .admin()
            .content()
            .download(entry, Optional.empty(), copy, Existing.REFUSE, Progress.NONE);
        assertThat(copy).hasSameBinaryContentAs(file);

        CreatedToken other =
            there.tokens().create(new NewToken("t", List.of("view"), Optional.empty()));
        assertThat(first.as(other.token()).whoAmI().scopes()).containsExactly("view");
        there.tokens().revoke(other.id());
        assertThatThrownBy(() -> first.as(other.token()).whoAmI())
            .isInstanceOfSatisfying(
                WindlassApiException.class,
                refused -> assertThat(refused.code()).isEqualTo("token_invalid"));
      }
    }
  }

  @Test
  void directoriesOfBothNodesAreBrowsedFromEitherAndFilesGoBetweenThem() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        ServerProcess first = ServerProcess.start(directory.resolve("one"), options(database))) {
      String[] shared =
          options(database, "--secrets-key", first.data().resolve("secrets.key").toString());
      try (ServerProcess second = ServerProcess.start(directory.resolve("two"), shared)) {
        String token = first.adminToken();
        CommandLine here = new CommandLine(directory, first, token);
        CommandLine there = new CommandLine(directory, second, token);
        Path near = fileSystem(here, "near");
        Path far = fileSystem(there, "far");
        Files.createDirectories(near.resolve("in/sub"));
        Files.writeString(near.resolve("in/a.txt"), "of a");
        Files.writeString(near.resolve("in/sub/b.txt"), "of b");

        here.ok("mkdir", "far:/made");
        assertThat(far.resolve("made")).isEmptyDirectory();
        here.ok("mv", "far:/made", "far:/moved");
        assertThat(here.json("ls", "far:/").findValuesAsText("name")).containsExactly("moved");
        assertThat(there.json("ls", "-r", "near:/in").findValuesAsText("name"))
            .contains("a.txt", "sub/b.txt");
        assertThat(there.ok("stat", "near:/in/a.txt")).contains("4 B");

        here.ok("transfers", "submit", "near:/in", "far:/out", "-r", "--verify", "--wait");
        assertThat(far.resolve("out/sub/b.txt")).hasContent("of b");
        here.ok("transfers", "submit", "far:/out", "near:/back", "-r", "--wait");
        assertThat(near.resolve("back/a.txt")).hasContent("of a");
        here.ok("rm", "-r", "far:/out");
        assertThat(far.resolve("out")).doesNotExist();

        HttpResponse<String> stranger =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(second.address().resolve("/internal/directories"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                    HttpResponse.BodyHandlers.ofString());
        assertThat(stranger.statusCode()).isEqualTo(403);
        assertThat(stranger.body()).contains("not_a_node");
        here.ok("file-systems", "delete", "near");
        there.ok("file-systems", "delete", "far");
      }
    }
  }

  private Path fileSystem(CommandLine windlass, String name) throws IOException {
    Path tree = Files.createDirectory(directory.resolve(name));
    windlass.ok("projects", "create", "--name", "project-" + name);
    windlass.ok(
        "file-systems",
        "create",
        name,
        "--project",
        "project-" + name,
        "--mount",
        tree.toString(),
        "--directory",
        tree.toString());
    return tree;
  }

  @Test
  void aNodeWithoutTheKeyOfTheSecretsDoesNotStart() throws IOException {
    try (TestDatabase database = TestDatabase.create();
        ServerProcess first = ServerProcess.start(directory.resolve("one"), options(database));
        ServerProcess second = ServerProcess.launch(directory.resolve("two"), options(database))) {
      assertThat(second.awaitEnd()).isEqualTo(1);
      assertThat(second.log()).contains("sealed with a key that is not at");
      assertThat(first.admin().whoAmI().user().administrator()).isTrue();
    }
  }

  private String[] options(TestDatabase database, String... more) throws IOException {
    Path password = directory.resolve("password");
    Files.writeString(password, database.password().reveal());
    List<String> options =
        new java.util.ArrayList<>(
            List.of(
                "--database-url",
                database.jdbcUrl(),
                "--database-user",
                database.user(),
                "--database-password-file",
                password.toString()));
    options.addAll(List.of(more));
    return options.toArray(String[]::new);
  }
}
