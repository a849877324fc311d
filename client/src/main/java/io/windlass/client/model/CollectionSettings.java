package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * What the owners of a collection choose; replaces what was chosen before.
 *
 * @param description for people; searched
 * @param defaultDirectory what is listed when no path is given; {@code /} where absent
 * @param buckets shown in the root beside the account's own, also when the account's list is denied
 * @param ownCredentials every user reaches the store with credentials of their own, and with the
 *     connection's never
 */
public record CollectionSettings(
    Optional<String> description,
    Optional<String> defaultDirectory,
    List<String> buckets,
    boolean ownCredentials) {
  /** Copies the buckets; none is an empty list. */
  public CollectionSettings {
    buckets = Lists.copy(buckets);
  }
}
