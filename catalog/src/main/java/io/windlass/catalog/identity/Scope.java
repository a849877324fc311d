package io.windlass.catalog.identity;

import java.util.Locale;

/** What a token may be used for. */
public enum Scope {
  VIEW,
  MODIFY,
  DOWNLOAD,
  ADMIN;

  /** The word on every surface: lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
