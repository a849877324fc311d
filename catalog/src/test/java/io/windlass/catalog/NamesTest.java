package io.windlass.catalog;

import static io.windlass.catalog.TestCatalog.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NamesTest {
  @Property
  @Promise("N1")
  void aNameThatIsAcceptedKeepsTheRule(@ForAll String text) {
    Optional<String> name = checked(text);
    name.ifPresent(accepted -> {
      assertThat(accepted).isEqualTo(text.strip()).isNotIn("", ".", "..");
      assertThat(accepted).doesNotContain("/");
      assertThat(accepted.codePoints()).noneMatch(Character::isISOControl);
      assertThat(accepted.getBytes(UTF_8).length).isLessThanOrEqualTo(255);
      assertThat(new String(accepted.getBytes(UTF_8), UTF_8)).isEqualTo(accepted);
      assertThat(EntryName.checked(accepted)).isEqualTo(accepted);
    });
  }

  @Property
  @Promise("N1")
  void whatKeepsTheRuleIsAccepted(@ForAll("goodNames") String text) {
    assertThat(checked(text)).contains(text);
  }

  @Example
  @Promise("N1")
  void namesThatBreakTheRuleAreRefused() {
    for (String text :
        List.of(
            "",
            " ",
            "\t",
            ".",
            "..",
            " .. ",
            "a/b",
            "/",
            "a\nb",
            "a\0b",
            "a\u007fb",
            "a\u0085b",
            "\ud800",
            "x".repeat(256),
            "é".repeat(128))) {
      assertRefused(Kind.INVALID, "invalid_name", () -> EntryName.checked(text));
    }
    for (String text :
        List.of("...", "a b", "a\\b", "naïve ☃ 𝕏", "%2F", "x".repeat(255), "~", "*?", "c:d")) {
      assertThat(EntryName.checked(text)).isEqualTo(text);
    }
    assertThat(EntryName.checked("  a b ")).isEqualTo("a b");
  }

  @Property
  @Promise("N4")
  void aPathWrittenOutReadsAsTheSamePath(@ForAll("paths") CatalogPath path) {
    assertThat(CatalogPath.parse(path.toString())).isEqualTo(path);
    assertThat(CatalogPath.parse("/" + path + "/")).isEqualTo(path);
    assertThat(path.child("x").parent()).contains(path);
    assertThat(path.child("x").name()).isEqualTo("x");
  }

  @Property
  @Promise("N4")
  void anyTextIsAPathThatReadsBackOrIsRefused(@ForAll String text) {
    try {
      CatalogPath path = CatalogPath.parse(text);
      assertThat(CatalogPath.parse(path.toString())).isEqualTo(path);
    } catch (WindlassException e) {
      assertThat(e.problem().code()).isIn("invalid_name", "path_too_deep");
    }
  }

  @Example
  @Promise("N3")
  void emptyPartsOfAPathAreRefused() {
    for (String text : List.of("", "/", "//", "a//b", "//a", "a//", "a/../b", "a/./b", "..")) {
      assertRefused(Kind.INVALID, "invalid_name", () -> CatalogPath.parse(text));
    }
    assertThat(CatalogPath.parse("/a/b/")).isEqualTo(new CatalogPath("a", List.of("b")));
    assertRefused(Kind.INVALID, "path_too_deep", () -> CatalogPath.parse("a" + "/b".repeat(50)));
    assertThat(CatalogPath.parse("a" + "/b".repeat(49)).names()).hasSize(49);
  }

  @Provide
  Arbitrary<String> goodNames() {
    return Arbitraries.strings()
        .withChars("aZ09 _.-+()'éß☃漢%\\*?:\"")
        .ofMinLength(1)
        .ofMaxLength(80)
        .filter(text -> text.equals(text.strip()) && !text.equals(".") && !text.equals(".."));
  }

  @Provide
  Arbitrary<CatalogPath> paths() {
    return Combinators.combine(goodNames(), goodNames().list().ofMaxSize(6)).as(CatalogPath::new);
  }

  private static Optional<String> checked(String text) {
    try {
      return Optional.of(EntryName.checked(text));
    } catch (WindlassException e) {
      assertThat(e.problem().code()).isEqualTo("invalid_name");
      return Optional.empty();
    }
  }
}
