package io.windlass.transfer.collection;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a transfer reads or writes: the buckets of a connection, or the directory of a file system.
 *
 * @param id for life; the id that the Globus dialect uses
 * @param name of the connection or the file system
 * @param kind which of the two
 * @param target id of the connection, or of the file system
 * @param projectGuid the project that owns it; its access list rules the collection
 * @param nodeId the only node that reaches it; absent: all do
 * @param settings what its owners have chosen
 */
public record Collection(
    UUID id,
    String name,
    Kind kind,
    String target,
    String projectGuid,
    Optional<String> nodeId,
    Settings settings) {

  /** What is behind a collection. */
  public enum Kind {
    /** The root lists buckets; below each, its keys. */
    BUCKETS,
    /** A directory of a node. */
    DIRECTORY
  }

  /**
   * What the owners of a collection choose.
   *
   * @param description for people; searched
   * @param defaultDirectory what is listed when no path is given; {@code /} where absent
   * @param buckets shown in the root beside the account's own, also when the account's list is
   *     denied
   * @param ownCredentials every user reaches the store with credentials of their own, and with the
   *     connection's never
   */
  public record Settings(
      Optional<String> description,
      Optional<String> defaultDirectory,
      List<String> buckets,
      boolean ownCredentials) {
    /** Nothing chosen. */
    public static final Settings NONE =
        new Settings(Optional.empty(), Optional.empty(), List.of(), false);

    /** Copies the list. */
    public Settings {
      buckets = List.copyOf(buckets);
    }
  }
}
