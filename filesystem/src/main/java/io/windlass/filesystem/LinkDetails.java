package io.windlass.filesystem;

import io.windlass.connection.feed.EventSource;
import io.windlass.filesystem.link.Link;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A link as it stood when it was read, with all that surfaces show. Immutable.
 *
 * @param link what the engines work with
 * @param locationId the location it was made from
 * @param path the directory as the caller wrote it
 * @param repositoryPath the target as the caller wrote it
 * @param importMetadata whether a task imports everything once the link is there
 * @param chunkSize MiB
 * @param lifecycle where it stands
 * @param failure what is wrong, in one sentence; with {@link Lifecycle#MISCONFIGURED} and {@link
 *     Lifecycle#FAILED} only
 * @param tags in the order of their keys
 * @param events where news of the bucket come from
 * @param createdBy user id
 * @param createdAt when
 */
public record LinkDetails(
    Link link,
    Optional<Long> locationId,
    String path,
    String repositoryPath,
    boolean importMetadata,
    int chunkSize,
    Lifecycle lifecycle,
    Optional<String> failure,
    SortedMap<String, String> tags,
    EventSource events,
    long createdBy,
    Instant createdAt) {
  /** Who the link is among those that follow buckets. */
  public String feedOwner() {
    return "link " + id();
  }

  /** Copies the tags. */
  public LinkDetails {
    tags = FileSystem.sorted(tags);
  }

  /** {@code dra-…} */
  public String id() {
    return link.id();
  }

  /** Where a link stands. In every state its paths are taken. */
  public enum Lifecycle {
    /** Queued or being set up. */
    CREATING,
    /** In service. */
    AVAILABLE,
    /** A change is queued or being made. */
    UPDATING,
    /** Both automatic directions are halted; by itself back in service after the repair. */
    MISCONFIGURED,
    /** Directory or bucket are gone; only to be deleted. */
    FAILED,
    /** Deletion is queued or being done. */
    DELETING
  }
}
