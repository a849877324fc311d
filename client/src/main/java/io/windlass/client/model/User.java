package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A person or a program that has an account.
 *
 * @param id also a principal of access lists
 * @param name unique
 * @param displayName for people to read
 * @param emails where to reach the user; each may prove the ownership of a location
 * @param administrator whether every right is granted
 * @param createdAt when the account was made
 */
public record User(
    long id,
    String name,
    Optional<String> displayName,
    List<String> emails,
    boolean administrator,
    Instant createdAt) {
  /** Copies the addresses. */
  public User {
    emails = emails == null ? List.of() : List.copyOf(emails);
  }
}
