package io.windlass.filesystem.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ObjectMetadataProperties {
  private static final Map<String, String> WALKTHROUGH =
      Map.of(
          "user-agent", "aws-fsx-lustre",
          "file-permissions", "0100664",
          "file-owner", "500",
          "file-group", "501",
          "file-mtime", "1595002920000000000ns",
          "file-atime", "1595002921000000001ns");

  @Property
  @Promise("M6")
  void what_is_written_is_read_back_as_the_same(
      @ForAll @IntRange(max = 01777) int permissions,
      @ForAll int owner,
      @ForAll int group,
      @ForAll long modified,
      @ForAll long accessed) {
    if (owner != -1 && group != -1) {
      ObjectMetadata metadata =
          ObjectMetadata.of(0100000 | permissions, owner, group, modified, accessed);
      assertThat(ObjectMetadata.parse("k", metadata.format())).isEqualTo(metadata);
    }
  }

  @Example
  @Promise({"M1", "M6"})
  void the_form_is_that_of_fsx() {
    ObjectMetadata parsed = ObjectMetadata.parse("k", WALKTHROUGH);
    assertThat(parsed)
        .isEqualTo(
            ObjectMetadata.of(
                0100664, 500, 501, 1_595_002_920_000_000_000L, 1_595_002_921_000_000_001L));
    assertThat(parsed.format()).isEqualTo(WALKTHROUGH);
    assertThat(ObjectMetadata.of(0040755, 0, 0, -1, 0).format())
        .containsEntry("file-permissions", "0040755")
        .containsEntry("file-mtime", "-1ns");
  }

  @Example
  @Promise("M1")
  void times_without_a_unit_are_milliseconds() {
    assertThat(parse("file-mtime", "1595002920123").modified())
        .contains(1_595_002_920_123_000_000L);
    assertThat(parse("file-atime", "-1").accessed()).contains(-1_000_000L);
  }

  @Example
  @Promise("M2")
  void a_malformed_field_is_absent_and_the_others_count() {
    Map<String, List<String>> malformed =
        Map.of(
            "file-permissions", List.of("", "rw-r--r--", "0100888", "-644", "7777777", "0o644"),
            "file-owner", List.of("", "root", "-1", "4294967295", "99999999999", "1.5", "0x1"),
            "file-group", List.of("users", "-2"),
            "file-mtime",
                List.of(
                    "",
                    "ns",
                    "now",
                    "1.5ns",
                    "1ms",
                    "99999999999999999999ns",
                    "9223372036854775807",
                    "1 ns"),
            "file-atime", List.of("--1", "+-1ns"));
    malformed.forEach((field, texts) -> {
      for (String text : texts) {
        ObjectMetadata parsed = ObjectMetadata.parse("k", with(field, text));
        Map<String, String> rest = new HashMap<>(WALKTHROUGH);
        rest.remove(field);
        assertThat(parsed.format()).as("%s=%s", field, text).isEqualTo(rest);
      }
    });
  }

  @Example
  @Promise("M3")
  void an_object_without_metadata_says_nothing() {
    assertThat(ObjectMetadata.parse("k", Map.of("foreign", "x"))).isEqualTo(ObjectMetadata.NONE);
  }

  @Example
  @Promise("M4")
  void the_type_bits_only_tell_symbolic_links_from_files() {
    assertThat(parse("file-permissions", "0120777").symbolicLink()).isTrue();
    assertThat(parse("file-permissions", "0100664").symbolicLink()).isFalse();
    assertThat(parse("file-permissions", "0040755").symbolicLink()).isFalse();
    assertThat(parse("file-permissions", "0100664").permissions(true)).contains(0664);
    assertThat(parse("file-permissions", "664").permissions(false)).contains(0664);
    assertThat(ObjectMetadata.NONE.permissions(false)).isEqualTo(Optional.empty());
  }

  @Example
  @Promise("M5")
  void rights_are_not_lent() {
    assertThat(parse("file-permissions", "0106755").permissions(false)).contains(0755);
    assertThat(parse("file-permissions", "0046755").permissions(true)).contains(02755);
    assertThat(parse("file-permissions", "0041777").permissions(true)).contains(01777);
    assertThat(ObjectMetadata.of(0104755, 0, 0, 0, 0).format())
        .containsEntry("file-permissions", "0100755");
    assertThat(ObjectMetadata.of(0102755, 0, 0, 0, 0).format())
        .containsEntry("file-permissions", "0100755");
  }

  @Property
  @Promise("M2")
  void no_text_is_ever_an_error(@ForAll String text) {
    for (String field : WALKTHROUGH.keySet()) {
      ObjectMetadata.parse("k", with(field, text));
    }
    assertThat(ObjectMetadata.parse("k", with("user-agent", text)).format()).isEqualTo(WALKTHROUGH);
  }

  private static ObjectMetadata parse(String field, String text) {
    return ObjectMetadata.parse("k", Map.of(field, text));
  }

  private static Map<String, String> with(String field, String text) {
    Map<String, String> metadata = new HashMap<>(WALKTHROUGH);
    metadata.put(field, text);
    return metadata;
  }
}
