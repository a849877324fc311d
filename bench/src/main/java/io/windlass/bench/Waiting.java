package io.windlass.bench;

import io.windlass.client.WindlassClient;
import io.windlass.client.model.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for something by asking for it. */
final class Waiting {
  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");

  private Waiting() {}

  static Task forTask(WindlassClient client, String id) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      Task task = client.tasks().get(id);
      if (task.state().equals("failed")) {
        throw new IOException("the task failed: " + task.problem());
      }
      if (FINAL.contains(task.state())) {
        return task;
      }
      if (never.await(250, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts down");
      }
    }
  }

  /** Something that holds sooner or later. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Waits until a condition holds; answers the seconds that took.
   *
   * @param pause between two looks
   * @throws TookTooLong when it does not hold in time
   */
  static double until(String what, Duration limit, Duration pause, Condition condition)
      throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    long begin = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - begin > limit.toNanos()) {
        throw new TookTooLong(what, limit);
      }
      if (never.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("nobody counts down");
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}
