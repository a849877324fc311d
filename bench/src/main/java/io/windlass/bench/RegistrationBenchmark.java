package io.windlass.bench;

import io.windlass.client.WindlassClient;
import io.windlass.client.model.NewRegistration;
import io.windlass.client.model.Registration;
import io.windlass.client.model.Task;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Registers objects that are already in a bucket as files: objects per second and the node's peak
 * memory.
 */
final class RegistrationBenchmark {
  private final int objects;

  RegistrationBenchmark(int objects) {
    this.objects = objects;
  }

  void run() throws Exception {
    try (ListingStore store = new ListingStore(objects);
        Node node = Node.start();
        WindlassClient client = node.client()) {
      Setting.folder(
          client,
          Setting.document(
              store.endpoint(), "AKIABENCH", "secret", Optional.of("arn:aws:iam:::role/none")),
          "bench",
          "data");
      double before = node.peakMebibytes();
      Registration registration =
          client
              .registrations()
              .create(
                  new NewRegistration(
                      Optional.empty(),
                      Optional.of(Setting.FOLDER),
                      Optional.empty(),
                      Optional.of("data/"),
                      Optional.empty(),
                      Optional.empty()));
      String id = registration.task().orElseThrow().id();
      Task task = Waiting.forTask(client, id);
      Duration took =
          Duration.between(task.startedAt().orElseThrow(), task.endedAt().orElseThrow());
      System.out.printf(
          "%nregistering %,d existing objects: %s %s%n", objects, task.state(), counts(task));
      System.out.printf(
          "  %.1f s, %,.0f objects per second, peak memory of the node %.0f MiB (%.0f before)%n",
          took.toMillis() / 1000.0,
          objects * 1000.0 / took.toMillis(),
          node.peakMebibytes(),
          before);
    }
  }

  private static Map<String, Object> counts(Task task) {
    return task.progress();
  }
}
