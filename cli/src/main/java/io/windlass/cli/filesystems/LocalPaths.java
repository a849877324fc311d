package io.windlass.cli.filesystems;

import io.windlass.cli.output.CliException;
import io.windlass.cli.start.Session;
import io.windlass.client.model.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which file system a path of this machine lies in. */
final class LocalPaths {
  private final List<FileSystem> fileSystems;
  private final Optional<String> wanted;

  private LocalPaths(List<FileSystem> fileSystems, Optional<String> wanted) {
    this.fileSystems = fileSystems;
    this.wanted = wanted;
  }

  /**
   * Asks the server for the mount points.
   *
   * @param wanted id or name of the only file system to look in
   */
  static LocalPaths of(Session session, Optional<String> wanted) {
    try (Stream<FileSystem> all = session.client().fileSystems().list(Optional.empty())) {
      return new LocalPaths(all.toList(), wanted);
    }
  }

  /**
   * A path with its file system.
   *
   * @param typed as the user wrote it
   * @param path absolute, below the mount point
   */
  record Place(FileSystem fileSystem, String typed, String path) {}

  /** Where the path is; of nested mount points the innermost. */
  Place place(Path typed) {
    Path absolute = typed.toAbsolutePath().normalize();
    return at(typed, absolute)
        .or(() -> real(absolute).flatMap(path -> at(typed, path)))
        .orElseThrow(() ->
            new CliException(
                "path_outside_file_systems",
                typed + " lies in no file system that you can see.",
                "windlass file-systems list shows the mount points."));
  }

  private Optional<Place> at(Path typed, Path path) {
    List<FileSystem> holding =
        fileSystems.stream()
            .filter(one -> path.startsWith(one.mountPoint()))
            .filter(one ->
                wanted.isEmpty()
                    || wanted.get().equals(one.id())
                    || wanted.get().equals(one.name()))
            .sorted(
                Comparator.comparingInt((FileSystem one) -> one.mountPoint().length()).reversed())
            .toList();
    if (holding.size() > 1 && holding.get(0).mountPoint().equals(holding.get(1).mountPoint())) {
      throw new CliException(
          "file_system_ambiguous",
          "Two nodes have a file system at " + holding.getFirst().mountPoint() + ".",
          "Say which one with --file-system ID.");
    }
    return holding.stream()
        .findFirst()
        .map(one -> new Place(one, typed.toString(), path.toString()));
  }

  /** The path without symbolic links on the way to it; the last name itself may be one. */
  private static Optional<Path> real(Path absolute) {
    @Nullable Path parent = absolute.getParent();
    @Nullable Path name = absolute.getFileName();
    if (parent == null || name == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parent.toRealPath().resolve(name));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
