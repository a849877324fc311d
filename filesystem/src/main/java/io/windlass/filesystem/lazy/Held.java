package io.windlass.filesystem.lazy;

import io.windlass.linux.ContentEvent;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.Leases;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program held back by the kernel.
 *
 * @param event how it came to us
 * @param handle the file it uses
 * @param inherited whether a predecessor of this process had read the event
 */
record Held(ContentEvent event, FileHandle handle, boolean inherited) {
  /** A waiting thread is not asleep for moments only; longer means that it can not be told. */
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(50);

  /** What the program, or anyone else who has the file open, may do with the content. */
  enum Use {
    READS,
    /** A mapping can grow with mremap, which causes no event. */
    MAPS,
    CHANGES,
    /** Can be told only after waiting a little. */
    UNKNOWN
  }

  /** Tells readers from writers; in doubt it is a writer. */
  Use use(boolean mayWait) {
    try {
      if (Leases.openForWriting(event.file())) {
        return Use.CHANGES;
      }
    } catch (LinuxException e) {
      return Use.CHANGES;
    }
    if (event.opening()) {
      return Use.READS;
    }
    long start = System.nanoTime();
    while (true) {
      switch (new Requester(event.thread()).doing()) {
        case TRUNCATE -> {
          return Use.CHANGES;
        }
        case MAP -> {
          return Use.MAPS;
        }
        case OTHER -> {
          return Use.READS;
        }
        case UNKNOWN -> {
          if (!mayWait) {
            return Use.UNKNOWN;
          }
          if (System.nanoTime() - start > PATIENCE) {
            return Use.CHANGES;
          }
          LockSupport.parkNanos(PAUSE);
        }
      }
    }
  }

  /** Whether what the program does with the open file may cause no further events. */
  boolean needsWholeFile(Settings settings, Volume volume) {
    Requester requester = new Requester(event.thread());
    return inherited
        || !requester.sees(event.file().status().mount())
        || settings.wholeFileOpeners().contains(requester.program())
        || (!settings.wholeFilePaths().isEmpty() && matches(settings, volume));
  }

  private boolean matches(Settings settings, Volume volume) {
    try (Descriptor file = volume.open(handle, OpenFlags.PATH)) {
      String path = file.path();
      return settings.wholeFilePaths().stream().anyMatch(p -> p.matcher(path).find());
    }
  }
}
