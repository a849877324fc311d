package io.windlass.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One finished run of a whole program, as the kernel accounts for it (GNU time): children included.
 *
 * @param wall seconds
 * @param cpu seconds of user and system time
 * @param peakMebibytes of the largest process
 */
record Measured(double wall, double cpu, double peakMebibytes) {

  /** What is enough for anything. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** The same, within an hour. */
  static Measured run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    return run(command, environment, LONGEST);
  }

  /**
   * Runs a command to its end; fails when it does not exit with 0, and when it does not end in
   * time. What it prints goes to a file that the failure names.
   */
  static Measured run(List<String> command, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    Path figures = Files.createTempFile("windlass-bench", ".time");
    Path output = Files.createTempFile("windlass-bench", ".log");
    List<String> timed =
        new ArrayList<>(List.of("/usr/bin/time", "-f", "%e %U %S %M", "-o", figures.toString()));
    timed.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(timed).redirectErrorStream(true).redirectOutput(output.toFile());
    // the stores are on loopback without TLS, and rclone 1.60 fails over a bundle of this machine's
    builder.environment().remove("AWS_CA_BUNDLE");
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new TookTooLong(command.getFirst(), limit);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s ended with %d, see %s"
              .formatted(String.join(" ", command), process.exitValue(), output));
    }
    String[] parts = Files.readString(figures).strip().split(" ");
    Files.delete(figures);
    Files.delete(output);
    return new Measured(
        Double.parseDouble(parts[0]),
        Double.parseDouble(parts[1]) + Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]) / 1024);
  }

  /** The run in the middle by wall time. */
  static Measured median(List<Measured> runs) {
    List<Measured> sorted = new ArrayList<>(runs);
    sorted.sort((a, b) -> Double.compare(a.wall, b.wall));
    return sorted.get(sorted.size() / 2);
  }
}
