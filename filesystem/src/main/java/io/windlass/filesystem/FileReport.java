package io.windlass.filesystem;

import java.util.Optional;

/**
 * What is known of a file or directory.
 *
 * @param path as it was asked for
 * @param size bytes
 * @param exists an object is known for it
 * @param dirty the content here is newer than the object
 * @param released the content is in the bucket alone
 * @param archived the object holds the current content
 * @param pinned never to be released
 * @param linkId the link it belongs to
 * @param key the whole key of its object
 * @param etag of its object
 * @param lastFailure why its content could not be fetched the last time
 */
public record FileReport(
    String path,
    long size,
    boolean exists,
    boolean dirty,
    boolean released,
    boolean archived,
    boolean pinned,
    Optional<String> linkId,
    Optional<String> key,
    Optional<String> etag,
    Optional<String> lastFailure) {

  /**
   * The flags as Lustre numbers them: exists 1, dirty 2, released 4, archived 8, never released 16.
   */
  public int bits() {
    return (exists ? 1 : 0)
        | (dirty ? 2 : 0)
        | (released ? 4 : 0)
        | (archived ? 8 : 0)
        | (pinned ? 16 : 0);
  }
}
