package io.windlass.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.cli.output.Output;
import io.windlass.client.WindlassJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bucket becomes reachable, and every permission is tried. */
final class ConnectionStep implements Step {
  @Override
  public String title() {
    return "Connect it, and have every permission checked";
  }

  @Override
  public void show(Stage stage) throws IOException {
    stage.run("projects", "create", "--name", "survey");
    JsonNode keys = WindlassJson.mapper().readTree(stage.file("owner-keys.json").toFile());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "s3");
    document.put("name", "lab");
    document.put(
        "credentials",
        Map.of(
            "access_key_id", keys.get("accessKeyId").asText(),
            "secret_access_key", keys.get("secretAccessKey").asText()));
    document.put(
        "config",
        Map.of("endpoint", keys.get("endpoint").asText(), "region", keys.get("region").asText()));
    Files.writeString(stage.file("lab.json"), Output.text(document));
    stage.say("lab.json: type s3, name lab, these keys, the store's endpoint and region");
    stage.rest();
    stage.run("connections", "create", "--project", "survey", "--from-file", "./lab.json");
    Files.delete(stage.file("lab.json"));
    String id = stage.ask("connections", "list", "--project", "survey").get(0).get("id").asText();
    Files.writeString(stage.file("connection"), id);
    stage.run("connections", "verify", id, "--bucket", Stage.BUCKET, "--prefix", "raw/");
  }
}
