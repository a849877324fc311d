package io.windlass.filesystem.lazy;

import io.windlass.filesystem.lazy.Ranges.Range;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Someone who waits for content: a program held back by the kernel, or a caller of ours. */
final class Waiter {
  /** Takes the one answer. */
  @FunctionalInterface
  interface Answer {
    /**
     * Called once.
     *
     * @param answer of {@link Answers}
     * @param failure why, when it is not {@link Answers#ALLOW}
     */
    void give(int answer, @Nullable Throwable failure);
  }

  /** What has to be here; guarded by the file's lock. */
  Range needed = new Range(0, 0);

  /** Whether it has to be on the disk too, because the file is about to be changed; likewise. */
  boolean durable;

  /** Whether it may hold content of an older version already. */
  final boolean mayHaveRead;

  /** Whether nobody waits: the content is fetched ahead of its use. */
  final boolean ahead;

  private final long since = System.nanoTime();
  private final Consumer<Waiter> service;
  private final Answer answer;
  private final AtomicBoolean answered = new AtomicBoolean();
  private boolean retried;

  /**
   * A new one.
   *
   * @param service serves it from the beginning
   */
  Waiter(boolean mayHaveRead, Consumer<Waiter> service, Answer answer) {
    this(mayHaveRead, false, service, answer);
  }

  private Waiter(boolean mayHaveRead, boolean ahead, Consumer<Waiter> service, Answer answer) {
    this.mayHaveRead = mayHaveRead;
    this.ahead = ahead;
    this.service = service;
    this.answer = answer;
  }

  /**
   * One that stands for nobody: when its content cannot be had as it was asked for, it gives up.
   */
  static Waiter ahead(Runnable ended) {
    return new Waiter(false, true, Waiter::allow, (answer, failure) -> ended.run());
  }

  /** Serves it from the beginning, on this thread, which may have to wait. */
  void serve() {
    service.accept(this);
  }

  void allow() {
    if (answered.compareAndSet(false, true)) {
      answer.give(Answers.ALLOW, null);
    }
  }

  void fail(Throwable failure) {
    if (answered.compareAndSet(false, true)) {
      answer.give(Answers.to(failure), failure);
    }
  }

  boolean isAnswered() {
    return answered.get();
  }

  boolean cameAfter(long time) {
    return since - time > 0;
  }

  boolean waitsLongerThan(Duration limit) {
    return System.nanoTime() - since > limit.toNanos();
  }

  /** True the first time. */
  boolean retry() {
    boolean first = !retried;
    retried = true;
    return first;
  }
}
