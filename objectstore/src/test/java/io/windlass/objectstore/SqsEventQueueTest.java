package io.windlass.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.EventQueue.Message;
import io.windlass.testing.TestQueue;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SqsEventQueueTest {
  private static TestQueue sqs;
  private static ObjectStore store;

  @BeforeAll
  static void start() {
    sqs = TestQueue.start();
    store =
        new S3ObjectStores()
            .open(
                StoreAddress.at(URI.create("http://127.0.0.1:1"), TestQueue.REGION),
                new Signing.Keys("AKIDTEST", Secret.of("secret"), Optional.empty()));
  }

  @AfterAll
  static void stop() {
    store.close();
    sqs.close();
  }

  @Test
  void aMessageIsThereUntilItIsDeleted() {
    URI url = sqs.create();
    sqs.send(url, "one & only");
    try (EventQueue queue = store.queue(url, TestQueue.REGION)) {
      List<Message> received = queue.receive(Duration.ofSeconds(1), Duration.ofMinutes(1));

      assertThat(received).singleElement().extracting(Message::body).isEqualTo("one & only");
      assertThat(received.getFirst().timesReceived()).isEqualTo(1);
      assertThat(sqs.messages(url)).isEqualTo(1);
      queue.delete(received);
      assertThat(sqs.messages(url)).isZero();
    }
  }

  @Test
  void anyNumberOfMessagesIsDeletedAtOnce() {
    URI url = sqs.create();
    for (int i = 0; i < 25; i++) {
      sqs.send(url, "message " + i);
    }
    try (EventQueue queue = store.queue(url, TestQueue.REGION)) {
      Set<Message> all = new HashSet<>();
      while (all.size() < 25) {
        all.addAll(queue.receive(Duration.ZERO, Duration.ofMinutes(1)));
      }
      queue.delete(all);
      assertThat(sqs.messages(url)).isZero();
      queue.delete(List.of());
    }
  }

  @Test
  void aQueueTellsItsNameAndWhetherItHasDeadLetters() {
    URI dead = sqs.create();
    URI url = sqs.create(dead, 2);
    try (EventQueue queue = store.queue(url, TestQueue.REGION);
        EventQueue plain = store.queue(dead, TestQueue.REGION)) {
      String name = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
      assertThat(queue.facts())
          .isEqualTo(
              new EventQueue.Facts(
                  Optional.of("arn:aws:sqs:us-east-1:000000000000:" + name), true));
      assertThat(plain.facts().deadLetters()).isFalse();
    }
  }

  @Test
  void aMissingQueueAndAMissingHostAreToldApart() {
    URI gone = sqs.create();
    sqs.delete(gone);
    try (EventQueue queue = store.queue(gone, TestQueue.REGION);
        EventQueue nowhere =
            store.queue(URI.create("http://127.0.0.1:1/0/queue"), TestQueue.REGION)) {
      assertThatThrownBy(() -> queue.receive(Duration.ZERO, Duration.ofMinutes(1)))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.problem().code()).isEqualTo("queue_not_found"));
      assertThatThrownBy(() -> nowhere.receive(Duration.ZERO, Duration.ofMinutes(1)))
          .isInstanceOfSatisfying(
              WindlassException.class,
              e -> assertThat(e.problem().code()).isEqualTo("store_unreachable"));
    }
  }
}
