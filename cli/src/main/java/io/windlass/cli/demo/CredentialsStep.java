package io.windlass.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/**
 * Keys that reach the folder and nothing else, tried with an SDK that knows nothing of Windlass.
 */
final class CredentialsStep implements Step {
  @Override
  public String title() {
    return "Temporary keys that reach this folder and nothing else";
  }

  @Override
  public void show(Stage stage) throws IOException {
    JsonNode keys =
        stage.runInto(
            "keys.json",
            "credentials",
            "get",
            "survey/raw",
            "--permission",
            "read_write",
            "--format",
            "json");
    stage.say("they reach s3://" + Stage.BUCKET + "/" + keys.get("prefix").asText());
    stage.say("they end at " + keys.get("expiration").asText());
    try (PlainS3 s3 = PlainS3.with(keys)) {
      inside(stage, s3);
      outside(stage, s3);
    }
    stage.rest();
  }

  private static void inside(Stage stage, PlainS3 s3) {
    List<String> listed = s3.list(Stage.BUCKET, "raw/");
    Stage.expect(listed.contains("raw/plots.csv"), "The listing lacks raw/plots.csv: " + listed);
    stage.say("plain AWS SDK: list raw/             allowed: " + listed.size() + " objects");
    String csv = s3.get(Stage.BUCKET, "raw/plots.csv");
    Stage.expect(csv.startsWith("plot,"), "raw/plots.csv is not what was put there.");
    stage.say("plain AWS SDK: get raw/plots.csv     allowed: " + csv.length() + " bytes");
    s3.put(Stage.BUCKET, "raw/result.txt", "tallest plot: 7\n");
    stage.say("plain AWS SDK: put raw/result.txt    allowed");
  }

  private static void outside(Stage stage, PlainS3 s3) {
    denied(stage, "get salaries/2026.csv", () -> s3.get(Stage.BUCKET, "salaries/2026.csv"));
    denied(stage, "list the whole bucket", () -> s3.list(Stage.BUCKET, ""));
    denied(stage, "put raw2/x           ", () -> s3.put(Stage.BUCKET, "raw2/x", "x"));
  }

  private static void denied(Stage stage, String what, Runnable forbidden) {
    stage.say("plain AWS SDK: " + what + " refused: " + PlainS3.refused(forbidden));
  }
}
