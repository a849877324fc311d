package io.windlass.filesystem.lazy;

import io.windlass.filesystem.lazy.ContentException.Reason;
import io.windlass.filesystem.state.FileState;
import io.windlass.linux.ContentEvent;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.OpenFlags;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers programs that are held back: at once where that is possible without waiting, else through
 * the {@link LazyFile} they use. Thread-safe.
 */
final class Serving implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Serving.class);
  private static final int WORKERS = 16;

  final Volume volume;
  final ContentSource source;
  final Settings settings;
  private final boolean rangesAreExact = Kernels.rangesAreExact();
  final Fetches fetches;
  final Flips flips;
  final Ahead ahead;
  final Failures failures = new Failures();
  final LazyFiles files = new LazyFiles(handle -> new LazyFile(handle, this));
  final LongAdder bytes = new LongAdder();
  final LongAdder fills = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder failed = new LongAdder();

  private final ChangedContent changed;
  private final Outstanding outstanding;
  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService clock;
  private volatile boolean closing;

  Serving(
      Volume volume,
      Outstanding outstanding,
      ContentSource source,
      ChangedContent changed,
      Settings settings,
      String name) {
    this.volume = volume;
    this.outstanding = outstanding;
    this.source = source;
    this.changed = changed;
    this.settings = settings;
    this.fetches = new Fetches(settings.fetches(), threads(name + "-fetch-"));
    this.flips = new Flips(volume, name);
    this.ahead = new Ahead(volume, files, settings, name);
    this.workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads(name + "-serve-"));
    workers.allowCoreThreadTimeOut(true);
    this.clock = new ScheduledThreadPoolExecutor(1, threads(name + "-watch-"));
    var _ = clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** Whether readers get what they ask for, instead of the whole content when they open it. */
  boolean comesInRanges(FileState stub) {
    return rangesAreExact
        && (stub.size() > settings.wholeFileLimit() || stub.link() == SelfTest.LINK_OF_RANGES);
  }

  private static ThreadFactory threads(String prefix) {
    return Thread.ofPlatform().daemon().name(prefix, 0).factory();
  }

  /** Takes an event over from the kernel; called by the threads that read events. */
  void accept(ContentEvent event) {
    events.increment();
    if (!outstanding.add(event)) {
      return;
    }
    try {
      FileHandle handle = event.file().handle();
      outstanding.identify(event, handle);
      if (volume.ignoreResident(event.file(), handle)) {
        outstanding.answer(event, Answers.ALLOW);
      } else if (new Requester(event.thread()).isOurs()) {
        log.error("This process used the stub {} by way of its users; refused.", handle);
        outstanding.answer(event, Answers.FAILED);
      } else if (refuses(event)) {
        outstanding.answer(event, Answers.REFUSED);
      } else {
        Held held = new Held(event, handle, false);
        Waiter waiter = waiter(held, answer -> outstanding.answer(event, answer));
        if (!serve(held, waiter, false)) {
          workers.execute(waiter::serve);
        }
      }
    } catch (RuntimeException | Error e) {
      outstanding.answer(event, Answers.FAILED);
      log.error("A program could not be served", e);
    }
  }

  private boolean refuses(ContentEvent event) {
    return !settings.refusedPrograms().isEmpty()
        && settings.refusedPrograms().contains(new Requester(event.thread()).program());
  }

  /** Takes over what programs wait for since a predecessor; before the first event is read. */
  void inherit() {
    List<Journal.Entry> entries = outstanding.inherit(volume.root);
    for (Journal.Entry entry : entries) {
      try {
        inherit(entry);
      } catch (RuntimeException e) {
        log.warn("A program that waited since before the restart gets an error", e);
        answerInherited(entry.number(), Answers.FAILED);
      }
    }
    if (!entries.isEmpty()) {
      log.info("{} programs waited since before the restart", entries.size());
    }
  }

  private void inherit(Journal.Entry entry) {
    if (entry.handle() == null) {
      answerInherited(entry.number(), Answers.FAILED);
      return;
    }
    Descriptor file = volume.open(entry.handle(), OpenFlags.READ);
    ContentEvent event =
        new ContentEvent(
            file, entry.number(), entry.events(), entry.thread(), entry.offset(), entry.count());
    Held held = new Held(event, entry.handle(), true);
    Waiter waiter =
        waiter(
            held,
            answer -> {
              file.close();
              answerInherited(entry.number(), answer);
            });
    workers.execute(waiter::serve);
  }

  private void answerInherited(int number, int answer) {
    outstanding.answerInherited(number, answer).forEach(this::accept);
  }

  private Waiter waiter(Held held, IntConsumer answering) {
    return new Waiter(
        !held.event().opening(),
        waiter -> serve(held, waiter, true),
        (answer, failure) -> {
          if (failure != null && closing) {
            // Left to a successor.
            return;
          }
          answering.accept(answer);
          if (failure != null) {
            failed.increment();
            log.warn("Content of {} could not be had: {}", held.handle(), Answers.text(failure));
          }
        });
  }

  private boolean serve(Held held, Waiter waiter, boolean mayWait) {
    try {
      return files.with(held.handle(), file -> file.serve(held, waiter, mayWait));
    } catch (RuntimeException | Error e) {
      waiter.fail(e);
      log.error("A program could not be served", e);
      return true;
    }
  }

  /** Serves a waiter from the beginning, elsewhere. */
  void serveAgain(Waiter waiter) {
    workers.execute(waiter::serve);
  }

  void tellChanged(FileState before, FileHandle handle) {
    try {
      changed.onChanged(before, handle);
    } catch (RuntimeException e) {
      log.warn("The changed object of {} could not be taken over", handle, e);
    }
  }

  private void tick() {
    try {
      for (Fetch fetch : fetches.running()) {
        if (fetch.stalled(settings.fetchLimit())) {
          // told before it is interrupted: whoever waits learns of the silence, not of its end
          fetch.file.failed(
              fetch,
              new ContentException(
                  Reason.TIMEOUT,
                  "The store sent nothing for " + settings.fetchLimit().toSeconds() + " s."));
          fetch.abandon();
        }
      }
      files.all().forEach(LazyFile::tick);
    } catch (RuntimeException e) {
      log.error("Watching over reads failed", e);
    }
  }

  Counters counters() {
    return new Counters(events.sum(), outstanding.count(), fills.sum(), bytes.sum(), failed.sum());
  }

  /** Stops; who still waits, waits for a successor. */
  @Override
  public void close() {
    closing = true;
    clock.shutdownNow();
    ahead.close();
    end(fetches.threads());
    end(workers);
    flips.close();
  }

  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    try {
      if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
        log.warn("Threads that serve lazy files do not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
