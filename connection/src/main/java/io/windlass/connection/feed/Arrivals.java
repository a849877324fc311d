package io.windlass.connection.feed;

import io.windlass.foundation.Signal;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Wakes those who wait for hints of a feed in this process. Thread-safe. */
final class Arrivals {
  private final ConcurrentMap<String, Signal> signals = new ConcurrentHashMap<>();

  /** A number that changes when something arrives; to be asked before looking. */
  long count(String id) {
    return signals.computeIfAbsent(id, _ -> new Signal()).count();
  }

  void ring(Collection<String> ids) {
    for (String id : ids) {
      @Nullable Signal signal = signals.get(id);
      if (signal != null) {
        signal.raise();
      }
    }
  }

  /** Waits until the number is another one, at most so long. */
  void await(String id, long count, Duration longest) throws InterruptedException {
    signals.computeIfAbsent(id, _ -> new Signal()).await(count, longest);
  }

  void forget(String id) {
    @Nullable Signal signal = signals.remove(id);
    if (signal != null) {
      signal.raise();
    }
  }
}
