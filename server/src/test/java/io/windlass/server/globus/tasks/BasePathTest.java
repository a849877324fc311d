package io.windlass.server.globus.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BasePathTest {
  @Test
  void theDirectoryThatAllShare() {
    assertThat(BasePath.of(Stream.of("/a/b/c.txt"))).contains("/a/b/");
    assertThat(BasePath.of(Stream.of("/a/b/c.txt", "/a/b/d.txt"))).contains("/a/b/");
    assertThat(BasePath.of(Stream.of("/a/b/c.txt", "/a/bc/d.txt"))).contains("/a/");
    assertThat(BasePath.of(Stream.of("/a/b/", "/a/b/c/d"))).contains("/a/b/");
    assertThat(BasePath.of(Stream.of("/a/b", "/c/d"))).contains("/");
    assertThat(BasePath.of(Stream.empty())).isEmpty();
  }
}
