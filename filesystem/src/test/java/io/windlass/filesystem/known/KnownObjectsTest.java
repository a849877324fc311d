package io.windlass.filesystem.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.known.KnownObjects.Knowledge;
import io.windlass.linux.Descriptor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownObjectsTest {
  @TempDir Path directory;

  @Test
  void whatIsKnownIsComparedByVersion() {
    try (Descriptor at = Descriptor.openDirectory(directory);
        KnownObjects known = KnownObjects.open(at, "1")) {
      assertThat(known.of("a", "e1")).isEqualTo(Knowledge.NONE);
      known.put("a", "e1");
      assertThat(known.of("a", "e1")).isEqualTo(Knowledge.SAME);
      assertThat(known.of("a", "e2")).isEqualTo(Knowledge.OTHER);
      assertThat(known.of("b", "e1")).isEqualTo(Knowledge.NONE);
      known.put("a", "e2");
      assertThat(known.of("a", "e2")).isEqualTo(Knowledge.SAME);
      assertThat(known.size()).isEqualTo(1);
      known.remove("a");
      assertThat(known.knows("a")).isFalse();
    }
  }

  @Test
  void agreesWithAMapWhateverHappensAndSurvivesTheEndOfTheProcess() {
    Random random = new Random(7);
    Map<String, String> model = new HashMap<>();
    try (Descriptor at = Descriptor.openDirectory(directory)) {
      for (int life = 0; life < 4; life++) {
        try (KnownObjects known = KnownObjects.open(at, "1")) {
          assertThat(known.size()).isEqualTo(model.size());
          for (int step = 0; step < 8_000; step++) {
            String key = "key-" + random.nextInt(6_000);
            if (random.nextInt(3) == 0) {
              known.remove(key);
              model.remove(key);
            } else {
              known.put(key, "etag-" + step);
              model.put(key, "etag-" + step);
            }
          }
          for (int i = 0; i < 6_000; i++) {
            String key = "key-" + i;
            String etag = model.get(key);
            assertThat(known.knows(key)).isEqualTo(etag != null);
            if (etag != null) {
              assertThat(known.of(key, etag)).isEqualTo(Knowledge.SAME);
            }
          }
        }
      }
    }
  }

  @Test
  void nothingIsForgottenWhenTheTableGrows() {
    try (Descriptor at = Descriptor.openDirectory(directory);
        KnownObjects known = KnownObjects.open(at, "1")) {
      for (int i = 0; i < 40_000; i++) {
        known.put("key-" + i, "etag-" + i);
        if (i % 3 == 0) {
          known.remove("key-" + i / 3);
        }
      }
      for (int i = 0; i < 40_000; i++) {
        Knowledge expected = i < 13_334 ? Knowledge.NONE : Knowledge.SAME;
        assertThat(known.of("key-" + i, "etag-" + i)).as("key-" + i).isEqualTo(expected);
      }
      assertThat(known.size()).isEqualTo(40_000 - 13_334);
    }
  }

  @Test
  void whatIsAboutToBeWrittenCountsBesideWhatWas() {
    try (Descriptor at = Descriptor.openDirectory(directory)) {
      try (KnownObjects known = KnownObjects.open(at, "1")) {
        known.put("a", "e1");
        known.intend("a", "e2");
        known.intend("b", "e1");
      }
      try (KnownObjects known = KnownObjects.open(at, "1")) {
        assertThat(known.of("a", "e1")).isEqualTo(Knowledge.SAME);
        assertThat(known.of("a", "e2")).isEqualTo(Knowledge.SAME);
        assertThat(known.of("a", "e3")).isEqualTo(Knowledge.OTHER);
        assertThat(known.knows("b")).isFalse();
        assertThat(known.intends("b")).isTrue();
        known.put("a", "e2");
        assertThat(known.of("a", "e1")).isEqualTo(Knowledge.OTHER);
        assertThat(known.intends("a")).isFalse();
        known.remove("b");
        assertThat(known.of("b", "e1")).isEqualTo(Knowledge.NONE);
        assertThat(known.size()).isEqualTo(1);
      }
    }
  }

  @Test
  void clearingForgetsEverything() {
    try (Descriptor at = Descriptor.openDirectory(directory);
        KnownObjects known = KnownObjects.open(at, "1")) {
      for (int i = 0; i < 5_000; i++) {
        known.put("key-" + i, "e");
      }
      known.clear();
      assertThat(known.size()).isZero();
      assertThat(known.knows("key-17")).isFalse();
    }
  }
}
