package io.windlass.filesystem.lazy;

import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.Processes;
import io.windlass.linux.Wakeup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that there is a guard as long as this process serves the file system: one that
 * somebody ends is replaced at once. Nobody reads zeros meanwhile, since this process holds the
 * groups too.
 */
final class GuardWatch {
  private static final Logger log = LoggerFactory.getLogger(GuardWatch.class);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Path run;
  private final Wakeup wakeup = new Wakeup();
  private final Thread thread;
  private volatile Guard guard;
  private volatile boolean stopping;

  GuardWatch(Guard guard, Path run, String name) {
    this.guard = guard;
    this.run = run;
    this.thread = Thread.ofPlatform().daemon().name(name + "-guard").start(this::watch);
  }

  private void watch() {
    while (!stopping) {
      try {
        if (hasEnded()) {
          replace();
        }
      } catch (RuntimeException e) {
        log.error("There is no guard for {}", run, e);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Waits for the end of the guard; false when the watch is to stop before. */
  private boolean hasEnded() {
    try (Descriptor process = Processes.open(guard.process())) {
      while (Processes.runs(process)) {
        if (!wakeup.await(process, LONG)) {
          return false;
        }
      }
      return true;
    } catch (LinuxException e) {
      if (e.errno() == Errno.ESRCH) {
        return true;
      }
      throw e;
    }
  }

  private void replace() {
    Guard ended = guard;
    log.error("The guard {} of {} was ended; another one is started.", ended.process(), run);
    Processes.reap(ended.process());
    guard = Guard.start(run, ended.content(), ended.root(), ended.changes());
  }

  /** Stops watching; the guard that runs now. */
  Guard stop() {
    stopping = true;
    wakeup.ring();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (hasEnded()) {
      replace();
    }
    wakeup.close();
    return guard;
  }
}
