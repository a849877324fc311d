package io.windlass.bench;

import java.io.IOException;
import java.time.Duration;

/** Something was not done within the time it was given. */
final class TookTooLong extends IOException {
  private static final long serialVersionUID = 1L;

  private final Duration limit;

  TookTooLong(String what, Duration limit) {
    super("%s: not done after %d s".formatted(what, limit.toSeconds()));
    this.limit = limit;
  }

  /** For a table. */
  String text() {
    return "> " + limit.toSeconds() + " s";
  }
}
