package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.testing.InProcessStore;
import io.windlass.testing.TestQueue;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a bucket come by a queue: twice, in another order, or not at all. */
class LinkEventsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void eventsOfAQueueMayBeDoubledReversedAndLost() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && Files.exists(Path.of("/dev/loop-control")));
    ServerProcess server = SharedServer.get();
    CommandLine windlass = new CommandLine(directory, server);
    try (InProcessStore backing = InProcessStore.start();
        TestQueue queues = TestQueue.start();
        LinkedBucket linked = new LinkedBucket(backing, directory)) {
      URI queue = queues.create();
      String link =
          linked.link(
              windlass,
              "--events",
              "queue=" + queue,
              "--events-region",
              TestQueue.REGION,
              "--own-rule");
      try {
        assertThat(windlass.ok("links", "show", link)).contains("queue " + queue);
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          linked.put("file-" + i, "first of " + i);
          events.add(event(linked.bucket, "ObjectCreated:Put", "file-" + i));
          linked.put("file-" + i, "last of " + i);
          events.add(event(linked.bucket, "ObjectCreated:Put", "file-" + i));
          if (i % 4 == 0) {
            linked.delete("file-" + i);
            events.add(event(linked.bucket, "ObjectRemoved:Delete", "file-" + i));
          }
        }
        events.add(event("another-bucket", "ObjectRemoved:Delete", "file-1"));
        events.add("no event at all");
        Collections.reverse(events);
        events.addAll(List.copyOf(events));
        events.forEach(body -> queues.send(queue, body));
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(() -> assertThat(linked.files()).isEqualTo(linked.objects()));
        assertThat(linked.files()).hasSize(15);
        await().until(() -> queues.messages(queue) == 0);

        linked.put("unheard", "nobody is told");
        linked.delete("file-1");
        windlass.ok("links", "compare", link);
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(() -> assertThat(linked.files()).isEqualTo(linked.objects()));
        assertThat(linked.files()).containsKey("unheard").doesNotContainKey("file-1");
      } finally {
        windlass.ok("file-systems", "delete", linked.fileSystem);
      }
    }
  }

  private static String event(String bucket, String name, String key) {
    return """
    {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "%s",
      "eventTime": "2026-11-21T00:00:00.000Z",
      "s3": {"bucket": {"name": "%s"}, "object": {"key": "raw/%s", "sequencer": "%s"}}}]}
    """
        .formatted(name, bucket, key, UUID.randomUUID());
  }
}
