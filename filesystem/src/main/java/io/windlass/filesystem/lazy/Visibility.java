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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
          throw inUse(mountPoint.get().toString(), "Find them with: fuser -vm " + mountPoint.get());
        }
        throw e;
      }
    }
    run.mountPoint(Optional.empty());
  }

  private static RuntimeException inUse(String where, String remedy) {
    return Problem.of(
            Kind.CONFLICT, "file_system_in_use", "Programs still use files below " + where + ".")
        .withRemedy(remedy)
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
    TreeSet<String> places = new TreeSet<>();
    List<String> elsewhere = new ArrayList<>();
    String ours = namespace("self");
    Set<String> looked = new HashSet<>();
    for (String process : processes()) {
      String namespace = namespace(process);
      if (looked.contains(namespace)) {
        continue;
      }
      List<Line> lines = lines(process);
      // neither of one that has ended nor of one that has gone into another namespace meanwhile
      if (!lines.isEmpty() && namespace(process).equals(namespace)) {
        looked.add(namespace);
      }
      List<String> seen = otherPlaces(lines, device.get());
      places.addAll(seen);
      if (!seen.isEmpty() && !namespace.equals(ours)) {
        elsewhere.add(process);
      }
    }
    if (!places.isEmpty()) {
      throw inUse(String.join(", ", places), remedy(elsewhere));
    }
  }

  private List<String> otherPlaces(List<Line> lines, String device) {
    return lines.stream()
        .filter(line -> line.device().equals(device))
        .map(Line::mountPoint)
        .filter(place -> !place.equals(directory.toString()))
        .toList();
  }

  private static String remedy(List<String> elsewhere) {
    return elsewhere.isEmpty()
        ? "Unmount it there."
        : "End the programs that have mount namespaces of their own, as containers do: process "
            + String.join(", ", elsewhere)
            + ".";
  }

  private static List<String> processes() {
    List<String> processes = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      directories.forEach(each -> processes.add(each.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return processes;
  }

  /** Empty for a process that has ended. */
  private static String namespace(String process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process + "/ns/mnt")).toString();
    } catch (IOException e) {
      return "";
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
