package io.windlass.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A server of its own, as {@code windlass serve} starts it; stopped with all it started. */
final class ServerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final String READY = "ready ";
  private static final int LOG_LINES = 20;

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a server on free ports.
   *
   * @param launcher the program {@code windlass}
   * @param environment added to that of this process
   */
  static ServerProcess start(Path launcher, Path data, Map<String, String> environment)
      throws IOException {
    Path log = data.resolveSibling("server.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    launcher.toString(),
                    "serve",
                    "--data",
                    data.toString(),
                    "--port",
                    "0",
                    "--store-port",
                    "0"))
            .redirectError(log.toFile());
    // what the user's own server is told must not reach this one
    builder.environment().keySet().removeIf(name -> name.startsWith("WINDLASS_"));
    builder.environment().putAll(environment);
    return new ServerProcess(builder.start(), log);
  }

  /** Waits until the server answers; its address. */
  URI awaitReady() throws IOException, InterruptedException {
    CompletableFuture<@Nullable String> line = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> line.complete(readyLine()));
    try {
      @Nullable String ready = line.get(START.toSeconds(), TimeUnit.SECONDS);
      if (ready != null) {
        return URI.create(ready.substring(READY.length()).strip());
      }
    } catch (ExecutionException | TimeoutException e) {
      // said below
    }
    throw new DemoFailure("The server did not start. The end of its log:\n" + endOfLog());
  }

  private @Nullable String readyLine() {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (@Nullable String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(READY)) {
          return line;
        }
      }
    } catch (IOException e) {
      // the server ended
    }
    return null;
  }

  private String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  /** Asks it to end, and ends it and what it started when it does not. */
  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    started.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }
}
