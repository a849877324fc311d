package io.windlass.filesystem.lazy;

import io.windlass.linux.FileHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Who waits for content of one file. Guarded by the lock of the file. */
final class Waiters {
  private final FileHandle handle;
  private final Failures failures;
  private final List<Waiter> waiting = new ArrayList<>();

  Waiters(FileHandle handle, Failures failures) {
    this.handle = handle;
    this.failures = failures;
  }

  void add(Waiter waiter) {
    waiting.add(waiter);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether someone waits for the content to be on the disk. */
  boolean needTheDisk() {
    return waiting.stream().anyMatch(waiter -> waiter.durable);
  }

  void forEach(Consumer<Waiter> action) {
    waiting.forEach(action);
  }

  /** Those that are meant; they do not wait any more, and it is on the caller to answer them. */
  List<Waiter> take(Predicate<Waiter> which) {
    List<Waiter> taken = new ArrayList<>();
    waiting.removeIf(waiter -> {
      boolean meant = which.test(waiter);
      if (meant) {
        taken.add(waiter);
      }
      return meant || waiter.isAnswered();
    });
    return taken;
  }

  /** All of them. */
  List<Waiter> takeAll() {
    return take(any -> true);
  }

  /** Tells those that were taken, or never were added, that the content cannot be had. */
  void fail(List<Waiter> failed, Throwable failure) {
    if (failed.stream().anyMatch(waiter -> !waiter.ahead)) {
      failures.add(handle, Answers.text(failure));
    }
    failed.forEach(waiter -> waiter.fail(failure));
  }
}
