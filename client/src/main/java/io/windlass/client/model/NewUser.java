package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * A user to be made.
 *
 * @param name unique
 * @param displayName for people to read
 * @param emails any number
 * @param administrator whether every right is granted
 */
public record NewUser(
    String name, Optional<String> displayName, List<String> emails, boolean administrator) {
  /** Copies the addresses. */
  public NewUser {
    emails = emails == null ? List.of() : List.copyOf(emails);
  }
}
