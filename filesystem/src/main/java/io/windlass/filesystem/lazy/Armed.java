package io.windlass.filesystem.lazy;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.Fanotify;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.Mounts;
import io.windlass.linux.OpenFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file system that holds programs back, from the groups, our own mount and the guard on.
 *
 * @param guard holds all of it
 * @param inherited whether a predecessor had armed it
 */
record Armed(Guard guard, boolean inherited) {
  static final String CODE = "lazy_files_not_possible";

  /**
   * Takes over what a predecessor left, or arms anew: the mount of our own is silenced and the
   * guard runs before the first program can be held back.
   *
   * @throws WindlassException saying in one sentence why it is not possible here
   */
  static Armed arm(Path directory, Path run) {
    Optional<Guard> guard = Guard.find(run);
    if (guard.isPresent()) {
      return new Armed(guard.get(), true);
    }
    refuseOwnFileSystem(directory, run);
    Fanotify content = create();
    Fanotify changes = Fanotify.changes();
    Descriptor root = ownMount(directory);
    try {
      content.ignoreMount(root, Volume.EVENTS);
    } catch (LinuxException e) {
      throw refusal(markReason(e), e);
    }
    Guard started = Guard.start(run, content, root, changes);
    try (Descriptor open = Descriptor.openDirectory(directory)) {
      content.watchFileSystem(open, Volume.EVENTS);
      return new Armed(started, false);
    } catch (LinuxException e) {
      started.end(run);
      throw refusal(markReason(e), e);
    }
  }

  private static Fanotify create() {
    try {
      return Fanotify.preContent();
    } catch (LinuxException e) {
      String reason =
          switch (e.errno()) {
            case Errno.ENOSYS -> "This kernel is built without fanotify.";
            case Errno.EPERM ->
                "Watching file systems needs the capability CAP_SYS_ADMIN outside of user"
                    + " namespaces.";
            case Errno.EINVAL -> "This kernel is older than 6.14.";
            default -> "Watching file systems is not possible: " + e.getMessage() + ".";
          };
      throw refusal(reason, e);
    }
  }

  private static String markReason(LinuxException e) {
    return switch (e.errno()) {
      case Errno.EINVAL ->
          "This kernel is older than 6.14, or built without permission events of fanotify.";
      case Errno.EOPNOTSUPP ->
          "This kind of file system can not hold programs back; ext4, XFS and btrfs can.";
      case Errno.EPERM -> "Watching this file system is not permitted.";
      default -> "Watching this file system is not possible: " + e.getMessage() + ".";
    };
  }

  private static Descriptor ownMount(Path directory) {
    try (Descriptor tree = Mounts.copy(directory)) {
      return tree.open(".", OpenFlags.READ | OpenFlags.DIRECTORY, 0);
    } catch (LinuxException e) {
      throw refusal("A mount of our own can not be made: " + e.getMessage() + ".", e);
    }
  }

  /** A process that is held back by itself waits forever. */
  private static void refuseOwnFileSystem(Path directory, Path run) {
    long device = device(directory);
    List<Path> ours =
        List.of(
            run,
            Path.of("/"),
            Path.of(System.getProperty("java.home")),
            Path.of(System.getProperty("java.io.tmpdir")),
            Path.of(System.getProperty("user.dir")));
    for (Path path : ours) {
      if (Files.exists(path) && device(path) == device) {
        throw refusal(
            directory + " is not on a file system of its own: it shares one with " + path + ".",
            null);
      }
    }
  }

  private static long device(Path directory) {
    try (Descriptor open = Descriptor.openDirectory(directory)) {
      FileStatus status = open.status();
      return status.device();
    }
  }

  static WindlassException refusal(String reason, @Nullable LinuxException cause) {
    Problem problem = Problem.of(Kind.UNAVAILABLE, CODE, reason);
    return cause == null ? problem.toException() : problem.toException(cause);
  }
}
