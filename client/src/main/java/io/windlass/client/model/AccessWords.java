package io.windlass.client.model;

import java.util.List;

/**
 * Access for one principal.
 *
 * @param access words of {@code read download create update delete upload change_permissions
 *     change_settings moderate}; none takes the principal off the list
 */
public record AccessWords(List<String> access) {
  /** Copies the words. */
  public AccessWords {
    access = access == null ? List.of() : List.copyOf(access);
  }
}
