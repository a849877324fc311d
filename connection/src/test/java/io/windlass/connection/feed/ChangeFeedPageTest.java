package io.windlass.connection.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeFeedPageTest {
  private static final Pattern NUMBER = Pattern.compile("(?m)^- \\*\\*([A-Z][0-9]+)\\*\\* ");

  private static final List<Class<?>> TESTS =
      List.of(
          HintQueueTest.class,
          FeedMessagesTest.class,
          QueueFeedTest.class,
          KilledPollerTest.class,
          FeedRulesTest.class,
          CephPushFeedTest.class);

  @Test
  void everySentenceIsQuotedByATestAndEveryQuotedSentenceExists() throws Exception {
    List<String> numbers =
        NUMBER
            .matcher(Files.readString(Path.of("../docs/semantics/change-feed.md")))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(
            TESTS.stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Promise.class))
                .flatMap(method -> Stream.of(method.getAnnotation(Promise.class).value()))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(numbers);
  }
}
