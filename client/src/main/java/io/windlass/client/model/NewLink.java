package io.windlass.client.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A link to be made: to a location, or to a prefix of a bucket through a connection.
 *
 * @param fileSystem its id or name
 * @param project of the file system; needed where two projects have one of this name
 * @param path the directory below its root, for example {@code /ns1/path1}; {@code /} for all
 * @param locationId all of a location; or
 * @param connectionId how the bucket is reached
 * @param bucket the bucket
 * @param prefix with or without a slash at its end; absent is the whole bucket
 * @param imports what comes from the bucket by itself: any of {@code new}, {@code changed}, {@code
 *     deleted}
 * @param exports what goes to the bucket by itself, the same words
 * @param importMetadata whether everything is imported once the link is there
 * @param tags at most 50
 * @param events how it hears of changes in the bucket at once; absent: by listings alone
 */
public record NewLink(
    String fileSystem,
    Optional<String> project,
    String path,
    Optional<Long> locationId,
    Optional<String> connectionId,
    Optional<String> bucket,
    Optional<String> prefix,
    List<String> imports,
    List<String> exports,
    boolean importMetadata,
    Map<String, String> tags,
    Optional<LinkEvents> events) {
  /** Copies the collections; what is missing is empty. */
  public NewLink {
    imports = Lists.copy(imports);
    exports = Lists.copy(exports);
    tags = Lists.copy(tags);
  }
}
