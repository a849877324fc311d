package io.windlass.filesystem.volume;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the system that make and mount file systems. */
final class Programs {
  private static final long PATIENCE_MINUTES = 10;

  private Programs() {}

  /**
   * Runs a program to its end.
   *
   * @param debianPackage where it comes from, for the remedy
   * @throws io.windlass.foundation.WindlassException {@code program_missing}, or {@code code} with
   *     what the program says
   */
  static void run(String code, String debianPackage, List<String> command) {
    Process process = start(debianPackage, command);
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw failed(code, command, "it did not end within ten minutes");
      }
      if (process.exitValue() != 0) {
        throw failed(code, command, firstLine(output));
      }
    } catch (IOException e) {
      throw failed(code, command, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw failed(code, command, "it was interrupted");
    }
  }

  private static Process start(String debianPackage, List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
      builder.environment().put("LC_ALL", "C.UTF-8");
      return builder.start();
    } catch (IOException e) {
      throw Problem.of(
              Kind.UNAVAILABLE,
              "program_missing",
              "The program " + command.getFirst() + " is not on this machine.")
          .withRemedy("Install the package " + debianPackage + ".")
          .toException(e);
    }
  }

  private static WindlassException failed(String code, List<String> command, String why) {
    return Problem.of(Kind.CONFLICT, code, command.getFirst() + " failed: " + why + ".")
        .toException();
  }

  private static String firstLine(String output) {
    return output
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("it said nothing");
  }
}
