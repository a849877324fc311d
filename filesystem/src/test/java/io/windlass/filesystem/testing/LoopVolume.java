package io.windlass.filesystem.testing;

import io.windlass.foundation.WindlassException;
import io.windlass.linux.LinuxException;
import io.windlass.linux.Mounts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A file system in a sparse image, mounted in a directory of its own which only root may enter.
 * Needs root. Closing unmounts everything of it, frees the loop device and deletes the image.
 */
public final class LoopVolume implements AutoCloseable {

  /** File systems that can have lazy files. */
  public enum Kind {
    EXT4("ext4", "mkfs.ext4", "-q", "-F", "-I", "512", "-E", "lazy_itable_init=1"),
    XFS("xfs", "mkfs.xfs", "-q", "-f", "-i", "size=512"),
    BTRFS("btrfs", "mkfs.btrfs", "-q", "-f");

    final String type;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    final List<String> make;

    Kind(String type, String... make) {
      this.type = type;
      this.make = List.of(make);
    }
  }

  private final Kind kind;
  private final Path home;
  private final Path image;
  private String device = "";

  private LoopVolume(Kind kind, Path home) {
    this.kind = kind;
    this.home = home;
    this.image = home.resolve("image");
  }

  /** Whether this process may have one. */
  public static boolean possible() {
    return "root".equals(System.getProperty("user.name"))
        && Files.exists(Path.of("/dev/loop-control"));
  }

  /** Waits until nothing of an image is mounted or guarded; see {@link #whenNobodySeesIt}. */
  public static void awaitNoDeviceOf(Path image) {
    Awaitility.await()
        .until(() -> Commands.ok("losetup", "--associated", image.toString()).isEmpty());
  }

  /**
   * Does what fails with {@code file_system_in_use}, again until it does not. A program of a test
   * in another process may be in a mount namespace of its own, which began with a copy of every
   * mount there was, and ends soon.
   */
  public static void whenNobodySeesIt(Runnable detach) {
    Awaitility.await()
        .untilAsserted(() -> {
          try {
            detach.run();
          } catch (WindlassException e) {
            if (!e.problem().code().equals("file_system_in_use")) {
              throw e;
            }
            throw new AssertionError(e.problem().toString(), e);
          }
        });
  }

  /**
   * Makes and mounts one.
   *
   * @param options more of the program that makes it, for instance {@code -O encrypt}
   */
  public static LoopVolume create(Kind kind, long bytes, String... options) {
    try {
      Path home =
          Files.createTempDirectory(
              "windlass-volume-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      LoopVolume volume = new LoopVolume(kind, home);
      try (RandomAccessFile file = new RandomAccessFile(volume.image.toFile(), "rw")) {
        file.setLength(bytes);
      }
      List<String> command = new ArrayList<>(kind.make);
      command.addAll(List.of(options));
      command.add(volume.image.toString());
      Commands.ok(command.toArray(String[]::new));
      volume.mount();
      return volume;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of an image as it is on the disk now: what a power loss would leave. */
  public LoopVolume afterPowerLoss() {
    try {
      Path copyHome = Files.createTempDirectory("windlass-volume-");
      LoopVolume copy = new LoopVolume(kind, copyHome);
      Commands.ok("cp", "--sparse=always", image.toString(), copy.image.toString());
      copy.mount();
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void mount() throws IOException {
    Path root = root();
    Files.createDirectories(
        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    device = Commands.ok("losetup", "--find", "--show", image.toString());
    try {
      // The same file system may be mounted twice, as the copy of an image.
      Mounts.mount(Path.of(device), root, kind.type, 0, kind == Kind.XFS ? "nouuid" : "");
    } catch (LinuxException e) {
      freeDevice();
      throw e;
    }
  }

  /** Where it is mounted. */
  public Path root() {
    return home.resolve("root");
  }

  /** An empty directory that is not on the volume, for a mount or a run directory. */
  public Path aside(String name) {
    try {
      return Files.createDirectories(home.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What kind of file system it is. */
  public Kind kind() {
    return kind;
  }

  @Override
  public void close() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/mounts")).reversed()) {
        String at = line.split(" ", -1)[1];
        if (at.startsWith(home + "/")) {
          Mounts.detach(Path.of(at));
        }
      }
      freeDevice();
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void freeDevice() {
    if (!device.isEmpty()) {
      // The device itself goes when the last use of the file system ends.
      Commands.run("losetup", "--detach", device);
      device = "";
    }
  }
}
