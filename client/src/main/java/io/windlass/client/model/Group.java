package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Users under one name.
 *
 * @param id also a principal of access lists
 * @param name unique
 * @param description for people to read
 * @param members the ids of its users
 * @param createdAt when the group was made
 */
public record Group(
    long id, String name, Optional<String> description, List<Long> members, Instant createdAt) {
  /** Copies the members. */
  public Group {
    members = members == null ? List.of() : List.copyOf(members);
  }
}
