package io.windlass.transfer.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GlobProperties {
  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(
            "a", "b", "/", "*", "**", "**/", "?", "[ab]", "[!a]", "\\*", "[", "]", ".")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "/", "*", "[", "]", ".", "\uD83D\uDE00")
        .list()
        .ofMaxSize(7)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 3000)
  @Promise("B2")
  void matchingAgreesWithTryingEveryWay(
      @ForAll("patterns") String pattern, @ForAll("names") String name) {
    assertThat(Glob.of(pattern).matches(name))
        .as("%s on %s", pattern, name)
        .isEqualTo(fits(pattern, 0, name, 0));
  }

  @Property
  void whatFitsBeginsWithTheLiteralPart(
      @ForAll("patterns") String pattern, @ForAll("names") String name) {
    Glob glob = Glob.of(pattern);
    assertThat(!glob.matches(name) || name.startsWith(glob.literal())).isTrue();
  }

  /** The meaning of globs written down without regard to time. */
  private static boolean fits(String pattern, int p, String name, int n) {
    if (p == pattern.length()) {
      return n == name.length();
    }
    char c = pattern.charAt(p);
    if (c == '*') {
      return fitsStars(pattern, p, name, n);
    }
    if (n == name.length()) {
      return false;
    }
    int character = name.codePointAt(n);
    int next = n + Character.charCount(character);
    int close = c == '[' ? pattern.indexOf(']', p + (pattern.startsWith("[!", p) ? 3 : 2)) : -1;
    if (close > 0) {
      boolean negated = pattern.charAt(p + 1) == '!';
      String set = pattern.substring(p + (negated ? 2 : 1), close).replace("\\*", "*");
      return character != '/'
          && set.indexOf(character) >= 0 != negated
          && fits(pattern, close + 1, name, next);
    }
    if (c == '?') {
      return character != '/' && fits(pattern, p + 1, name, next);
    }
    int literal = c == '\\' ? p + 1 : p;
    return pattern.codePointAt(literal) == character && fits(pattern, literal + 1, name, next);
  }

  private static boolean fitsStars(String pattern, int p, String name, int n) {
    int end = p;
    while (end < pattern.length() && pattern.charAt(end) == '*') {
      end++;
    }
    boolean many = end - p > 1;
    boolean directories =
        many && (p == 0 || pattern.charAt(p - 1) == '/') && pattern.startsWith("/", end);
    for (int to = n; to <= name.length(); to++) {
      String taken = name.substring(n, to);
      boolean may =
          directories ? taken.isEmpty() || taken.endsWith("/") : many || taken.indexOf('/') < 0;
      if (may && fits(pattern, directories ? end + 1 : end, name, to)) {
        return true;
      }
    }
    return false;
  }

  @Example
  void examples() {
    assertThat(Glob.of("**/*.csv").matches("a.csv")).isTrue();
    assertThat(Glob.of("**/*.csv").matches("x/y/a.csv")).isTrue();
    assertThat(Glob.of("*.csv").matches("x/a.csv")).isFalse();
    assertThat(Glob.of("x/**").matches("x/y/z")).isTrue();
    assertThat(Glob.of("[a-c]?").matches("b\uD83D\uDE00")).isTrue();
    assertThat(Glob.of("[!a-c]").matches("b")).isFalse();
    assertThat(Glob.of("[]]").matches("]")).isTrue();
    assertThat(Glob.of("a\\").matches("a\\")).isTrue();
    for (String bad : List.of("", "x".repeat(1025))) {
      StorageContract.assertProblem("invalid_glob", () -> Glob.of(bad));
    }
  }

  @Example
  @Promise("B2")
  void aMaliciousPatternCostsNoMoreThanAnyOther() {
    assertThat(Glob.of("*a".repeat(400) + "b").matches("a".repeat(2000))).isFalse();
  }
}
