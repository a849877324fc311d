package io.windlass.transfer;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which transfers to list, newest first.
 *
 * @param requester only what this user asked for
 * @param states only those in one of these; empty for all
 * @param collections only those that read or write one of these; empty for all
 */
public record TransferFilter(
    Optional<Long> requester, Set<TransferState> states, Set<UUID> collections) {
  /** Copies the sets. */
  public TransferFilter {
    states = Set.copyOf(states);
    collections = Set.copyOf(collections);
  }
}
