package io.windlass.connection.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.connection.Connections;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.foundation.Secret;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.TestQueue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node that reads a queue and is killed with SIGKILL, again and again. */
class KilledPollerTest {
  private static final int MESSAGES = 600;
  private static final int KILLS = 2;

  private static final FeedSettings SHORT =
      new FeedSettings(
          Duration.ofMinutes(2),
          Duration.ofSeconds(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));

  @Test
  @Promise("Q1")
  void aNodeThatIsKilledLosesNoMessage() throws IOException {
    try (InProcessStore store = InProcessStore.start();
        TestQueue sqs = TestQueue.start();
        FeedLab lab = new FeedLab(store)) {
      URI queue = sqs.create();
      String feed = lab.feeds().follow(lab.wish("", queue, EventSource.Notification.OWNER)).id();
      IntStream.range(0, MESSAGES).forEach(i -> sqs.send(queue, FeedLab.message("key " + i)));

      for (int kill = 0; kill < KILLS; kill++) {
        try (Node node = Node.start(lab)) {
          node.line(); // it runs
          long goal = MESSAGES * (kill + 1L) / (KILLS + 2);
          while (lab.feeds().backlog(feed).keys() < goal) {
            Thread.onSpinWait();
          }
        }
      }
      assertThat(sqs.messages(queue)).isPositive();
      try (Node node = Node.start(lab)) {
        do {
          node.line();
        } while (sqs.messages(queue) > 0);
      }
      assertThat(lab.feeds().backlog(feed).keys()).isEqualTo(MESSAGES);
      lab.clock().pass(Duration.ofDays(36_500)); // the node has another clock
      assertThat(lab.feeds().take(feed, MESSAGES + 1))
          .extracting(Hint::key)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, MESSAGES).mapToObj(i -> "key " + i).toList());
    }
  }

  /** Its own process. */
  private record Node(Process process, BufferedReader output) implements AutoCloseable {
    static Node start(FeedLab lab) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Program.class.getName(),
                  lab.house().database().jdbcUrl(),
                  lab.house().database().user(),
                  lab.house().keyFile().toString()));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("PASSWORD", lab.house().database().password().reveal());
      Process process = builder.start();
      return new Node(
          process, new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
    }

    void line() throws IOException {
      assertThat(output.readLine()).isEqualTo("round");
    }

    /** SIGKILL. */
    @Override
    public void close() {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  /** Reads the queues until it is killed. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Database database =
          Database.at(
              arguments[0],
              Optional.of(arguments[1]),
              Optional.of(Secret.of(System.getenv("PASSWORD"))));
      SecretBox box = SecretBox.at(Path.of(arguments[2]), database);
      Connections connections =
          new Connections(database, new S3ObjectStores(), box, InstantSource.system());
      ChangeFeeds feeds =
          new ChangeFeeds(database, connections, box, InstantSource.system(), SHORT);
      while (true) {
        System.out.println("round");
        System.out.flush();
        feeds.polling().work().run();
      }
    }
  }
}
