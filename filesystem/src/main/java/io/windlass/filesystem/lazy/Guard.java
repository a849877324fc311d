package io.windlass.filesystem.lazy;

import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.Fanotify;
import io.windlass.linux.LinuxException;
import io.windlass.linux.Processes;
import io.windlass.linux.Spawn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that does nothing but hold the groups and our own mount. While it lives, programs that
 * use stubs wait when this process is gone; without it the kernel would let them read zeros.
 *
 * @param process number of the process
 * @param content the group whose events hold programs back
 * @param root our own way into the file system
 * @param changes the group that tells of changes
 */
record Guard(long process, Fanotify content, Descriptor root, Fanotify changes) {
  private static final Logger log = LoggerFactory.getLogger(Guard.class);
  private static final String FILE = "guard.pid";
  private static final int CONTENT = 3;
  private static final int ROOT = 4;
  private static final int CHANGES = 5;

  /** Starts one. */
  static Guard start(Path run, Fanotify content, Descriptor root, Fanotify changes) {
    int process =
        Spawn.holding(
            List.of(content.descriptor(), root, changes.descriptor()),
            "/bin/sleep",
            List.of("windlass-guard", "infinity"));
    try {
      Path written = run.resolve(FILE + ".new");
      Files.writeString(written, Integer.toString(process));
      Files.move(written, run.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Files.writeString(Path.of("/proc/" + process + "/oom_score_adj"), "-1000");
    } catch (IOException e) {
      log.warn(
          "The guard process can not be kept from being ended when memory runs out"
              + " (CAP_SYS_RESOURCE is missing): {}",
          e.getMessage());
    }
    return new Guard(process, content, root, changes);
  }

  /** The guard that a predecessor left, if it lives. */
  static Optional<Guard> find(Path run) {
    try {
      long process = Long.parseLong(Files.readString(run.resolve(FILE)).strip());
      try (Descriptor open = Processes.open(process)) {
        // The number may have been given to some other process since.
        if (!isGroup(process, CONTENT) || !isGroup(process, CHANGES)) {
          return Optional.empty();
        }
        return Optional.of(
            new Guard(
                process,
                Fanotify.of(Processes.take(open, CONTENT)),
                Processes.take(open, ROOT),
                Fanotify.of(Processes.take(open, CHANGES))));
      }
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (LinuxException e) {
      if (e.errno() == Errno.ESRCH || e.errno() == Errno.EBADF) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isGroup(long process, int number) throws IOException {
    Path info = Path.of("/proc/" + process + "/fdinfo/" + number);
    try {
      return Files.readString(info).contains("fanotify flags:");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Lets go of what this process holds of it; the guard lives on. */
  void leave() {
    content.close();
    root.close();
    changes.close();
  }

  /** Ends it: from here on nobody is held back. */
  void end(Path run) {
    leave();
    try (Descriptor open = Processes.open(process)) {
      Processes.kill(open);
      Processes.reap(process);
      Files.deleteIfExists(run.resolve(FILE));
    } catch (LinuxException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
