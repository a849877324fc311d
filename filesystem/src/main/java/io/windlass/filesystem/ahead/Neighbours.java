package io.windlass.filesystem.ahead;

import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.LinuxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches small files ahead of programs that go through a directory: once some were opened one
 * after the other, the next ones in the same order are fetched while the program is busy with
 * these, few at first and more as they are used. What is fetched ahead is a bounded number of
 * files, so a program that stops costs no more than that. Thread-safe.
 */
public final class Neighbours implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Neighbours.class);
  private static final int WALKS = 16;
  private static final int WAITING = 1_024;

  /** Files that need nothing, looked at for one that was opened. */
  private static final int SKIPPED = 256;

  private final Descriptor root;
  private final Files files;
  private final int widest;
  private final Semaphore room;
  private final BlockingQueue<Optional<FileHandle>> opened = new LinkedBlockingQueue<>(WAITING);
  private final Map<String, Walk> walks = new LinkedHashMap<>(WALKS, 0.75f, true);
  private final Thread thread;
  private volatile boolean starved;

  /** The files of the file system. */
  public interface Files {
    /** The path below the root of a file; empty when it has none. */
    Optional<String> path(FileHandle file);

    /**
     * Begins to fetch a file, if it is small and not here.
     *
     * @param ended run once when it is here, or cannot be had
     * @return whether it was begun; if not, {@code ended} is not run
     */
    boolean fetch(String path, Runnable ended);

    /** Whether there is so much room that files nobody asked for may take some. */
    boolean roomy();
  }

  /**
   * Begins.
   *
   * @param root the root of the file system; stays the caller's
   * @param widest how many files are fetched ahead of one program at most; 0 for none at all
   * @param atOnce how many for all programs together
   */
  public Neighbours(Descriptor root, Files files, int widest, int atOnce, String name) {
    this.root = root;
    this.files = files;
    this.widest = widest;
    this.room = new Semaphore(atOnce);
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    if (widest > 0) {
      thread.start();
    }
  }

  /** A small file that is not here, or has just come, is opened. Never waits. */
  public void opened(FileHandle file) {
    if (widest > 0) {
      // when there are too many, some go unnoticed
      var _ = opened.offer(Optional.of(file));
    }
  }

  private void run() {
    try {
      while (true) {
        next(opened.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(Optional<FileHandle> file) {
    try {
      if (file.isPresent()) {
        files.path(file.get()).ifPresent(this::follow);
      } else {
        walks.values().forEach(this::fetch);
      }
    } catch (LinuxException e) {
      log.debug("Nothing is fetched ahead: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("Fetching ahead failed", e);
    }
  }

  private void follow(String path) {
    int slash = path.lastIndexOf('/');
    String directory = slash < 0 ? "" : path.substring(0, slash);
    Walk walk = walks.computeIfAbsent(directory, _ -> new Walk(root, directory, widest));
    if (walks.size() > WALKS) {
      walks.remove(walks.keySet().iterator().next());
    }
    walk.opened(path.substring(slash + 1));
    fetch(walk);
  }

  private void fetch(Walk walk) {
    int skipped = 0;
    while (skipped < SKIPPED && walk.wants() && files.roomy()) {
      if (!room.tryAcquire()) {
        starved = true;
        return;
      }
      if (files.fetch(walk.take(), this::ended)) {
        walk.fetching();
      } else {
        room.release();
        skipped++;
      }
    }
  }

  private void ended() {
    room.release();
    if (starved) {
      starved = false;
      var _ = opened.offer(Optional.empty());
    }
  }

  /** Fetches nothing more ahead; what is on its way comes. */
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
