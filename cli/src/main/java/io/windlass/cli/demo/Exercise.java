package io.windlass.cli.demo;

import io.windlass.cli.Main;
import io.windlass.cli.start.Places;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the JVM sees while {@code scripts/train.sh} records its start: the main job and the commands
 * that people type, on a server that was started for it. Prints nothing; ends with an exception
 * when something does not work. It mounts nothing and needs no rights.
 */
public final class Exercise {
  private static final String BUCKET_SIDE = "lab:/" + Stage.BUCKET;
  private static final int FILES = 1_000;
  private static final int FEW = 20;
  private static final int ROUNDS = 3;

  private final Stage stage;
  private final Places places;
  private final Path directory;

  private Exercise(Path directory, String server) {
    this.directory = directory;
    this.places =
        new Places(
            Map.of(
                "WINDLASS_SERVER", server,
                "WINDLASS_TOKEN_FILE", directory.resolve("data").resolve("admin.token").toString(),
                "XDG_CONFIG_HOME", directory.resolve("config").toString(),
                "XDG_CACHE_HOME", directory.resolve("cache").toString()),
            directory);
    this.stage = new Stage(directory, places, new PrintWriter(Writer.nullWriter()));
  }

  /**
   * The part that is named.
   *
   * @param arguments {@code server} for what the server is to be quick at, which comes first, or
   *     {@code commands}; the directory with the server's {@code data}; the server's address
   */
  public static void main(String[] arguments) throws IOException {
    // as the demo does
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Exercise exercise = new Exercise(Path.of(arguments[1]), arguments[2]);
    if (arguments[0].equals("server")) {
      exercise.server();
    } else {
      exercise.commands();
    }
    // as a command ends
    System.exit(0);
  }

  private void server() throws IOException {
    List<Step> steps =
        List.of(
            new BucketStep(),
            new ConnectionStep(),
            new FolderStep(),
            new CredentialsStep(),
            new ContentStep(),
            new RevocationStep());
    for (Step step : steps) {
      step.show(stage);
    }
    files("many", FILES);
    files("few", FEW);
    stage.run(
        "file-systems",
        "create",
        "disk",
        "--project",
        "survey",
        "--directory",
        directory.toString(),
        "--mount",
        directory.toString());
    transfer("disk:/many", BUCKET_SIDE + "/many");
    transfer(BUCKET_SIDE + "/many", BUCKET_SIDE + "/copies");
    transfer(BUCKET_SIDE + "/copies", "disk:/back");
    stage.run("put", "-r", "./few", "survey/raw/few");
    stage.run("get", "-r", "survey/raw/few", "./again");
  }

  private void files(String name, int count) throws IOException {
    Path tree = Files.createDirectory(stage.file(name));
    for (int file = 0; file < count; file++) {
      Files.writeString(tree.resolve("file-" + file), "content ".repeat(file % 1_000));
    }
  }

  private void transfer(String from, String to) {
    stage.run("transfers", "submit", from, to, "--recursive", "--wait");
    stage.run("transfers", "submit", from, to, "--recursive", "--sync", "mtime", "--wait");
  }

  private void commands() {
    for (int round = 0; round < ROUNDS; round++) {
      stage.run("--help");
      stage.run("transfers", "submit", "--help");
      stage.attempt("projects", "show", "nothing");
      stage.run("projects", "list");
      stage.run("projects", "list", "--json");
      stage.run("ls", "survey/raw");
      stage.run("ls", BUCKET_SIDE + "/raw/");
      stage.run("tasks", "list");
      stage.run("transfers", "list");
      stage.run("credentials", "get", "survey/raw", "--permission", "read_only");
      stage.run("put", "./few/file-7", "survey/raw/");
      stage.run("get", "survey/raw/file-7", "./file-" + round);
      stage.run("put", "-r", "./few", "survey/raw/few-" + round);
      stage.run("get", "-r", "survey/raw/few-" + round, "./few-" + round);
      transfer("disk:/few", BUCKET_SIDE + "/few-" + round);
      watched("transfers", "submit", "disk:/few/", BUCKET_SIDE + "/", "--recursive", "--wait");
    }
  }

  /** As a person sees it, with a bar. */
  private void watched(String... arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    if (Main.run(places, nowhere, nowhere, true, arguments) != 0) {
      throw new DemoFailure(String.join(" ", arguments) + " failed.");
    }
  }
}
