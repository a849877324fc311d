package io.windlass.transfer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.KeyOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SharedNamesProperties {
  @Provide
  Arbitrary<List<String>> keys() {
    return Arbitraries.strings()
        .withChars('a', 'b', '/', '!', '0')
        .ofMinLength(1)
        .ofMaxLength(6)
        .filter(key -> !key.startsWith("/") && !key.endsWith("/") && !key.contains("//"))
        .list()
        .ofMaxSize(30);
  }

  /** Also when a planner stops and another one goes on behind every key. */
  @Property
  void whatIsBelowAFileIsFoundAndNothingElse(@ForAll("keys") List<String> some) {
    TreeSet<String> keys = new TreeSet<>(KeyOrder.OF_KEYS);
    keys.addAll(some);
    SharedNames names = new SharedNames(List.of());
    Set<String> files = new HashSet<>();
    for (String key : keys) {
      String above = names.above(key);
      String expected = firstAbove(key, files);
      assertThat(above).isEqualTo(expected);
      if (above.isEmpty()) {
        names.file(key);
        files.add(key);
      }
      names = new SharedNames(names.kept());
    }
  }

  private static String firstAbove(String key, Set<String> files) {
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      if (files.contains(key.substring(0, slash))) {
        return key.substring(0, slash);
      }
    }
    return "";
  }
}
