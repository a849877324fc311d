package io.windlass.filesystem.watch;

import static java.util.Objects.requireNonNull;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.filesystem.watch.Seen.Content;
import io.windlass.filesystem.watch.Seen.Extent;
import io.windlass.linux.ChangeEvent;
import io.windlass.linux.ChangeEvents;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Fanotify;
import io.windlass.linux.LinuxException;
import io.windlass.linux.Wakeup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one file system and notes in the journal what anybody but this process changes below the
 * directories of its links.
 *
 * <p>Events are read into a mapped file and stay there until they are in the journal, so none that
 * was read is lost when the process dies. Those that were not read wait in the kernel's queue as
 * long as somebody holds the group. Thread-safe.
 */
public final class ChangeWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
  private static final long SPOOL_BYTES = 256 * 1024;
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final int READS_AT_ONCE = 200;

  /**
   * How long events are left to the kernel after some that concern nobody, as those of this process
   * do: an import would wake us for each of them, and the kernel makes one of those that wait for
   * the same file.
   */
  private static final Duration REST = Duration.ofMillis(10);

  private static final int PROCESS = Math.toIntExact(ProcessHandle.current().pid());

  /** Both ends of a rename come with {@code RENAME}, which is not merged with other events. */
  private static final long WATCHED =
      Fanotify.MODIFY
          | Fanotify.ATTRIBUTES
          | Fanotify.CLOSE_WRITE
          | Fanotify.CREATE
          | Fanotify.DELETE
          | Fanotify.RENAME
          | Fanotify.ON_DIRECTORY;

  private final String fileSystemId;
  private final Descriptor root;
  private final Fanotify group;
  private final ChangeEvents events;
  private final Arena arena;
  private final Directories directories;
  private final LocalChanges changes;
  private final WatchRows rows;
  private final Duration settle;
  private final Wakeup wakeup = new Wakeup();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ReentrantLock reading = new ReentrantLock();
  private final Thread thread;
  private final Closings closings;
  private volatile LinkedPaths links = new LinkedPaths(List.of());
  private volatile boolean closed;

  private ChangeWatch(Watched watched, LocalChanges changes, WatchRows rows) {
    this.fileSystemId = watched.fileSystemId();
    this.root = watched.root();
    this.group = watched.group();
    this.changes = changes;
    this.rows = rows;
    this.settle = watched.settle();
    this.closings = new Closings(settle);
    this.directories = new Directories(root);
    this.arena = Arena.ofShared();
    this.events = new ChangeEvents(group, map(watched.spool(), arena), PROCESS);
    this.thread = Thread.ofPlatform().daemon().name("watch-" + fileSystemId).unstarted(this::loop);
  }

  /**
   * What to watch. All of it stays the caller's, and open until the watch is closed.
   *
   * @param fileSystemId {@code fs-…}
   * @param root the private root
   * @param group made by {@link Fanotify#changes}
   * @param origin whether the group is new or was kept over the end of an earlier process
   * @param spool a file of this watch alone, on no file system that is watched; the one of the
   *     earlier process if there was one
   * @param settle how long a name is left alone after its first change
   */
  public record Watched(
      String fileSystemId,
      Descriptor root,
      Fanotify group,
      Origin origin,
      Path spool,
      Duration settle) {
    /** How long a name is left alone when nothing else is said. */
    public static final Duration SETTLE = Duration.ofMillis(100);

    /** The same after its last writer has closed it, unless that happens again and again. */
    public static final Duration CLOSED = Duration.ofMillis(20);

    /** Checks that nothing is missing. */
    public Watched {
      requireNonNull(fileSystemId, "fileSystemId");
      requireNonNull(root, "root");
      requireNonNull(group, "group");
      requireNonNull(origin, "origin");
      requireNonNull(spool, "spool");
      requireNonNull(settle, "settle");
    }
  }

  /** Where a group comes from. */
  public enum Origin {
    /** Made just now: what happened before is not in its queue. */
    NEW,
    /** Kept by the guard since the last process ended: its queue has everything. */
    KEPT
  }

  /**
   * Begins to watch, after it has noted what an earlier process left.
   *
   * @param links the links of the file system
   * @throws LinuxException when the kernel refuses the mark on the file system
   */
  public static ChangeWatch start(Watched watched, List<Link> links, LocalChanges changes) {
    WatchRows rows = new WatchRows(changes.jdbi());
    ChangeWatch watch = new ChangeWatch(watched, changes, rows);
    watch.links = new LinkedPaths(links);
    try {
      watched.group().watchFileSystem(watched.root(), WATCHED);
      rows.begin(watched.fileSystemId(), watched.origin(), links, changes.now());
      watch.replay();
    } catch (RuntimeException e) {
      watch.arena.close();
      watch.wakeup.close();
      throw e;
    }
    watch.thread.start();
    return watch;
  }

  private static MemorySegment map(Path spool, Arena arena) {
    try (FileChannel channel =
        FileChannel.open(
            spool, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, SPOOL_BYTES, arena);
    } catch (IOException e) {
      throw new UncheckedIOException("the spool of the watch cannot be opened", e);
    }
  }

  /** The links have changed. What happens from now on is noted by these. */
  public void links(List<Link> now) {
    catchUp();
    links = new LinkedPaths(now);
  }

  /** Notes everything that happened before this call. */
  public void catchUp() {
    anythingNoted();
  }

  /** Whether something has happened that is to be noted; all of it is then. */
  private boolean anythingNoted() {
    reading.lock();
    try {
      boolean noted = false;
      Found found = read();
      // until the queue is empty, or long enough if it never is
      for (int i = 1; i < READS_AT_ONCE && found != Found.NOTHING; i++) {
        noted |= found == Found.CHANGES;
        found = read();
      }
      return noted || found == Found.CHANGES;
    } finally {
      reading.unlock();
    }
  }

  private enum Found {
    NOTHING,
    NOBODYS,
    CHANGES
  }

  /**
   * Notes what this process has changed for its users, as if they had done it themselves: of its
   * own events the watch takes no notice.
   *
   * @param paths below the root, files and directories that are there now or are not any more
   */
  public void changedHere(Collection<String> paths) {
    changes.record(
        paths.stream()
            .map(links::find)
            .flatMap(Optional::stream)
            .filter(place -> !place.path().isEmpty())
            .map(this::changedHere)
            .toList());
  }

  private Seen changedHere(LinkedPaths.Place place) {
    boolean gone = isGone(place);
    return new Seen.Name(
        place.link().id(),
        place.path(),
        gone ? Extent.TREE : Extent.ENTRY,
        Content.WRITTEN,
        gone,
        settle);
  }

  /** What imports of a link must wait for. */
  public PendingChanges pending(String linkId) {
    return path -> {
      catchUp();
      return changes.pending(linkId, path);
    };
  }

  private void replay() {
    List<Seen> seen = new ArrayList<>();
    events.replay(event -> note(event, seen));
    changes.record(seen);
    events.settle();
  }

  private Found read() {
    List<Seen> seen = new ArrayList<>();
    if (!events.poll(event -> note(event, seen))) {
      return Found.NOTHING;
    }
    changes.record(seen);
    events.settle();
    return seen.isEmpty() ? Found.NOBODYS : Found.CHANGES;
  }

  private void loop() {
    Instant beat = Instant.EPOCH;
    while (!closed) {
      try {
        if (!wakeup.await(group, HEARTBEAT)) {
          return;
        }
        boolean noted = anythingNoted();
        Instant now = changes.now();
        if (Duration.between(beat, now).compareTo(HEARTBEAT) >= 0) {
          rows.beat(fileSystemId, now);
          beat = now;
        }
        if (!noted && ends(REST)) {
          return;
        }
      } catch (RuntimeException e) {
        if (!closed) {
          LOG.warn("watch of {}: changes wait, the journal cannot be written", fileSystemId, e);
          retry();
        }
      }
    }
  }

  /** What was read is still in the spool: it is noted before anything else is read. */
  private void retry() {
    while (!closed) {
      reading.lock();
      try {
        replay();
        return;
      } catch (RuntimeException e) {
        LOG.debug("watch of {}: not yet", fileSystemId, e);
      } finally {
        reading.unlock();
      }
      if (ends(HEARTBEAT.dividedBy(5))) {
        return;
      }
    }
  }

  private boolean ends(Duration most) {
    try {
      return end.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  private void note(ChangeEvent event, List<Seen> seen) {
    if ((event.events() & Fanotify.OVERFLOW) != 0) {
      LOG.warn("watch of {}: the kernel dropped events; trees are compared", fileSystemId);
      rows.missed(fileSystemId, links.links(), changes.now());
      links.links().forEach(link -> changes.wake(link.id()));
      return;
    }
    boolean directory = (event.events() & Fanotify.ON_DIRECTORY) != 0;
    if (event.from() != null && event.to() != null) {
      renamed(directories.path(event.from()), directories.path(event.to()), directory, seen);
      if (directory) {
        directories.forget();
      }
      return;
    }
    ChangeEvent.Entry entry = event.entry();
    if (entry != null) {
      directories
          .path(entry)
          .flatMap(links::find)
          .filter(place -> !place.path().isEmpty())
          .ifPresent(place -> seen.add(touched(event.events(), directory, place)));
    }
  }

  private Seen touched(long mask, boolean directory, LinkedPaths.Place place) {
    boolean gone = (mask & Fanotify.DELETE) != 0 && isGone(place);
    boolean written = (mask & (Fanotify.MODIFY | Fanotify.CLOSE_WRITE)) != 0;
    return new Seen.Name(
        place.link().id(),
        place.path(),
        gone && directory ? Extent.TREE : Extent.ENTRY,
        written ? Content.WRITTEN : Content.AS_TOLD,
        gone,
        (mask & Fanotify.CLOSE_WRITE) == 0
            ? settle
            : closings.settle(place.link().id() + "/" + place.path(), System.nanoTime()));
  }

  private boolean isGone(LinkedPaths.Place place) {
    String directory = place.link().directory();
    try {
      root.status(directory.isEmpty() ? place.path() : directory + "/" + place.path());
      return false;
    } catch (LinuxException _) {
      return true;
    }
  }

  private void renamed(
      Optional<String> from, Optional<String> to, boolean directory, List<Seen> seen) {
    Extent extent = directory ? Extent.TREE : Extent.ENTRY;
    Optional<LinkedPaths.Place> source = from.flatMap(links::find).filter(p -> !p.path().isEmpty());
    Optional<LinkedPaths.Place> target = to.flatMap(links::find).filter(p -> !p.path().isEmpty());
    if (from.isPresent() && to.isPresent()) {
      seen.add(
          new Seen.Rename(
              fileSystemId,
              from.get(),
              to.get(),
              extent,
              source.map(place -> new Seen.Source(place.link().id(), place.path()))));
    } else {
      source.ifPresent(place -> seen.add(name(place, extent, true)));
    }
    boolean arrived =
        target.isPresent() && source.filter(p -> p.link().equals(target.get().link())).isEmpty();
    if (arrived) {
      seen.add(name(target.orElseThrow(), extent, false));
    }
  }

  private Seen name(LinkedPaths.Place place, Extent extent, boolean gone) {
    return new Seen.Name(place.link().id(), place.path(), extent, Content.AS_TOLD, gone, settle);
  }

  /** Ends watching, with everything noted that happened before. The group stays open. */
  @Override
  public void close() {
    closed = true;
    end.countDown();
    wakeup.ring();
    try {
      thread.join();
      catchUp();
      rows.beat(fileSystemId, changes.now());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      wakeup.close();
      arena.close();
    }
  }
}
