package io.windlass.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.client.WindlassClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Windlass node in its own process and a temporary directory, as a user would start it. Closing
 * it ends the process and deletes the directory.
 */
final class Node implements AutoCloseable {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("windlass.launcher")).toAbsolutePath();

  private final Path directory;
  private Process process;
  private URI address;

  private Node(Path directory, Running running) {
    this.directory = directory;
    this.process = running.process();
    this.address = running.address();
  }

  private record Running(Process process, URI address) {}

  static Node start() throws IOException {
    Path directory = Files.createTempDirectory("windlass-bench");
    return new Node(directory, launch(directory));
  }

  /** Ends it and starts it again with what it has stored, at another address. */
  void restart() throws IOException {
    stop();
    Running running = launch(directory);
    process = running.process();
    address = running.address();
  }

  private static Running launch(Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                LAUNCHER.toString(),
                "serve",
                "--data",
                directory.resolve("data").toString(),
                "--port",
                "0",
                "--store-port",
                "0")
            .redirectError(directory.resolve("node.log").toFile());
    builder.environment().put("XDG_CONFIG_HOME", directory.toString());
    Process process = builder.start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("ready ")) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return new Running(process, URI.create(line.substring("ready ".length())));
      }
    }
    throw new IOException("the node did not start, see " + directory.resolve("node.log"));
  }

  URI address() {
    return address;
  }

  Path tokenFile() {
    return directory.resolve("data/admin.token");
  }

  WindlassClient client() throws IOException {
    String token = Files.readString(tokenFile()).strip();
    return WindlassClient.builder(address).token(token).build();
  }

  /** A {@code windlass} command against this node, and the environment that it needs. */
  List<String> command(String... arguments) {
    return Stream.concat(Stream.of(LAUNCHER.toString()), Stream.of(arguments)).toList();
  }

  Map<String, String> environment() {
    return Map.of("WINDLASS_SERVER", address.toString(), "XDG_CONFIG_HOME", directory.toString());
  }

  /** Peak resident memory of the node's own process (the JVM, without PostgreSQL), in MiB. */
  double peakMebibytes() throws IOException {
    return Mounted.peakMebibytes(process.pid());
  }

  /** Resident memory of the node's own process now, in MiB. */
  double residentMebibytes() throws IOException {
    return Mounted.residentMebibytes(process.pid());
  }

  /** CPU time of the node and of what it started and has ended, in seconds. */
  double cpuSeconds() throws IOException {
    return Mounted.cpuSeconds(process.pid());
  }

  /** Lets the peak begin anew at what is resident now. */
  void forgetPeak() throws IOException {
    Files.writeString(Path.of("/proc", String.valueOf(process.pid()), "clear_refs"), "5");
  }

  /** CPU time of the node and of its PostgreSQL, in seconds. */
  double allCpuSeconds() throws IOException {
    double seconds = cpuSeconds();
    try (Stream<Path> files =
        Files.find(directory, 4, (path, _) -> path.endsWith("postmaster.pid"))) {
      for (Path file : files.toList()) {
        long postmaster = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        seconds += Mounted.cpuSeconds(postmaster);
        for (ProcessHandle child :
            ProcessHandle.of(postmaster).stream().flatMap(ProcessHandle::children).toList()) {
          seconds += Mounted.cpuSeconds(child.pid());
        }
      }
    }
    return seconds;
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        System.out.println("the node did not end within a minute and is killed");
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    Scratch.delete(directory);
  }
}
