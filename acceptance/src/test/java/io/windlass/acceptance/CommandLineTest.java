package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a real server: people, catalog and content. */
class CommandLineTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private final ServerProcess server = SharedServer.get();

  @SuppressWarnings("NullAway.Init")
  private CommandLine windlass;

  @SuppressWarnings("NullAway.Init")
  private String project;

  @BeforeEach
  void makeProject() {
    windlass = new CommandLine(directory, server);
    project = "p-" + UUID.randomUUID();
    windlass.ok("projects", "create", "--name", project);
  }

  private Path file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  @Test
  void aTokenIsShownOnceWorksAndEndsWhenItIsRevoked() {
    JsonNode token = windlass.json("tokens", "create", "--name", project, "--scopes", "view");
    CommandLine narrow = new CommandLine(directory, server, token.get("token").asText());
    assertThat(narrow.json("users", "show").get("scopes")).hasSize(1);
    assertThat(narrow.fails("projects", "create", "--name", "x" + project))
        .contains("insufficient_scope");
    assertThat(windlass.ok("tokens", "list"))
        .contains(project)
        .doesNotContain(token.get("token").asText());
    windlass.ok("tokens", "revoke", token.get("id").asText());
    assertThat(narrow.run("users", "show").code()).isOne();
  }

  @Test
  void membersSeeAProjectAndOthersDoNot() {
    String name = "user-" + UUID.randomUUID();
    windlass.ok("users", "create", "--name", name);
    String number = windlass.json("users", "show", name).get("id").asText();
    windlass.ok("projects", "members", "set", project, number, "--role", "reader");
    assertThat(windlass.ok("projects", "members", "list", project))
        .contains(name)
        .contains("reader");
    windlass.ok("projects", "members", "remove", project, number);
    assertThat(windlass.ok("projects", "members", "list", project)).doesNotContain(name);
  }

  @Test
  void aFolderHasAnAccessListOfItsOwnAndInheritsAgain() {
    String name = "user-" + UUID.randomUUID();
    windlass.ok("users", "create", "--name", name);
    windlass.ok("mkdir", project + "/shared");
    assertThat(windlass.ok("access", "show", project + "/shared")).contains("admin");
    assertThat(windlass.fails("access", "grant", project + "/shared", name, "--access", "read"))
        .contains("inherits_access_list", "windlass access own");
    windlass.ok("access", "own", project + "/shared");
    windlass.ok("access", "grant", project + "/shared", name, "--access", "read,download");

    JsonNode list = windlass.json("access", "show", project + "/shared");
    assertThat(list.get("inherited").asBoolean()).isFalse();
    assertThat(list.get("grants").findValuesAsText("name")).contains(name, "admin");
    assertThat(windlass.ok("access", "show", project + "/shared"))
        .contains(name)
        .contains("read download");
    assertThat(windlass.ok("access", "show", project)).doesNotContain(name);

    windlass.ok("access", "revoke", project + "/shared", name);
    assertThat(windlass.ok("access", "show", project + "/shared")).doesNotContain(name);
    windlass.ok("access", "inherit", project + "/shared");
    assertThat(windlass.json("access", "show", project + "/shared").get("inherited").asBoolean())
        .isTrue();
  }

  @Test
  void administratorsSeeAndEndTheTokensOfOthers() {
    String name = "user-" + UUID.randomUUID();
    windlass.ok("users", "create", "--name", name);
    JsonNode token = windlass.json("tokens", "create", "--name", "theirs", "--user", name);
    CommandLine other = new CommandLine(directory, server, token.get("token").asText());
    assertThat(other.json("users", "show").at("/user/name").asText()).isEqualTo(name);

    assertThat(windlass.ok("tokens", "list", "--user", name))
        .contains("theirs", token.get("id").asText());
    assertThat(other.fails("tokens", "list", "--user", "admin")).contains("insufficient_scope");
    windlass.ok("tokens", "revoke", token.get("id").asText());

    assertThat(other.fails("users", "show")).contains("token_invalid");
  }

  @Test
  void groupsHaveMembers() {
    String group = "g-" + UUID.randomUUID();
    String number = windlass.json("groups", "create", "--name", group).get("id").asText();
    windlass.ok("users", "create", "--name", "in-" + group);
    windlass.ok("groups", "add-member", number, "in-" + group);
    assertThat(windlass.ok("groups", "list")).contains(group);
    windlass.ok("groups", "remove-member", number, "in-" + group);
  }

  @Test
  void aFileGoesUpAndComesBackTheSame() throws IOException {
    for (int size : List.of(0, 1, 5 << 20, (20 << 20) + 7)) {
      Path file = file("f-" + size, size);
      windlass.ok("put", file.toString(), project + "/");
      Path copy = directory.resolve("copy-" + size);
      windlass.ok("get", project + "/f-" + size, copy.toString());
      assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
      JsonNode content = windlass.json("stat", project + "/f-" + size).get("version").get("file");
      assertThat(content.get("size").asLong()).isEqualTo(size);
      assertThat(content.get("sha256").asText()).hasSize(64);
    }
  }

  @Test
  void theSameContentIsLeftAloneAndOtherContentBecomesANewVersion() throws IOException {
    Path file = file("f", 100);
    String path = project + "/f";
    windlass.ok("put", file.toString(), path);
    assertThat(windlass.ok("put", file.toString(), path)).contains("is there already");
    file("f", 200);
    assertThat(windlass.fails("put", "--no-new-version", file.toString(), path)).isNotEmpty();
    windlass.ok("put", file.toString(), path);
    assertThat(windlass.json("stat", "--versions", path)).hasSize(2);
    windlass.ok("get", "--version-number", "1", path, directory.resolve("old").toString());
    assertThat(directory.resolve("old")).hasSize(100);
    assertThat(windlass.fails("get", path, directory.resolve("old").toString()))
        .contains("file_exists");
    windlass.ok("get", "--force", path, directory.resolve("old").toString());
    assertThat(directory.resolve("old")).hasSize(200);
  }

  @Test
  void aDirectoryGoesUpAndComesBackTheSame() throws IOException {
    Path tree = directory.resolve("tree");
    file("tree/a.txt", 10);
    file("tree/sub/ü ?#%&.bin", 2000);
    file("tree/sub/deep/empty", 0);
    String folder = project + "/data";
    JsonNode first = windlass.json("put", "-r", tree.toString(), folder);
    assertThat(first.get("transferred").asInt()).isEqualTo(3);
    JsonNode again = windlass.json("put", "-r", tree.toString(), folder);
    assertThat(again.get("transferred").asInt()).isZero();
    assertThat(again.get("unchanged").asInt()).isEqualTo(3);
    Path back = directory.resolve("back");
    windlass.ok("get", "-r", folder, back.toString());
    for (String name : List.of("a.txt", "sub/ü ?#%&.bin", "sub/deep/empty")) {
      assertThat(Files.mismatch(tree.resolve(name), back.resolve(name))).isEqualTo(-1);
    }
    assertThat(windlass.fails("get", folder)).contains("get -r");
  }

  @Test
  void entriesMoveGoIntoTheTrashAndComeBack() throws IOException {
    windlass.ok("mkdir", "-p", project + "/a/b");
    windlass.ok("put", file("f", 10).toString(), project + "/a/b/f");
    windlass.ok("mv", project + "/a/b/f", project + "/a");
    assertThat(windlass.ok("ls", project + "/a")).contains("folder").contains("  f");
    windlass.ok("mv", project + "/a/f", project + "/a/g");
    assertThat(windlass.fails("rm", project + "/a")).contains("is_a_folder");
    String number = windlass.json("stat", project + "/a").get("id").asText();
    windlass.ok("rm", "-r", project + "/a");
    assertThat(windlass.fails("stat", project + "/a")).contains("not_found");
    assertThat(windlass.ok("trash", "list")).contains(number);
    windlass.ok("trash", "restore", number);
    windlass.ok("stat", project + "/a/g");
    windlass.ok("rm", "-r", project + "/a");
    windlass.ok("trash", "purge", number);
    assertThat(windlass.ok("trash", "list")).doesNotContain(number);
  }

  @Test
  void refusalsSayWhatToDo() {
    assertThat(windlass.fails("ls", "no-such-project-" + project)).contains("(");
    assertThat(windlass.fails("projects", "create", "--name", project)).isNotEmpty();
    assertThat(new CommandLine(directory, server, "wl_wrong_token").fails("projects", "list"))
        .doesNotContain("wl_wrong_token");
    assertThat(windlass.run("projects", "crate").code()).isEqualTo(2);
  }
}
