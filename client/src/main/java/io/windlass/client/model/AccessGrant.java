package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * What one principal may do.
 *
 * @param principalId a user or a group
 * @param name its name; not read in requests
 * @param access words of {@code read download create update delete upload change_permissions
 *     change_settings moderate}
 */
public record AccessGrant(long principalId, Optional<String> name, List<String> access) {
  /** Copies the words. */
  public AccessGrant {
    access = access == null ? List.of() : List.copyOf(access);
  }
}
