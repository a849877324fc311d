package io.windlass.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.client.WindlassJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** A prefix of the bucket as a directory: look, read, write, and see both sides. */
final class FileSystemStep implements Step {
  /** The file system, which the next step uses and deletes. */
  static final String NAME = "scratch";

  private static final String FILE = "./scratch/raw/plots.csv";

  @Override
  public String title() {
    return "A directory that is the bucket";
  }

  @Override
  public void show(Stage stage) throws IOException {
    boolean lazy = make(stage);
    link(stage, lazy);
    read(stage, lazy);
    JsonNode keys = WindlassJson.mapper().readTree(stage.file("owner-keys.json").toFile());
    try (PlainS3 s3 = PlainS3.with(keys)) {
      write(stage, s3, lazy);
      takeOver(stage, s3);
    }
  }

  /** Whether files fill when they are read: that takes root, loop devices and a recent kernel. */
  private static boolean make(Stage stage) {
    boolean root = "root".equals(System.getProperty("user.name"));
    boolean image =
        root
            && Files.exists(Path.of("/dev/loop-control"))
            && stage.attempt(create("--image", "./scratch.img", "--size", "400M"));
    if (image) {
      return stage.ask("file-systems", "show", NAME).path("mode").asText().equals("lazy");
    }
    if (stage.ask("file-systems", "list").size() > 0) {
      stage.run("file-systems", "delete", NAME);
    }
    stage.say("this needs root, loop devices and Linux 6.18; without them a directory does,");
    stage.say("with the content of all files fetched when they are imported");
    stage.rest();
    stage.run(create("--directory", "./scratch"));
    return false;
  }

  private static String[] create(String... source) {
    String[] fixed = {
      "file-systems", "create", NAME, "--project", "survey", "--mount", "./scratch"
    };
    return Stream.of(fixed, source).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static void link(Stage stage, boolean lazy) throws IOException {
    stage.run(
        "links",
        "create",
        NAME + ":/raw",
        "--connection",
        Files.readString(stage.file("connection")),
        "--bucket",
        Stage.BUCKET,
        "--prefix",
        "raw/",
        "--import",
        "NEW,CHANGED,DELETED",
        "--export",
        // without the kernel's watch nobody hears of changes: a task finds them
        lazy ? "NEW,CHANGED,DELETED" : "NONE",
        "--import-metadata");
    stage.run("tasks", "wait", stage.ask("links", "tasks", NAME).get(0).get("taskId").asText());
    stage.shell("ls -l scratch/raw");
    stage.shell("du -sh scratch/raw");
  }

  private static void read(Stage stage, boolean lazy) {
    stage.run("files", "state", FILE);
    Stage.expect(released(stage) == lazy, "The content of plots.csv is where it should not be.");
    String read = stage.shell("head -n 2 scratch/raw/plots.csv");
    Stage.expect(read.startsWith("plot,"), "plots.csv does not hold what was put there.");
    stage.run("files", "state", FILE);
    Stage.expect(!released(stage), "The content of plots.csv did not arrive.");
  }

  private static boolean released(Stage stage) {
    return stage.ask("files", "state", FILE).get(0).get("released").asBoolean();
  }

  private static void write(Stage stage, PlainS3 s3, boolean lazy) {
    stage.shell("echo 'written here' > scratch/raw/note.txt");
    if (!lazy) {
      stage.run("links", "export", NAME, "--wait");
    }
    stage.await(
        "raw/note.txt did not reach the bucket.",
        () -> s3.list(Stage.BUCKET, "raw/").contains("raw/note.txt"));
    stage.say("plain AWS SDK: get raw/note.txt: " + s3.get(Stage.BUCKET, "raw/note.txt").strip());
    stage.rest();
  }

  private static void takeOver(Stage stage, PlainS3 s3) {
    s3.put(Stage.BUCKET, "raw/answer.txt", "written in the bucket\n");
    stage.say("plain AWS SDK: put raw/answer.txt");
    stage.rest();
    stage.run("links", "import", NAME, "--wait");
    String read = stage.shell("cat scratch/raw/answer.txt");
    Stage.expect(read.equals("written in the bucket\n"), "answer.txt holds something else.");
  }
}
