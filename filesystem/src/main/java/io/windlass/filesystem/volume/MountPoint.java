package io.windlass.filesystem.volume;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where users see a file system. */
public final class MountPoint {
  private MountPoint() {}

  /**
   * Makes sure that a file system can be shown there.
   *
   * @throws io.windlass.foundation.WindlassException {@code mount_point_unusable} when it is no
   *     empty directory
   */
  public static void prepare(Path at) {
    try {
      Files.createDirectories(at);
      if (Files.isSymbolicLink(at)) {
        throw unusable(at, "is a symbolic link", Optional.empty());
      }
      try (Stream<Path> entries = Files.list(at)) {
        if (entries.findFirst().isPresent()) {
          throw unusable(at, "is not empty", Optional.empty());
        }
      }
    } catch (IOException e) {
      throw unusable(at, "is no directory and cannot be made one", Optional.of(e));
    }
  }

  /** Whether something is mounted there. */
  public static boolean mounted(Path at) {
    return MountTable.read().at(at).isPresent();
  }

  /** Takes away whatever is mounted there, at once. */
  public static void clear(Path at) {
    while (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS) && mounted(at)) {
      Mounts.detach(at);
    }
  }

  private static WindlassException unusable(Path at, String why, Optional<IOException> cause) {
    Problem problem =
        Problem.of(Kind.CONFLICT, "mount_point_unusable", "The mount point " + at + " " + why + ".")
            .withRemedy("Name an empty directory, or one that is not there yet.");
    return cause.map(problem::toException).orElseGet(problem::toException);
  }
}
