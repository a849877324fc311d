package io.windlass.filesystem.lazy;

import static java.util.Objects.requireNonNullElse;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileStates;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Fanotify;
import io.windlass.linux.FileHandle;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import io.windlass.linux.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One file system whose stubs are filled when they are used.
 *
 * <p>A program that opens or uses a stub is held back by the kernel until its content is here, or
 * gets an error. This is so from {@link #arm} to {@link #detach}, also while no process serves the
 * file system: a guard process, which {@link #close} and a crash leave behind, keeps programs
 * waiting until the next {@link #arm}.
 *
 * <p>Everything done through {@link #root} is not held back. Nothing of this process may use stubs
 * in another way. Thread-safe.
 */
public final class LazyFileSystem implements AutoCloseable {
  private static final String PROBE = "probe";
  private static final long DRAIN = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

  private final RunDirectory run;
  private final Visibility visibility;
  private final Path directory;
  private final Guard guard;
  private final GuardWatch watch;
  private final Journal journal;
  private final Volume volume;
  private final Outstanding outstanding;
  private final Serving serving;
  private final EventLoop loop;
  private final boolean takenOver;

  private LazyFileSystem(
      Path directory,
      RunDirectory run,
      Armed armed,
      ContentSource source,
      ChangedContent changed,
      Settings settings) {
    this.directory = directory;
    this.run = run;
    this.visibility = new Visibility(directory, run);
    this.guard = armed.guard();
    this.takenOver = armed.inherited();
    this.journal = new Journal(run.journal());
    this.volume = new Volume(guard.root(), guard.content());
    this.outstanding = new Outstanding(guard.content(), journal, Processes.raiseFileLimit());
    String name = "lazy-" + directory.getFileName();
    this.serving = new Serving(volume, outstanding, withProbe(source), changed, settings, name);
    if (armed.inherited()) {
      serving.inherit();
    } else {
      journal.reset();
    }
    this.loop = new EventLoop(guard.content(), outstanding, serving, name);
    this.watch = new GuardWatch(guard, run.path(), name);
  }

  private static ContentSource withProbe(ContentSource source) {
    return (state, offset, length, sink) -> {
      if (SelfTest.isOfTest(state)) {
        SelfTest.read(state, offset, length, sink);
      } else {
        source.read(state, offset, length, sink);
      }
    };
  }

  /**
   * Finds out what this directory can do, by doing it.
   *
   * @param directory where the file system is mounted, for root alone
   * @param runDirectory a directory in memory (tmpfs), of this file system alone
   */
  public static Capability probe(Path directory, Path runDirectory) {
    try {
      Files.createDirectories(runDirectory);
      Optional<Guard> guard = Guard.find(runDirectory);
      if (guard.isPresent()) {
        guard.get().leave();
        return new Capability.Lazy();
      }
      ContentSource nothing =
          (state, offset, length, sink) -> {
            throw new ContentException(ContentException.Reason.GONE, "This is a test.");
          };
      LazyFileSystem probed =
          arm(
              directory,
              runDirectory.resolve(PROBE),
              nothing,
              (state, file) -> {},
              Settings.DEFAULT);
      probed.end();
      return new Capability.Lazy();
    } catch (WindlassException e) {
      return new Capability.Eager(e.problem().message());
    } catch (LinuxException | IOException | UncheckedIOException e) {
      return new Capability.Eager("Lazy files were tried and failed: " + e.getMessage() + ".");
    }
  }

  /**
   * Begins to serve a file system: takes over from a predecessor of this process, with the programs
   * that wait since then, or arms it anew and tests that it works. Users do not see it before
   * {@link #expose}.
   *
   * @param directory where the file system is mounted, for root alone
   * @param runDirectory a directory in memory (tmpfs), of this file system alone
   * @throws WindlassException when lazy files are not possible here, with the reason
   */
  public static LazyFileSystem arm(
      Path directory,
      Path runDirectory,
      ContentSource source,
      ChangedContent changed,
      Settings settings) {
    Processes.ignoreLeaseSignals();
    RunDirectory run = new RunDirectory(runDirectory);
    try {
      if (Guard.find(runDirectory).isEmpty()) {
        // Left by a guard that is gone: whoever looks there is not held back.
        new Visibility(directory, run).conceal();
      }
      Armed armed = Armed.arm(directory, runDirectory);
      LazyFileSystem fileSystem =
          new LazyFileSystem(directory, run, armed, source, changed, settings);
      if (!armed.inherited()) {
        Optional<String> problem = SelfTest.run(fileSystem, directory, runDirectory);
        if (problem.isPresent()) {
          fileSystem.end();
          throw Armed.refusal(problem.get(), null);
        }
      }
      return fileSystem;
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  /** Our own way into the file system: what is done through it is not held back. */
  public Descriptor root() {
    return volume.root;
  }

  /** The states of its files. Change those of stubs with {@link #update} only. */
  public FileStates states() {
    return volume.states;
  }

  /** Shows the file system to users at a directory; nothing happens when they see it there. */
  public void expose(Path mountPoint) {
    visibility.expose(mountPoint);
  }

  /**
   * Hides it again.
   *
   * @throws WindlassException while programs use files of it
   */
  public void conceal() {
    visibility.conceal();
  }

  /**
   * Makes a file a stub: with this state, of its size, without content. Owner, mode and times are
   * the caller's, to be set afterwards.
   *
   * @param file open for reading and writing, through {@link #root}; new, or empty, or of a content
   *     that nobody uses, in which case this has to be its only descriptor
   * @return false when the file has content that someone uses: make a new file instead, and rename
   *     it over this one
   */
  public boolean makeStub(Descriptor file, FileState state) {
    return serving.files.with(file.handle(), lazy -> lazy.emptying().makeStub(file, state));
  }

  /**
   * Makes a new, empty file without a name a stub. No program can have met it, so no lock is needed
   * and there is no mark to take back.
   */
  public void makeNewStub(Descriptor file, FileState state) {
    volume.states.write(file, state);
    file.truncate(state.size());
  }

  /**
   * Changes the state of a file, not what its content is; atomic towards everything else that
   * changes it here.
   *
   * @return the new state; empty when the file has none, and {@code change} was not called
   */
  public Optional<FileState> update(Descriptor file, UnaryOperator<FileState> change) {
    return serving.files.with(file.handle(), lazy -> lazy.update(file, change));
  }

  /**
   * Waits until the whole content is here and on the disk. Returns at once for a file that is no
   * stub.
   *
   * @throws ContentException when the content can not be had
   */
  public void restore(Descriptor file) throws ContentException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    FileHandle handle = file.handle();
    Waiter waiter =
        new Waiter(
            false,
            again ->
                serving.files.with(
                    handle,
                    lazy -> {
                      try (Descriptor open = volume.open(handle, OpenFlags.READ)) {
                        lazy.restore(open, again);
                      }
                      return lazy;
                    }),
            (answer, failure) -> {
              if (failure == null) {
                done.complete(null);
              } else {
                done.completeExceptionally(failure);
              }
            });
    waiter.serve();
    try {
      done.get();
    } catch (ExecutionException e) {
      throw Answers.exception(requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContentException(
          ContentException.Reason.TIMEOUT, "Waiting for the content was interrupted.", e);
    }
  }

  /**
   * Gives the content of a file back: afterwards it is a stub.
   *
   * @param file open for reading and writing, through {@link #root}, and this process has no other
   *     descriptor of it
   * @param stillClean asked when nobody can change the file any more: whether it is what its object
   *     is
   */
  public Release release(Descriptor file, Predicate<FileStatus> stillClean) {
    return serving.files.with(file.handle(), lazy -> lazy.emptying().release(file, stillClean));
  }

  /**
   * Whether all of the content of a stub is here already, though the disk still has it as one. Its
   * state says so shortly after.
   */
  public boolean holds(FileHandle file) {
    return serving.files.with(file, LazyFile::isWhole);
  }

  /** Why the last use of this file failed; empty when none failed since it was last filled. */
  public Optional<String> lastFailure(FileHandle file) {
    return serving.failures.of(file);
  }

  /** Whether a predecessor of this process had armed it and left its groups in the guard. */
  public boolean takenOver() {
    return takenOver;
  }

  /** What it has done so far. */
  public Counters counters() {
    return serving.counters();
  }

  /**
   * The group for changes, without marks when the file system was armed anew. It outlives this
   * process in the guard, with its marks and what it has not told yet. Belongs to this file system:
   * do not close it.
   */
  public Fanotify changes() {
    return guard.changes();
  }

  /**
   * Hides the file system and ends the guard. This file system is closed afterwards.
   *
   * @throws WindlassException while programs use files of it, or see it in another place; it goes
   *     on being served then
   */
  public void detach() {
    visibility.conceal();
    visibility.requireNobodySeesIt();
    end();
  }

  /** Nobody but root can have anything open now. */
  private void end() {
    try (Descriptor open = Descriptor.openDirectory(directory)) {
      guard.content().unwatchFileSystem(open, Volume.EVENTS);
    }
    long start = System.nanoTime();
    while (outstanding.count() > 0 && System.nanoTime() - start < DRAIN) {
      LockSupport.parkNanos(PAUSE);
    }
    stop().end(run.path());
    run.remove();
  }

  /** Stops serving; the guard that is left. */
  private Guard stop() {
    loop.close();
    serving.close();
    outstanding.close();
    journal.close();
    return watch.stop();
  }

  /** Stops serving. The guard keeps whoever uses a stub waiting for the next {@link #arm}. */
  @Override
  public void close() {
    stop().leave();
    run.close();
  }
}
