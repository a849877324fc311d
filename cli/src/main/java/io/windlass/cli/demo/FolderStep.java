package io.windlass.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;

/** A folder of the catalog keeps its files below a prefix of the bucket. */
final class FolderStep implements Step {
  @Override
  public String title() {
    return "Organise it: a folder over raw/, with the files that are there";
  }

  @Override
  public void show(Stage stage) throws IOException {
    String connection = Files.readString(stage.file("connection"));
    stage.run(
        "locations",
        "create",
        "--connection",
        connection,
        "--bucket",
        Stage.BUCKET,
        "--base-key",
        "raw",
        "--sts");
    String location = stage.ask("locations", "list").get(0).get("id").asText();
    stage.run("mkdir", "survey/raw");
    stage.run("folders", "set-location", "survey/raw", location);
    stage.run("files", "register", "survey/raw", "--prefix", "raw/");
    stage.run("ls", "survey/raw");
    JsonNode files = stage.ask("ls", "survey/raw");
    Stage.expect(files.size() == 3, "The folder should hold README.txt, plots.csv and scans.");
  }
}
