package io.windlass.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** A bucket with real files, made as its owner would, without Windlass. */
final class BucketStep implements Step {
  private static final int BINARY = 50 << 20;
  private static final int ROWS = 2000;

  @Override
  public String title() {
    return "A bucket that is yours, on the store that came with the server";
  }

  @Override
  public void show(Stage stage) throws IOException {
    JsonNode keys = stage.runInto("owner-keys.json", "tokens", "aws-keys", "--json");
    Path csv = csv(stage.file("plots.csv"));
    Path binary = binary(stage.file("scan.bin"));
    String owner = stage.ask("users", "show").get("user").get("name").asText();
    try (PlainS3 s3 = PlainS3.with(keys)) {
      s3.createBucket(Stage.BUCKET);
      stage.say("plain AWS SDK: made the bucket " + Stage.BUCKET);
      s3.put(Stage.BUCKET, "raw/plots.csv", csv);
      s3.put(Stage.BUCKET, "raw/README.txt", "Plots of the survey, one row each.\n");
      s3.put(Stage.BUCKET, "raw/scans/scan.bin", binary);
      stage.say("plain AWS SDK: put raw/plots.csv, raw/README.txt, raw/scans/scan.bin (50 MiB)");
      s3.put(Stage.BUCKET, "salaries/2026.csv", "name,amount\nA,1\n");
      stage.say("plain AWS SDK: put salaries/2026.csv, which nobody else is to see");
      s3.put(Stage.BUCKET, "raw/owner.txt", owner + "\n");
      stage.say("plain AWS SDK: put raw/owner.txt with \"" + owner + "\": the proof of ownership");
    }
    stage.rest();
  }

  private static Path csv(Path file) throws IOException {
    StringBuilder rows = new StringBuilder("plot,species,height_cm\n");
    Random random = new Random(1);
    for (int row = 1; row <= ROWS; row++) {
      rows.append(
          String.format(
              Locale.ROOT,
              "%d,species-%d,%.1f%n",
              row,
              random.nextInt(40),
              random.nextDouble() * 300));
    }
    return Files.writeString(file, rows);
  }

  private static Path binary(Path file) throws IOException {
    Random random = new Random(2);
    byte[] block = new byte[1 << 20];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int written = 0; written < BINARY; written += block.length) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return file;
  }
}
