package io.windlass.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.client.WindlassClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The packaged server in a process of its own, as {@code windlass serve} starts it. */
final class ServerProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 180;

  private final Process process;
  private final Path data;
  private final Path log;
  private final List<String> output = new ArrayList<>();

  private ServerProcess(Process process, Path data, Path log) {
    this.process = process;
    this.data = data;
    this.log = log;
  }

  /** Starts a server on free ports and waits until it says that it is ready. */
  static ServerProcess start(Path data, String... options) {
    return startBy(List.of(), data, options);
  }

  /** Starts a server on free ports and waits for nothing. */
  static ServerProcess launch(Path data, String... options) {
    return launch(List.of(), data, options);
  }

  /**
   * The same by way of another program.
   *
   * @param by that program with its arguments, as setpriv is used
   */
  static ServerProcess startBy(List<String> by, Path data, String... options) {
    ServerProcess server = launch(by, data, options);
    try {
      server.awaitReady();
      return server;
    } catch (RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static ServerProcess launch(List<String> by, Path data, String... options) {
    List<String> command = new ArrayList<>(by);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            program().toString(),
            "--data",
            data.toString(),
            "--port",
            "0",
            "--store-port",
            "0"));
    command.addAll(List.of(options));
    Path log = data.resolveSibling(data.getFileName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("WINDLASS_"));
    builder
        .environment()
        .putAll(Map.of("XDG_CONFIG_HOME", data.resolveSibling("config").toString()));
    try {
      return new ServerProcess(builder.start(), data, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path program() {
    Path jar = Path.of("..", "server", "target", "quarkus-app", "quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "the server is not packaged: run ./test acceptance, which packages it first");
    }
    return jar.toAbsolutePath().normalize();
  }

  private void awaitReady() {
    try {
      BufferedReader out = process.inputReader(UTF_8);
      @Nullable String line = out.readLine();
      if (line == null || !line.startsWith("ready ")) {
        throw new AssertionError("the server did not start:\n" + log());
      }
      output.add(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return URI.create(output.getFirst().substring("ready ".length()));
  }

  Path data() {
    return data;
  }

  Path configuration() {
    return data.resolveSibling("config");
  }

  String adminToken() {
    return read(data.resolve("admin.token")).strip();
  }

  /** What it has written to standard error since the directory was made. */
  String log() {
    return read(log);
  }

  /** All that standard output held, once the process has ended. */
  List<String> output() {
    try {
      output.addAll(process.inputReader(UTF_8).lines().toList());
      return output;
    } catch (UncheckedIOException e) {
      return output;
    }
  }

  WindlassClient admin() {
    return as(adminToken());
  }

  WindlassClient as(String token) {
    return WindlassClient.builder(address()).token(token).build();
  }

  /** SIGTERM; the exit code. */
  int terminate() {
    process.destroy();
    return awaitEnd();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** The exit code, once it has ended. */
  int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the server does not end:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      List<ProcessHandle> children = descendants();
      terminate();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
