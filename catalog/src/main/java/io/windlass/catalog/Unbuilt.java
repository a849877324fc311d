package io.windlass.catalog;

/** Placeholder for minutes only. */
final class Unbuilt {
  private Unbuilt() {}

  static <T> T yet() {
    throw new IllegalStateException("not built yet");
  }
}
