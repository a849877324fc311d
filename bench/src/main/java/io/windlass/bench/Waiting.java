package io.windlass.bench;

import io.windlass.client.WindlassClient;
import io.windlass.client.model.Task;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a task by asking for it. */
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
}
