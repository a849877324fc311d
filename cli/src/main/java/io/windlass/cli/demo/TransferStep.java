package io.windlass.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** From a bucket to a directory, verified, with a report; back only what is new; and away again. */
final class TransferStep implements Step {
  private static final String BUCKET_SIDE = "lab:/" + Stage.BUCKET;
  private static final String DIRECTORY_SIDE = FileSystemStep.NAME + ":/moved";

  @Override
  public String title() {
    return "Move anything anywhere, with a report";
  }

  @Override
  public void show(Stage stage) {
    stage.run("ls", BUCKET_SIDE + "/raw/");
    submit(stage, BUCKET_SIDE + "/raw", DIRECTORY_SIDE, "--verify");
    stage.run("transfers", "report", last(stage).get("id").asText());
    stage.shell("cmp scratch/raw/plots.csv scratch/moved/plots.csv && echo the same");
    stage.shell("echo 'made here' > scratch/moved/made.txt");
    submit(stage, DIRECTORY_SIDE, BUCKET_SIDE + "/raw", "--sync", "checksum");
    Stage.expect(
        last(stage).at("/counts/filesTransferred").asLong() == 1,
        "The second transfer sent more than the one file that is new.");
    stage.run("stat", BUCKET_SIDE + "/raw/made.txt");
    stage.run("rm", BUCKET_SIDE + "/raw/made.txt");
    stage.run("file-systems", "delete", FileSystemStep.NAME);
  }

  private static void submit(Stage stage, String from, String to, String... how) {
    List<String> command = new ArrayList<>(List.of("transfers", "submit", from, to));
    command.add("--recursive");
    command.addAll(List.of(how));
    command.add("--wait");
    stage.run(command.toArray(String[]::new));
  }

  private static JsonNode last(Stage stage) {
    return stage.ask("transfers", "list").get(0);
  }
}
