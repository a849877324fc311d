package io.windlass.cli.demo;

import java.io.IOException;
import java.nio.file.Files;

/** A file goes up and comes back the same. */
final class ContentStep implements Step {
  @Override
  public String title() {
    return "Files up and down, verified end to end";
  }

  @Override
  public void show(Stage stage) throws IOException {
    Files.move(stage.file("scan.bin"), stage.file("scan-2.bin"));
    stage.run("put", "./scan-2.bin", "survey/raw/scans/");
    stage.run("get", "survey/raw/scans/scan-2.bin", "./copy.bin");
    Stage.expect(
        Files.mismatch(stage.file("scan-2.bin"), stage.file("copy.bin")) < 0,
        "The file that came back is not the one that went up.");
    stage.say("cmp scan-2.bin copy.bin: the same, byte for byte");
    stage.rest();
    stage.run("ls", "survey/raw/scans");
  }
}
