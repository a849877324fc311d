package io.windlass.objectstore;

import java.util.Locale;

/** What temporary keys may do below their prefix. */
public enum Permission {
  READ_ONLY,
  READ_WRITE;

  /** The word on every surface: {@code read_only} or {@code read_write}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
