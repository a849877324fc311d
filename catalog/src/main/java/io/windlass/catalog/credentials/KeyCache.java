package io.windlass.catalog.credentials;

import io.windlass.objectstore.Permission;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keys of a store's token service that may be handed to the same caller again. Kept in memory only,
 * and never for a decision: whether the caller may have them is asked before, at every call.
 *
 * <p>The keys are a function of the {@link Key} alone. They are handed out again in the first half
 * of their life and while more than an hour of it is left, as clients do with theirs. Of several
 * calls for the same keys at once one asks the store and the others wait for it. Thread-safe.
 */
final class KeyCache {
  private static final Duration LEFT_AT_LEAST = Duration.ofHours(1);
  private static final int MOST_ENTRIES = 10_000;

  private final InstantSource clock;
  private final Map<Key, Slot> slots =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Slot> eldest) {
          return size() > MOST_ENTRIES;
        }
      };

  KeyCache(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Everything that the keys depend on.
   *
   * @param connectionState changes when the connection signs otherwise than before
   */
  record Key(
      long userId,
      long folderId,
      long locationId,
      String connectionId,
      String connectionState,
      Permission permission,
      Duration duration) {}

  /** The keys kept under the key, else those that the supplier fetches. */
  TemporaryKeys get(Key key, Supplier<TemporaryKeys> fetch) {
    return slot(key).get(fetch);
  }

  /** Drops these keys, wherever they are kept. */
  void drop(Key key, String accessKeyId) {
    slot(key).drop(accessKeyId);
  }

  private Slot slot(Key key) {
    synchronized (slots) {
      return slots.computeIfAbsent(key, _ -> new Slot());
    }
  }

  /** The keys of one cache key. Its lock is held while the store is asked. */
  private final class Slot {
    private Optional<TemporaryKeys> kept = Optional.empty();
    private Instant reusableUntil = Instant.MIN;

    synchronized TemporaryKeys get(Supplier<TemporaryKeys> fetch) {
      if (kept.isPresent() && clock.instant().isBefore(reusableUntil)) {
        return kept.get();
      }
      Instant asked = clock.instant();
      TemporaryKeys keys = fetch.get();
      Instant halfway = asked.plus(Duration.between(asked, keys.expiresAt()).dividedBy(2));
      Instant hourBefore = keys.expiresAt().minus(LEFT_AT_LEAST);
      reusableUntil = halfway.isBefore(hourBefore) ? halfway : hourBefore;
      kept = Optional.of(keys);
      return keys;
    }

    synchronized void drop(String accessKeyId) {
      if (kept.isPresent() && kept.get().accessKeyId().equals(accessKeyId)) {
        kept = Optional.empty();
      }
    }
  }
}
