package io.windlass.filesystem.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system. */
public final class Commands {
  private Commands() {}

  /** What a program left. */
  public record Result(int status, String output) {}

  /** Runs a program to its end; its error stream is part of the output. */
  public static Result run(String... command) {
    return run(List.of(command));
  }

  /** Runs a program to its end; its error stream is part of the output. */
  public static Result run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " does not end");
      }
      return new Result(process.exitValue(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a program that must succeed. */
  public static String ok(String... command) {
    Result result = run(command);
    if (result.status() != 0) {
      throw new IllegalStateException(
          List.of(command) + " ended with " + result.status() + ": " + result.output());
    }
    return result.output();
  }
}
