package io.windlass.filesystem;

import io.windlass.filesystem.FileSystem.Mode;
import io.windlass.filesystem.lazy.Capability;
import io.windlass.filesystem.lazy.LazyFileSystem;
import io.windlass.filesystem.volume.MountPoint;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Decides in which mode a file system may be seen by users: never a stub that nobody watches. */
final class Visible {
  private Visible() {}

  /** An eager file system in a directory needs no mount to be seen there. */
  static boolean inPlace(FileSystem fileSystem) {
    return fileSystem.source().path().equals(fileSystem.mountPoint());
  }

  /**
   * Whether users may go on seeing what a process that died has shown: when no guard can be alive,
   * its stubs would read as zeros.
   */
  static boolean mayStay(FileSystem fileSystem, NodeSetup setup) {
    boolean lazy = fileSystem.mode().filter(mode -> mode == Mode.LAZY).isPresent();
    return inPlace(fileSystem)
        || !lazy
        || !MountPoint.mounted(fileSystem.mountPoint())
        || Files.exists(setup.run(fileSystem).resolve("guard.pid"));
  }

  /**
   * What is possible here, and agrees with what was possible before.
   *
   * @throws io.windlass.foundation.WindlassException {@code file_system_not_watchable}
   */
  static Capability capability(FileSystem fileSystem, Path root, NodeSetup setup) {
    Capability found = possible(fileSystem, root, setup);
    boolean wasLazy = fileSystem.mode().filter(mode -> mode == Mode.LAZY).isPresent();
    boolean wasEager = fileSystem.mode().filter(mode -> mode == Mode.EAGER).isPresent();
    return switch (found) {
      case Capability.Lazy _ when wasEager ->
          new Capability.Eager(
              fileSystem.modeReason().orElse("It was made as an eager file system."));
      case Capability.Eager(String reason) when wasLazy ->
          throw Problem.of(
                  Kind.CONFLICT,
                  "file_system_not_watchable",
                  "The file system may hold stubs and cannot be watched: " + reason)
              .withRemedy("It stays hidden until it can be: its stubs would read as zeros.")
              .toException();
      case Capability.Lazy _, Capability.Eager _ -> found;
    };
  }

  private static Capability possible(FileSystem fileSystem, Path root, NodeSetup setup) {
    if (inPlace(fileSystem)) {
      return new Capability.Eager("It is shown where it is, and so cannot be watched beforehand.");
    }
    List<Path> own =
        List.of(
            Path.of("/"),
            setup.data(),
            Path.of(System.getProperty("java.home")),
            Path.of(System.getProperty("java.io.tmpdir")));
    for (Path path : own) {
      if (device(path).equals(device(root))) {
        return new Capability.Eager(
            "It shares its file system with " + path + ", which Windlass itself needs.");
      }
    }
    return LazyFileSystem.probe(root, setup.run(fileSystem));
  }

  /** The number of the file system, however and wherever it is mounted. */
  private static Object device(Path path) {
    try {
      return Files.getAttribute(path, "unix:dev");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
