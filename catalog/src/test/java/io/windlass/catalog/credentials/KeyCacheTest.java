package io.windlass.catalog.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.lab.LabClock;
import io.windlass.foundation.Secret;
import io.windlass.objectstore.Permission;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyCacheTest {
  private final LabClock clock = new LabClock();
  private final KeyCache cache = new KeyCache(clock);
  private final AtomicInteger fetched = new AtomicInteger();

  @Test
  void keys_are_handed_out_again_in_the_first_half_of_their_life() {
    assertThat(get(key(1), Duration.ofHours(12))).isEqualTo("k1");
    clock.advance(Duration.ofHours(5));
    assertThat(get(key(1), Duration.ofHours(12))).isEqualTo("k1");
    clock.advance(Duration.ofMinutes(61));
    assertThat(get(key(1), Duration.ofHours(12))).isEqualTo("k2");
  }

  @Test
  void keys_with_an_hour_or_less_are_never_handed_out_again() {
    assertThat(get(key(1), Duration.ofHours(1))).isEqualTo("k1");
    assertThat(get(key(1), Duration.ofMinutes(90))).isEqualTo("k2");
    clock.advance(Duration.ofMinutes(29));
    assertThat(get(key(1), Duration.ofMinutes(90))).isEqualTo("k2");
    clock.advance(Duration.ofMinutes(2));
    assertThat(get(key(1), Duration.ofMinutes(90))).isEqualTo("k3");
  }

  @Test
  void whatever_the_keys_depend_on_tells_them_apart() {
    Duration life = Duration.ofHours(12);
    List<KeyCache.Key> keys =
        List.of(
            key(1),
            key(2),
            new KeyCache.Key(1, 9, 3, "c", "s", Permission.READ_ONLY, life),
            new KeyCache.Key(1, 2, 9, "c", "s", Permission.READ_ONLY, life),
            new KeyCache.Key(1, 2, 3, "d", "s", Permission.READ_ONLY, life),
            new KeyCache.Key(1, 2, 3, "c", "t", Permission.READ_ONLY, life),
            new KeyCache.Key(1, 2, 3, "c", "s", Permission.READ_WRITE, life),
            new KeyCache.Key(1, 2, 3, "c", "s", Permission.READ_ONLY, Duration.ofHours(2)));

    assertThat(keys.stream().map(key -> get(key, life))).doesNotHaveDuplicates();
  }

  @Test
  void dropped_keys_are_fetched_anew_and_others_stay() {
    get(key(1), Duration.ofHours(12));
    cache.drop(key(1), "another");
    assertThat(get(key(1), Duration.ofHours(12))).isEqualTo("k1");
    cache.drop(key(1), "k1");
    assertThat(get(key(1), Duration.ofHours(12))).isEqualTo("k2");
  }

  @Test
  void of_many_calls_at_once_one_asks_the_store() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<String>> all =
          IntStream.range(0, 50)
              .mapToObj(_ ->
                  CompletableFuture.supplyAsync(() -> get(key(1), Duration.ofHours(12)), threads))
              .toList();
      assertThat(all).extracting(CompletableFuture::join).containsOnly("k1");
    }
    assertThat(fetched).hasValue(1);
  }

  private String get(KeyCache.Key key, Duration life) {
    return cache
        .get(
            key,
            () ->
                new TemporaryKeys(
                    "k" + fetched.incrementAndGet(),
                    Secret.of("s"),
                    Secret.of("t"),
                    clock.instant().plus(life)))
        .accessKeyId();
  }

  private static KeyCache.Key key(long userId) {
    return new KeyCache.Key(userId, 2, 3, "c", "s", Permission.READ_ONLY, Duration.ofHours(12));
  }
}
