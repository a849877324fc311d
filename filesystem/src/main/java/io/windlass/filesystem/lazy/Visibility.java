package io.windlass.filesystem.lazy;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.Mounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Where a file system can be seen: by its one visible mount, and by mounts that others made. */
final class Visibility {
  private final Path directory;
  private final RunDirectory run;

  Visibility(Path directory, RunDirectory run) {
    this.directory = directory;
    this.run = run;
  }

  /** Makes it visible; nothing happens when it is visible there already. */
  void expose(Path mountPoint) {
    if (isMounted(mountPoint)) {
      run.mountPoint(Optional.of(mountPoint));
      return;
    }
    run.mountPoint(Optional.of(mountPoint));
    try (Descriptor copy = Mounts.copy(directory)) {
      Mounts.attach(copy, mountPoint);
    }
  }

  /** Hides it. */
  void conceal() {
    Optional<Path> mountPoint = run.mountPoint();
    if (mountPoint.isPresent() && isMounted(mountPoint.get())) {
      try {
        Mounts.unmount(mountPoint.get());
      } catch (LinuxException e) {
        if (e.errno() == Errno.EBUSY) {
          throw inUse(mountPoint.get().toString());
        }
        throw e;
      }
    }
    run.mountPoint(Optional.empty());
  }

  private static RuntimeException inUse(String where) {
    return Problem.of(
            Kind.CONFLICT, "file_system_in_use", "Programs still use files below " + where + ".")
        .withRemedy("Find them with: fuser -vm " + where)
        .toException();
  }

  private boolean isMounted(Path mountPoint) {
    Optional<String> device = device();
    return device.isPresent()
        && lines("self").stream()
            .anyMatch(line ->
                line.device().equals(device.get())
                    && line.mountPoint().equals(mountPoint.toString()));
  }

  /** The number by which the list of mounts names the file system. */
  private Optional<String> device() {
    return lines("self").stream()
        .filter(line -> line.mountPoint().equals(directory.toString()))
        .map(Line::device)
        .reduce((first, last) -> last);
  }

  /** Fails when any process sees the file system in another place than our directory. */
  void requireNobodySeesIt() {
    Optional<String> device = device();
    if (device.isEmpty()) {
      return;
    }
    TreeSet<String> others = new TreeSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        for (Line line : lines(process.getFileName().toString())) {
          if (line.device().equals(device.get())
              && !line.mountPoint().equals(directory.toString())) {
            others.add(line.mountPoint());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!others.isEmpty()) {
      throw inUse(String.join(", ", others));
    }
  }

  private record Line(String device, String mountPoint) {}

  private static List<Line> lines(String process) {
    try {
      return Files.readAllLines(Path.of("/proc/" + process + "/mountinfo")).stream()
          .map(line -> line.split(" ", 6))
          .filter(words -> words.length == 6)
          .map(words -> new Line(words[2], unescape(words[4])))
          .toList();
    } catch (IOException e) {
      // A process that has ended sees nothing.
      return List.of();
    }
  }

  private static String unescape(String path) {
    return path.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
