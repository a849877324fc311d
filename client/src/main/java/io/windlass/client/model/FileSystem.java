package io.windlass.client.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A directory tree on one node that Windlass looks after.
 *
 * @param id {@code fs-…}
 * @param name unique within its project
 * @param projectGuid the project it belongs to
 * @param source where its bytes are
 * @param mountPoint where programs see it
 * @param node id of the node that has it
 * @param lifecycle {@code creating}, {@code available}, {@code misconfigured}, {@code failed} or
 *     {@code deleting}
 * @param mode how the content of imported files arrives: {@code lazy}, on first access, or {@code
 *     eager}, with the import; absent until the node has tried
 * @param modeReason why it is not lazy
 * @param failure what is wrong, in one sentence
 * @param tags in the order of their keys
 * @param createdBy the id of its maker
 * @param createdAt when it was made
 */
public record FileSystem(
    String id,
    String name,
    String projectGuid,
    FileSystemSource source,
    String mountPoint,
    String node,
    String lifecycle,
    Optional<String> mode,
    Optional<String> modeReason,
    Optional<String> failure,
    Map<String, String> tags,
    long createdBy,
    Instant createdAt) {
  /** Copies the tags; none is an empty map. */
  public FileSystem {
    tags = Lists.copy(tags);
  }
}
