package io.windlass.catalog.identity;

import java.util.List;
import java.util.Optional;

/**
 * A user to be.
 *
 * @param name 3 to 64 of {@code A-Z a-z 0-9 . - _}, at least one of them a letter; unique among
 *     users and groups, whatever the case
 * @param displayName for people, up to 256 characters
 * @param emails each at most one user's, whatever the case
 * @param administrator whether the user may administer the installation
 */
public record NewUser(
    String name, Optional<String> displayName, List<String> emails, boolean administrator) {
  /** Copies the list. */
  public NewUser {
    emails = List.copyOf(emails);
  }

  /** An ordinary user with a name and nothing else. */
  public static NewUser named(String name) {
    return new NewUser(name, Optional.empty(), List.of(), false);
  }
}
