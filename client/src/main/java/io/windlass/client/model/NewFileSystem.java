package io.windlass.client.model;

import java.util.Map;
import java.util.Optional;

/**
 * A file system to be made.
 *
 * @param name 1 to 64 characters without slash, unique within the project
 * @param project the owning project, by name, guid or alias; absent: the only one there is
 * @param source where its bytes are
 * @param mountPoint absolute; an empty directory, made when it is missing
 * @param node id of the node that is to have it; absent: the one that takes the request
 * @param tags at most 50
 */
public record NewFileSystem(
    String name,
    Optional<String> project,
    FileSystemSource source,
    String mountPoint,
    Optional<String> node,
    Map<String, String> tags) {
  /** Copies the tags; none is an empty map. */
  public NewFileSystem {
    tags = Lists.copy(tags);
  }
}
