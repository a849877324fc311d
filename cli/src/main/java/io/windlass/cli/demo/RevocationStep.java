package io.windlass.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.client.WindlassJson;
import java.io.IOException;

/** Every issue of keys is on record, and ends when somebody says so. */
final class RevocationStep implements Step {
  @Override
  public String title() {
    return "Who got keys, and their end";
  }

  @Override
  public void show(Stage stage) throws IOException {
    stage.run("credentials", "list");
    JsonNode keys = WindlassJson.mapper().readTree(stage.file("keys.json").toFile());
    stage.run("credentials", "revoke", keys.get("id").asText());
    try (PlainS3 s3 = PlainS3.with(keys)) {
      String answer = PlainS3.refused(() -> s3.get(Stage.BUCKET, "raw/plots.csv"));
      stage.say("plain AWS SDK: get raw/plots.csv with these keys, refused: " + answer);
    }
    stage.rest();
  }
}
