package io.windlass.filesystem.tree;

import io.windlass.linux.Descriptor;
import io.windlass.linux.Encryption;
import io.windlass.linux.Errno;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import java.util.Optional;

/**
 * The one place that says which entries links leave out because the kernel encrypts them (fscrypt).
 * Nothing that is prepared elsewhere can be renamed into such a directory, and without its key it
 * shows other names than with it: every entry would look gone.
 */
public final class Encrypted {
  /** For people. */
  public static final String REASON =
      "The kernel encrypts the directory (fscrypt), and links leave such directories out: keep them"
          + " outside of linked directories.";

  private Encrypted() {}

  /** Whether a failure says that an entry is encrypted, or that its key is not here. */
  public static boolean isMeant(LinuxException failure) {
    return failure.errno() == Errno.ENOKEY;
  }

  /**
   * Refuses an entry that is encrypted.
   *
   * @throws LinuxException with ENOKEY
   */
  static void refuse(FileStatus status) {
    if (status.encrypted()) {
      throw refusal();
    }
  }

  /**
   * Refuses to say that nothing is at a path where the directory it would be in is encrypted.
   *
   * @throws LinuxException with ENOKEY
   */
  static void refuseAbsence(Descriptor base, String path) {
    if (Encryption.possible(base) && above(base, path).encrypted()) {
      throw refusal();
    }
  }

  /** The deepest directory that is there on the way to a path. */
  private static FileStatus above(Descriptor base, String path) {
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      Optional<FileStatus> parent = status(base, path.substring(0, end));
      if (parent.isPresent()) {
        return parent.get();
      }
    }
    return base.status();
  }

  private static Optional<FileStatus> status(Descriptor base, String path) {
    try {
      return Optional.of(base.status(path));
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static LinuxException refusal() {
    return new LinuxException(Errno.ENOKEY, "Using what links leave out");
  }
}
