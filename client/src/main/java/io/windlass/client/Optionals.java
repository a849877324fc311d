package io.windlass.client;

import java.util.Optional;
import java.util.function.Supplier;

/** Answers that may be missing. */
final class Optionals {
  private static final int NOT_FOUND = 404;

  private Optionals() {}

  /** What the call answers; absent when the server says that there is no such thing. */
  static <T> Optional<T> unlessGone(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (WindlassApiException e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
