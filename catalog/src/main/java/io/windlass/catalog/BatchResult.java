package io.windlass.catalog;

import io.windlass.foundation.WindlassException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What became of one thing of several that were asked for at once.
 *
 * @param value what was asked for; absent where it failed
 * @param failure why it failed
 */
public record BatchResult<T>(Optional<T> value, Optional<WindlassException> failure) {
  /** What was asked for. */
  public static <T> BatchResult<T> done(T value) {
    return new BatchResult<>(Optional.of(value), Optional.empty());
  }

  /** Why it could not be had. */
  public static <T> BatchResult<T> failed(WindlassException failure) {
    return new BatchResult<>(Optional.empty(), Optional.of(failure));
  }

  /** What the work answers, or why it could not. */
  public static <T> BatchResult<T> of(Supplier<T> work) {
    try {
      return done(work.get());
    } catch (WindlassException e) {
      return failed(e);
    }
  }

  /** The value, or the failure. */
  public T orElseThrow() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return value.orElseThrow();
  }
}
