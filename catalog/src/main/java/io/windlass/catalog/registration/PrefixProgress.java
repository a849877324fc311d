package io.windlass.catalog.registration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.windlass.catalog.RegisteredBatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a registration is. Every listed object is in exactly one of the other counts.
 *
 * @param lastKey the last key that is done; empty at the beginning
 * @param listed objects seen
 * @param registered objects that became files
 * @param skipped objects that were files already
 * @param ignored folder markers and owner files
 * @param refused objects that cannot be files, by the code of the reason
 */
record PrefixProgress(
    String lastKey,
    long listed,
    long registered,
    long skipped,
    long ignored,
    Map<String, Long> refused) {
  static final PrefixProgress NONE = new PrefixProgress("", 0, 0, 0, 0, Map.of());

  PrefixProgress {
    refused = Map.copyOf(refused);
  }

  /** Where the listing goes on. */
  Optional<String> startAfter() {
    return lastKey.isEmpty() ? Optional.empty() : Optional.of(lastKey);
  }

  @JsonIgnore
  long refusedInAll() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same after one more batch. */
  PrefixProgress plus(
      String key, long listedMore, long ignoredMore, RegisteredBatch batch, List<String> codes) {
    Map<String, Long> counts = new TreeMap<>(refused);
    codes.forEach(code -> counts.merge(code, 1L, Long::sum));
    return new PrefixProgress(
        key,
        listed + listedMore,
        registered + batch.registered(),
        skipped + batch.skipped(),
        ignored + ignoredMore,
        counts);
  }
}
