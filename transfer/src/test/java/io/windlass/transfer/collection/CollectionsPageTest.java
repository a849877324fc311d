package io.windlass.transfer.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CollectionsPageTest {
  private static final Pattern NUMBER = Pattern.compile("(?m)^- \\*\\*([A-Z][0-9]+)\\*\\* ");

  private static final List<Class<?>> TESTS =
      List.of(
          StorageContract.class,
          BucketStorageContract.class,
          DirectoryStorageTest.class,
          GlobProperties.class,
          WalkProperties.class,
          CrossAccountTest.class,
          BucketRegionsTest.class,
          BucketHistoryTest.class,
          OwnCredentialCollectionsTest.class);

  @Test
  void everySentenceIsQuotedByATestAndEveryQuotedSentenceExists() throws Exception {
    List<String> numbers =
        NUMBER
            .matcher(Files.readString(Path.of("../docs/semantics/collections.md")))
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
