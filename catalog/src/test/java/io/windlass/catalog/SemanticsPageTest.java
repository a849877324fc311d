package io.windlass.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SemanticsPageTest {
  private static final Pattern NUMBER = Pattern.compile("(?m)^- \\*\\*([TNVRAL][0-9]+)\\*\\* ");

  @Test
  void everySentenceIsQuotedByATestAndEveryQuotedSentenceExists() throws Exception {
    List<String> numbers =
        NUMBER
            .matcher(Files.readString(Path.of("../docs/semantics.md")))
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();

    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(quoted()).isEqualTo(new TreeSet<>(numbers));
  }

  private static Set<String> quoted() throws IOException, ClassNotFoundException {
    Path classes = Path.of("target/test-classes");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(file -> file.toString().endsWith("Test.class")).toList();
    }
    Set<String> quoted = new TreeSet<>();
    for (Path file : files) {
      String name = classes.relativize(file).toString().replace('/', '.').replace(".class", "");
      for (Method method : Class.forName(name).getDeclaredMethods()) {
        Promise promise = method.getAnnotation(Promise.class);
        if (promise != null) {
          quoted.addAll(Stream.of(promise.value()).collect(Collectors.toSet()));
        }
      }
    }
    return quoted;
  }
}
