package io.windlass.filesystem.exports;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.KeyLocks.Held;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.linux.OpenFlags;
import io.windlass.objectstore.ObjectFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Drops the content of files that the bucket has too. Name, size, owner, mode and times stay; the
 * next reader fetches the content again. Thread-safe.
 */
public final class Releaser {
  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");
  private static final String PENDING = "The last change of the file is not exported yet.";
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int ATTEMPTS_PENDING = 50;
  private static final int ATTEMPTS_BUSY = 10;

  private final Site site;

  /** For one link. */
  public Releaser(Site site) {
    this.site = site;
  }

  /**
   * Which files are old enough.
   *
   * @param asked when the release was asked for
   * @param minimum a file is old enough when more than this has passed since it was last read or
   *     changed; zero for every file
   */
  public record Age(Instant asked, Duration minimum) {
    /** Every file. */
    public static final Age ANY = new Age(Instant.EPOCH, Duration.ZERO);

    boolean suits(FileStatus status) {
      if (minimum.isZero()) {
        return true;
      }
      long last = Math.max(status.accessed(), Math.max(status.modified(), status.changed()));
      return asked.minus(minimum).isAfter(Instant.ofEpochSecond(0, last));
    }
  }

  /** Hears of each file. Called from many threads at once. */
  @FunctionalInterface
  public interface Listener {
    /** One file is dealt with; the path is below the linked directory. */
    void released(String path, Released released);

    /** Throws when the work is to end. */
    default void check() {}
  }

  /**
   * Counts at the end of a release.
   *
   * @param released files that were released
   * @param failed files that could not be
   * @param bytes what the released files had here
   */
  public record Counts(long released, long failed, long bytes) {}

  /** Does something for each file that {@link #releaseAll} would look at, and looks at none. */
  public void each(String path, Runnable file) {
    walk(
        path,
        (_, directory) -> {
          if (!directory) {
            file.run();
          }
        });
  }

  private boolean walk(String path, TreeWalk.Visitor visitor) {
    return new TreeWalk(site.directory(), site.paths()::reserved).walk(path, visitor);
  }

  /**
   * Releases everything below a path that is old enough.
   *
   * @param path below the linked directory; empty for all of it
   * @return absent when there is nothing at the path
   */
  public Optional<Counts> releaseAll(String path, Age age, Listener listener) {
    LongAdder released = new LongAdder();
    LongAdder failed = new LongAdder();
    LongAdder bytes = new LongAdder();
    boolean found;
    try (Workers workers = new Workers(site.settings().inFlight())) {
      found =
          walk(
              path,
              (entry, directory) -> {
                listener.check();
                if (!directory) {
                  workers.run(
                      () -> {
                        Released one = release(entry, age);
                        switch (one) {
                          case Released.Done done -> {
                            released.increment();
                            bytes.add(done.bytes());
                          }
                          case Released.Failed _ -> failed.increment();
                          case Released.Skipped _ -> {}
                        }
                        listener.released(entry, one);
                      },
                      listener::check);
                }
              });
      workers.await(listener::check);
    }
    return found
        ? Optional.of(new Counts(released.sum(), failed.sum(), bytes.sum()))
        : Optional.empty();
  }

  /**
   * Releases one file, if it is old enough. What is about to be exported or in use for a moment is
   * waited for, some seconds at most.
   */
  public Released release(String path, Age age) {
    for (int attempt = 1; ; attempt++) {
      Released one = once(path, age);
      boolean again =
          one instanceof Released.Failed failed
              && ((failed.message().equals(PENDING) && attempt < ATTEMPTS_PENDING)
                  || (failed.code() == ReportCode.RESOURCE_BUSY && attempt < ATTEMPTS_BUSY));
      if (!again) {
        return one;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private Released once(String path, Age age) {
    try (Held _ = site.tree().locks(site.link()).lock(path)) {
      return locked(path, age);
    } catch (RuntimeException e) {
      ExportFailure failure = ExportFailure.of(e);
      return new Released.Failed(failure.code(), failure.text());
    }
  }

  private Released locked(String path, Age age) {
    Optional<Entry> found = Looks.at(site.tree(), site.directory(), path);
    if (found.isEmpty() || !found.get().status().isFile()) {
      return new Released.Skipped("It is not a file.");
    }
    Entry entry = found.get();
    Optional<FileState> known = entry.known(site.link());
    if (known.filter(state -> state.content() == Content.RELEASED).isPresent() && !holds(path)) {
      return new Released.Skipped("It is released already.");
    }
    if (!age.suits(entry.status())) {
      return new Released.Skipped("It was used too recently.");
    }
    if (known.isEmpty()) {
      return refused("The file was never exported.");
    }
    FileState state = known.get();
    if (!state.key().equals(path)) {
      return new Released.Failed(
          ReportCode.S3_OBJECT_UPDATE_IN_PROGRESS_FROM_FILE_RENAME,
          "The file was renamed, and its object is not yet.");
    }
    if (state.pinned()) {
      return refused("The file is never to be released.");
    }
    site.caughtUp().run();
    if (site.changes().pending(site.link().id(), path)) {
      return refused(PENDING);
    }
    if (Entry.differs(entry.status(), state)) {
      return refused("The file changed since it was exported.");
    }
    return withObject(path, state, age);
  }

  /** Whether its content was fetched a moment ago. */
  private boolean holds(String path) {
    try (Descriptor file =
        site.directory().open(path, OpenFlags.READ | OpenFlags.NON_BLOCKING, 0)) {
      return site.contents().holds(file);
    }
  }

  private Released withObject(String path, FileState state, Age age) {
    Optional<ObjectFacts> facts = site.head(path);
    if (facts.isEmpty()) {
      return new Released.Failed(
          ReportCode.SOURCE_OBJECT_DELETED_BEFORE_RELEASING,
          "The object that has the content was deleted.");
    }
    if (!facts.get().etag().equals(state.etag())) {
      return refused("The object changed since it was exported or imported.");
    }
    if (ARCHIVES.contains(facts.get().storageClass())) {
      return new Released.Failed(
          ReportCode.S3_OBJECT_IN_UNSUPPORTED_TIER,
          "The object is in an archive class, where nobody could fetch it from.");
    }
    try (Descriptor file =
        site.directory().open(path, OpenFlags.READ_WRITE | OpenFlags.NON_BLOCKING, 0)) {
      StubContents.Release outcome =
          site.contents()
              .release(file, status -> !Entry.differs(status, state) && age.suits(status));
      return switch (outcome) {
        case RELEASED -> new Released.Done(state.size());
        case BUSY -> new Released.Failed(ReportCode.RESOURCE_BUSY, "Somebody has the file open.");
        case CHANGED -> refused("The file cannot be released, or changed meanwhile.");
        case EAGER ->
            refused(
                "Content is released on lazy file systems alone, where reading brings it back.");
      };
    }
  }

  private static Released refused(String message) {
    return new Released.Failed(ReportCode.OPERATION_NOT_PERMITTED, message);
  }
}
