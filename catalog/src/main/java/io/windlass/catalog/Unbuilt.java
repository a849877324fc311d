package io.windlass.catalog;

/** Placeholder for minutes only. */
@SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"})
final class Unbuilt {
  private Unbuilt() {}

  static <T> T yet() {
    throw new IllegalStateException("not built yet");
  }
}
