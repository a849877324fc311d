package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * What a transfer reads or writes: the buckets of a connection, or the directory of a file system.
 *
 * @param id for life
 * @param name of the connection or the file system
 * @param kind {@code buckets} or {@code directory}
 * @param target id of the connection, {@code c_…}, or of the file system, {@code fs-…}
 * @param projectGuid the project that owns it
 * @param node the only node that reaches it; absent: all do
 * @param description for people
 * @param defaultDirectory what is listed when no path is given
 * @param buckets shown in the root beside the account's own
 * @param ownCredentials whether every user reaches the store with credentials of their own
 */
public record Collection(
    String id,
    String name,
    String kind,
    String target,
    String projectGuid,
    Optional<String> node,
    Optional<String> description,
    Optional<String> defaultDirectory,
    List<String> buckets,
    boolean ownCredentials) {
  /** Copies the buckets; none is an empty list. */
  public Collection {
    buckets = Lists.copy(buckets);
  }
}
