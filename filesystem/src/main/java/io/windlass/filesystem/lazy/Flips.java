package io.windlass.filesystem.lazy;

import static java.util.Objects.requireNonNull;

import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes whole files resident for good: content to the disk, then the state, then the state to the
 * disk, and only then no more events. Waits a little for more files, because one sync serves many.
 * Thread-safe.
 */
final class Flips implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Flips.class);
  private static final int MOST = 2_000;
  private static final int FEW = 8;
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);

  private final LinkedBlockingQueue<Settlement> queue = new LinkedBlockingQueue<>();
  private final Volume volume;
  private final Thread thread;

  Flips(Volume volume, String name) {
    this.volume = volume;
    this.thread = Thread.ofPlatform().daemon().name(name + "-settle").start(this::run);
  }

  void add(Settlement file) {
    queue.add(file);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        List<Settlement> batch = new ArrayList<>();
        batch.add(queue.take());
        long end = System.nanoTime() + PATIENCE;
        Settlement next = batch.getFirst();
        while (next != null && batch.size() < MOST) {
          next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
          if (next != null) {
            batch.add(next);
          }
        }
        settle(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle(List<Settlement> all) {
    IdentityHashMap<Settlement, Integer> batch = new IdentityHashMap<>();
    for (Settlement file : all) {
      // Setting the state changes the ctime, which makes tar complain about a file it is reading.
      if (file.mayWaitForReaders()) {
        queue.add(file);
      } else {
        batch.put(file, file.filling());
      }
    }
    List<Settlement> flipped = new ArrayList<>();
    sync(
        batch.keySet(),
        file -> {
          if (file.flip(requireNonNull(batch.get(file)))) {
            flipped.add(file);
          }
        });
    sync(flipped, Settlement::flipped);
  }

  /** Brings files to the disk, then does something with each; nothing with those that failed. */
  private void sync(Collection<Settlement> files, Consumer<Settlement> then) {
    if (files.size() > FEW) {
      try {
        volume.root.syncFileSystem();
      } catch (LinuxException e) {
        files.forEach(file -> lost(file, e));
        return;
      }
    }
    for (Settlement file : files) {
      try {
        if (files.size() <= FEW) {
          file.sync();
        }
        then.accept(file);
      } catch (LinuxException e) {
        lost(file, e);
      }
    }
  }

  private static void lost(Settlement file, LinuxException cause) {
    if (cause.errno() == Errno.ESTALE || cause.errno() == Errno.ENOKEY) {
      // It was removed meanwhile, or its key was: with the key, the disk says what is here.
      file.outOfReach();
      return;
    }
    log.error("The content of {} did not reach the disk: {}", file.handle(), cause.getMessage());
    try {
      file.lost(cause);
    } catch (LinuxException e) {
      log.error("{} can not be made a stub again: {}", file.handle(), e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
