package io.windlass.client;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How often a passing fault is tried again, and how long to wait in between. Immutable.
 *
 * @param attempts at least 1, the first one included
 * @param firstPause doubled after each attempt; a random part of it is waited
 * @param longestPause no wait is longer
 * @param pause waits
 */
public record Retries(int attempts, Duration firstPause, Duration longestPause, Pause pause) {

  /** Something that lets time pass. */
  @FunctionalInterface
  public interface Pause {
    /** Returns after the time. */
    void await(Duration time) throws InterruptedException;
  }

  /** Four attempts within about a second: what a person will wait for. */
  public static Retries quick() {
    return new Retries(4, Duration.ofMillis(300), Duration.ofSeconds(10), Retries::await);
  }

  /** Eight attempts within about a minute: for the parts of a large transfer. */
  public static Retries patient() {
    return new Retries(8, Duration.ofSeconds(1), Duration.ofSeconds(20), Retries::await);
  }

  /** Whether there is another attempt after this one; counts from 1. */
  public boolean again(int attempt) {
    return attempt < attempts;
  }

  /**
   * Waits before the attempt that follows this one.
   *
   * @param attempt the one that failed; counts from 1
   * @param atLeast what the other side asked for
   */
  public void pauseAfter(int attempt, Duration atLeast) {
    long ceiling = firstPause.toMillis() << Math.min(attempt - 1, 16);
    long chosen = ThreadLocalRandom.current().nextLong(Math.max(1, ceiling) + 1);
    long millis = Math.min(Math.max(chosen, atLeast.toMillis()), longestPause.toMillis());
    try {
      pause.await(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WindlassApiException(
          "interrupted",
          "The request was interrupted.",
          java.util.Optional.empty(),
          java.util.Optional.of(e));
    }
  }

  private static void await(Duration time) throws InterruptedException {
    boolean ended = new Semaphore(0).tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
    if (ended) {
      throw new IllegalStateException("nobody releases this");
    }
  }
}
