package io.windlass.server.globus.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.transfer.collection.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobusPathsTest {
  @ParameterizedTest
  @CsvSource({
    "~, /home/ann/",
    "/~, /home/ann/",
    "~/, /home/ann/",
    "/~/data/x, /home/ann/data/x",
    "~ann/x, /~ann/x",
    "/bucket/~/x, /bucket/~/x",
    "bucket/a b, /bucket/a b",
    "/bucket/100%25/#?ü, /bucket/100%25/#?ü",
    "/bucket//a/../b/, /bucket//a/../b/"
  })
  void pathsAreDataBesideTheTilde(String path, String expected) {
    assertThat(GlobusPaths.resolve(collection(), Optional.of(path))).isEqualTo(expected);
  }

  @Test
  void withoutAPathItIsTheDefaultDirectory() {
    assertThat(GlobusPaths.resolve(collection(), Optional.empty())).isEqualTo("/home/ann/");
  }

  private static Collection collection() {
    return new Collection(
        UUID.randomUUID(),
        "scratch",
        Collection.Kind.DIRECTORY,
        "fs-1",
        "proj_1",
        Optional.empty(),
        new Collection.Settings(Optional.empty(), Optional.of("/home/ann"), List.of(), false));
  }
}
