package io.windlass.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A bucket mounted by a program in the foreground; mounted anew to forget contents. */
final class FuseMount implements Mounted {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final String name;
  private final Path point;
  private final List<String> command;
  private final Map<String, String> environment;
  private Process process;

  private FuseMount(String name, Path point, List<String> command, Map<String, String> environment)
      throws Exception {
    this.name = name;
    this.point = point;
    this.command = command;
    this.environment = environment;
    this.process = mount();
  }

  /** {@code s3fs}, with its cache of attributes as delivered and no cache of contents. */
  static FuseMount s3fs(Path point, String bucket, String endpoint, String keys) throws Exception {
    Path passwords = Files.writeString(point.resolveSibling("s3fs.passwd"), keys + "\n");
    Measured.run(List.of("chmod", "600", passwords.toString()), Map.of());
    return new FuseMount(
        "s3fs",
        point,
        List.of(
            "s3fs",
            bucket,
            point.toString(),
            "-f",
            "-o",
            "url=" + endpoint,
            "-o",
            "use_path_request_style",
            "-o",
            "passwd_file=" + passwords),
        Map.of());
  }

  /** {@code rclone mount}; writes go through its cache as they must for programs to work. */
  static FuseMount rclone(Path point, String remote, Map<String, String> environment)
      throws Exception {
    return new FuseMount(
        "rclone mount",
        point,
        List.of(
            "rclone",
            "mount",
            remote,
            point.toString(),
            "--vfs-cache-mode",
            "writes",
            "--vfs-write-back",
            "0s",
            "--cache-dir",
            point.resolveSibling("rclone-cache").toString()),
        environment);
  }

  private Process mount() throws Exception {
    Files.createDirectories(point);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(point.resolveSibling(point.getFileName() + ".log").toFile());
    builder.environment().remove("AWS_CA_BUNDLE");
    builder.environment().putAll(environment);
    Process started = builder.start();
    try {
      Waiting.until(name + " mounts", LIMIT, PAUSE, () -> mounted(started));
      return started;
    } catch (Exception e) {
      started.destroyForcibly();
      throw e;
    }
  }

  private boolean mounted(Process started) throws IOException {
    if (!started.isAlive()) {
      throw new IOException(command.getFirst() + " ended, see " + point + ".log");
    }
    return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
        .anyMatch(line -> line.split(" ")[1].equals(point.toString()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Path path() {
    return point;
  }

  @Override
  public double cpuSeconds() throws IOException {
    return Mounted.cpuSeconds(process.pid());
  }

  @Override
  public double peakMebibytes() throws IOException {
    return Mounted.peakMebibytes(process.pid());
  }

  @Override
  public void forgetContents() throws Exception {
    close();
    Mounted.dropCaches();
    process = mount();
  }

  @Override
  public void recover() throws Exception {
    close();
    process = mount();
  }

  @Override
  public void close() throws IOException {
    try {
      Process unmount =
          new ProcessBuilder("fusermount3", "-u", "-z", point.toString()).inheritIO().start();
      if (!unmount.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          || !process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        unmount.destroyForcibly();
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
