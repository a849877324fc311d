package io.windlass.cli.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.cli.output.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents that people give to commands as files, so that no secret is an argument. */
public final class Documents {
  private Documents() {}

  /**
   * The text of a file.
   *
   * @param file {@code -} is standard input
   */
  public static String read(String file) {
    try {
      return file.equals("-")
          ? new String(System.in.readAllBytes(), UTF_8)
          : Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new CliException(
          "file_unreadable", "The file " + file + " cannot be read.", "Name another one.");
    }
  }
}
