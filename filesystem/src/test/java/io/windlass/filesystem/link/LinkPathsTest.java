package io.windlass.filesystem.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.link.LinkPaths.Repository;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LinkPathsTest {
  @Test
  @Promise("L1")
  void a_slash_at_the_end_makes_no_difference() {
    assertThat(LinkPaths.directory("/ns1")).isEqualTo("ns1");
    assertThat(LinkPaths.directory("/ns1/")).isEqualTo("ns1");
    assertThat(LinkPaths.directory("/ns1/path 1")).isEqualTo("ns1/path 1");
    assertThat(LinkPaths.directory("/")).isEmpty();
    assertThat(LinkPaths.repository("s3://b/p")).isEqualTo(new Repository("b", "p/"));
    assertThat(LinkPaths.repository("s3://b/p/")).isEqualTo(new Repository("b", "p/"));
    assertThat(LinkPaths.repository("s3://b")).isEqualTo(new Repository("b", ""));
    assertThat(LinkPaths.repository("s3://b/")).isEqualTo(new Repository("b", ""));
    assertThat(LinkPaths.repository("s3://b/p/q").text()).isEqualTo("s3://b/p/q/");
  }

  @Test
  @Promise("L1")
  void directories_that_are_none_are_refused() {
    for (String path :
        List.of(
            "",
            "ns1",
            "//",
            "/a//b",
            "/./a",
            "/a/..",
            "/a\u0000",
            "/a\nb",
            "/a\u2028",
            "/a\u0085",
            "/" + "x".repeat(4096))) {
      assertThatThrownBy(() -> LinkPaths.directory(path)).hasMessageStartingWith("invalid_path");
    }
    assertThat(LinkPaths.directory("/" + "x".repeat(4095))).hasSize(4095);
  }

  @Test
  void repositories_that_are_none_are_refused() {
    for (String path :
        List.of(
            "",
            "b/p",
            "http://b/p",
            "S3://b",
            "s3://",
            "s3:///p",
            "s3://b//p",
            "s3://b/a/../c",
            "s3://b/a\rb",
            "s3://b/" + "x".repeat(4351))) {
      assertThatThrownBy(() -> LinkPaths.repository(path))
          .hasMessageStartingWith("invalid_repository_path");
    }
  }

  @Test
  @Promise("L2")
  void overlap_goes_by_whole_segments() {
    assertThat(LinkPaths.directoriesOverlap("ns1", "ns1/ns2")).isTrue();
    assertThat(LinkPaths.directoriesOverlap("ns1", "ns1")).isTrue();
    assertThat(LinkPaths.directoriesOverlap("ns1", "ns10")).isFalse();
    assertThat(LinkPaths.directoriesOverlap("", "anything/at/all")).isTrue();
    assertThat(overlap("s3://b", "s3://b/p")).isTrue();
    assertThat(overlap("s3://b/p", "s3://b/p2")).isFalse();
    assertThat(overlap("s3://b/p", "s3://c/p")).isFalse();
    assertThat(overlap("s3://b/p/q", "s3://b/p")).isTrue();
  }

  @Property
  void directories_overlap_exactly_when_the_segments_of_one_begin_the_other(
      @ForAll("segments") List<String> one, @ForAll("segments") List<String> other) {
    int shorter = Math.min(one.size(), other.size());
    boolean expected = one.subList(0, shorter).equals(other.subList(0, shorter));
    String left = String.join("/", one);
    String right = String.join("/", other);
    assertThat(LinkPaths.directoriesOverlap(left, right)).isEqualTo(expected);
    assertThat(LinkPaths.directoriesOverlap(right, left)).isEqualTo(expected);
    assertThat(LinkPaths.repositoriesOverlap(bucket(left), bucket(right))).isEqualTo(expected);
    assertThat(LinkPaths.repositoriesOverlap(bucket(right), bucket(left))).isEqualTo(expected);
  }

  @Property
  void what_is_written_with_or_without_a_slash_is_the_same(
      @ForAll("segments") List<String> segments) {
    String bare = String.join("/", segments);
    String written = "/" + bare;
    assertThat(LinkPaths.directory(written)).isEqualTo(bare);
    assertThat(LinkPaths.directory(written.endsWith("/") ? written : written + "/"))
        .isEqualTo(bare);
    Repository repository = LinkPaths.repository("s3://bucket" + written);
    assertThat(LinkPaths.repository(repository.text())).isEqualTo(repository);
  }

  @Provide
  Arbitrary<List<String>> segments() {
    return Arbitraries.strings()
        .withChars("ab1 é")
        .ofMinLength(1)
        .ofMaxLength(2)
        .list()
        .ofMaxSize(4);
  }

  private static boolean overlap(String one, String other) {
    return LinkPaths.repositoriesOverlap(LinkPaths.repository(one), LinkPaths.repository(other));
  }

  private static Repository bucket(String bare) {
    return LinkPaths.repository("s3://bucket/" + bare);
  }
}
