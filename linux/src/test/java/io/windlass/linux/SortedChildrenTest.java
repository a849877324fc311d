package io.windlass.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.KeyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedChildrenTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 199, 200, 201, 1000})
  void entriesComeInTheOrderOfTheirKeysHoweverFewAreHeldInMemory(int run) throws IOException {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Files.createFile(directory.resolve("f" + i));
      Files.createDirectory(directory.resolve("d" + i));
      keys.add("f" + i);
      keys.add("d" + i + "/");
    }
    keys.sort(KeyOrder.OF_KEYS);
    List<String> found = new ArrayList<>();
    try (Descriptor open = Descriptor.openDirectory(directory);
        SortedChildren children = SortedChildren.of(open, run)) {
      children.forEachRemaining(name -> found.add(name.sortKey()));
    }
    assertThat(found).isEqualTo(keys);
  }

  @Test
  void aDirectoryIsOrderedAsIfItsNameHadASlashAtItsEnd() throws IOException {
    Files.createDirectory(directory.resolve("a"));
    Files.createFile(directory.resolve("a.b"));
    Files.createFile(directory.resolve("a0"));
    Files.createFile(directory.resolve("\uFFFD"));
    Files.createFile(directory.resolve("\uD83D\uDE00"));
    List<String> found = new ArrayList<>();
    try (Descriptor open = Descriptor.openDirectory(directory);
        SortedChildren children = SortedChildren.of(open)) {
      children.forEachRemaining(name -> found.add(name.sortKey()));
    }
    assertThat(found).containsExactly("a.b", "a/", "a0", "\uFFFD", "\uD83D\uDE00");
  }
}
