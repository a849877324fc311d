package io.windlass.filesystem.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.Promise;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeyPathsProperties {
  private static final KeyPaths BELOW = new KeyPaths("data/", false);
  private static final KeyPaths ROOT = new KeyPaths("", true);

  /** Keys that are mostly near the edge of what has a path. */
  @Provide
  Arbitrary<String> keys() {
    Arbitrary<String> segment =
        Arbitraries.oneOf(
            Arbitraries.of(
                "",
                ".",
                "..",
                "...",
                "a",
                "a.",
                "\\",
                "é",
                "a\0b",
                "x".repeat(255),
                "é".repeat(128)),
            Arbitraries.strings().ofMaxLength(6));
    return segment.list().ofMinSize(1).ofMaxSize(5).map(parts -> String.join("/", parts));
  }

  @Property
  @Promise("P1")
  void a_key_that_has_a_path_is_that_path_letter_for_letter(@ForAll("keys") String rest) {
    switch (BELOW.toPath("data/" + rest)) {
      case KeyPath.Directory(String path) ->
          assertThat(BELOW.toKey(path, true)).isEqualTo("data/" + rest);
      case KeyPath.File(String path) ->
          assertThat(BELOW.toKey(path, false)).isEqualTo("data/" + rest);
      case KeyPath.Unsuitable _ -> {}
    }
  }

  @Property
  @Promise("P2")
  void every_path_stays_below_the_directory_and_is_one_that_linux_can_hold(
      @ForAll("keys") String rest) {
    String path =
        switch (BELOW.toPath("data/" + rest)) {
          case KeyPath.Directory(String directory) -> directory;
          case KeyPath.File(String file) -> file;
          case KeyPath.Unsuitable _ -> "";
        };
    if (!path.isEmpty()) {
      assertThat(path.split("/", -1))
          .allSatisfy(segment -> {
            assertThat(segment).isNotEmpty().isNotIn(".", "..").doesNotContain("\0");
            assertThat(segment.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(255);
            assertThat(new String(segment.getBytes(UTF_8), UTF_8)).isEqualTo(segment);
          });
    }
  }

  @Example
  @Promise("P1")
  void a_slash_at_the_end_makes_a_directory_and_the_prefix_is_the_linked_directory_itself() {
    assertThat(BELOW.toPath("data/a/b")).isEqualTo(new KeyPath.File("a/b"));
    assertThat(BELOW.toPath("data/a/b/")).isEqualTo(new KeyPath.Directory("a/b"));
    assertThat(BELOW.toPath("data/")).isEqualTo(new KeyPath.Directory(""));
    assertThat(BELOW.toKey("", true)).isEqualTo("data/");
    assertThat(ROOT.toKey("", true)).isEmpty();
    assertThat(BELOW.relative("data/a/")).isEqualTo("a/").isEqualTo(BELOW.stateKey("a", true));
  }

  @Example
  @Promise("P2")
  void keys_with_odd_segments_have_no_path() {
    for (String odd :
        List.of("/a", "/", "//", "a//b", "a//", ".", "..", "./a", "a/../b", "a/.", "a\0", "a/./")) {
      assertThat(code(BELOW, "data/" + odd))
          .as(odd)
          .isEqualTo(ReportCode.S3_OBJECT_PATH_NOT_POSIX_COMPLIANT);
    }
    assertThat(code(BELOW, "data/\ud800")).isEqualTo(ReportCode.S3_OBJECT_PATH_NOT_POSIX_COMPLIANT);
  }

  @Example
  @Promise("P3")
  void segments_over_255_bytes_have_no_path() {
    assertThat(code(BELOW, "data/a/" + "x".repeat(256))).isEqualTo(ReportCode.PATH_SIZE_TOO_LONG);
    assertThat(code(BELOW, "data/" + "é".repeat(128) + "/a"))
        .isEqualTo(ReportCode.PATH_SIZE_TOO_LONG);
    assertThat(BELOW.toPath("data/" + "é".repeat(127) + "/a")).isInstanceOf(KeyPath.File.class);
  }

  @Example
  @Promise("P4")
  void our_own_names_are_reserved_at_the_root_of_a_file_system_alone() {
    for (String own : List.of(".windlass-conflicts", ".windlass-tmp", ".windlass-probe-1")) {
      for (String key : List.of(own, own + "/", own + "/a")) {
        assertThat(code(ROOT, key)).as(key).isEqualTo(ReportCode.OPERATION_NOT_PERMITTED);
        assertThat(BELOW.toPath("data/" + key)).isNotInstanceOf(KeyPath.Unsuitable.class);
        assertThat(ROOT.toPath("a/" + key)).isNotInstanceOf(KeyPath.Unsuitable.class);
      }
      assertThat(ROOT.reserved(own + "/a")).isTrue();
      assertThat(BELOW.reserved(own + "/a")).isFalse();
    }
    for (String ordinary : List.of(".windlass", ".windlass-tmp2", "a\\b", "c:", " ", "~")) {
      assertThat(ROOT.toPath(ordinary)).isEqualTo(new KeyPath.File(ordinary));
    }
  }

  private static ReportCode code(KeyPaths paths, String key) {
    assertThat(paths.toPath(key)).as(key).isInstanceOf(KeyPath.Unsuitable.class);
    return ((KeyPath.Unsuitable) paths.toPath(key)).code();
  }
}
