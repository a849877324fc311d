package io.windlass.catalog.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Somebody with an account. Immutable.
 *
 * @param id also the principal id in access lists
 * @param name unique
 * @param displayName for people
 * @param emails addresses
 * @param administrator whether the user may administer the installation
 * @param createdAt moment of creation
 */
public record User(
    long id,
    String name,
    Optional<String> displayName,
    List<String> emails,
    boolean administrator,
    Instant createdAt) {
  /** Copies the list. */
  public User {
    emails = List.copyOf(emails);
  }
}
