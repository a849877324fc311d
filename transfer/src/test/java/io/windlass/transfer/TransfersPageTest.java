package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransfersPageTest {
  private static final Pattern NUMBER = Pattern.compile("(?m)^- \\*\\*([A-Z][0-9]+)\\*\\* ");

  @Test
  void everySentenceIsQuotedByATestAndEveryQuotedSentenceExists() throws Exception {
    List<String> numbers =
        NUMBER
            .matcher(Files.readString(Path.of("../docs/semantics/transfers.md")))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(quoted()).isEqualTo(new TreeSet<>(numbers));
  }

  private static Set<String> quoted() throws IOException, ClassNotFoundException {
    Path classes = Path.of("target/test-classes");
    Set<String> quoted = new TreeSet<>();
    try (Stream<Path> files = Files.list(classes.resolve("io/windlass/transfer"))) {
      for (Path file : files.filter(each -> each.toString().endsWith("Test.class")).toList()) {
        String name = classes.relativize(file).toString().replace('/', '.').replace(".class", "");
        for (Method method : Class.forName(name).getDeclaredMethods()) {
          Promise promise = method.getAnnotation(Promise.class);
          if (promise != null) {
            quoted.addAll(List.of(promise.value()));
          }
        }
      }
    }
    return quoted;
  }
}
