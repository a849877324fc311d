package io.windlass.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static final List<String> PAGES =
      List.of("files-and-objects.md", "links.md", "export.md");
  private static final Pattern NUMBER = Pattern.compile("(?m)^- \\*\\*([A-Z][0-9]+)\\*\\* ");

  @Test
  void everySentenceIsQuotedByATestAndEveryQuotedSentenceExists() throws Exception {
    List<String> numbers = new ArrayList<>();
    for (String page : PAGES) {
      NUMBER
          .matcher(Files.readString(Path.of("../docs/semantics", page)))
          .results()
          .map((MatchResult match) -> match.group(1))
          .forEach(numbers::add);
    }

    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(quoted()).isEqualTo(new TreeSet<>(numbers));
  }

  private static Set<String> quoted() throws IOException, ClassNotFoundException {
    Path classes = Path.of("target/test-classes");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files =
          walk.filter(file -> file.toString().matches(".*(Test|Contract|Properties)\\.class"))
              .toList();
    }
    Set<String> quoted = new TreeSet<>();
    for (Path file : files) {
      String name = classes.relativize(file).toString().replace('/', '.').replace(".class", "");
      for (Method method : Class.forName(name).getDeclaredMethods()) {
        Promise promise = method.getAnnotation(Promise.class);
        if (promise != null) {
          quoted.addAll(List.of(promise.value()));
        }
      }
    }
    return quoted;
  }
}
