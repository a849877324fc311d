package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory of a file system that mirrors a prefix of a bucket.
 *
 * @param id {@code dra-…}
 * @param fileSystemId {@code fs-…}
 * @param path the directory, below the root of the file system
 * @param repositoryPath {@code s3://bucket/prefix/}
 * @param connectionId how the bucket is reached
 * @param bucket the bucket
 * @param prefix what the keys begin with; empty for the whole bucket
 * @param locationId the location it was made from
 * @param imports what comes from the bucket by itself: any of {@code new}, {@code changed}, {@code
 *     deleted}
 * @param exports what goes to the bucket by itself, the same words
 * @param importMetadata whether everything is imported once the link is there
 * @param lifecycle {@code creating}, {@code available}, {@code updating}, {@code misconfigured},
 *     {@code failed} or {@code deleting}
 * @param failure what is wrong, in one sentence
 * @param tags in the order of their keys
 * @param createdBy the id of its maker
 * @param createdAt when it was made
 * @param events how it hears of changes in the bucket at once; absent: by listings alone
 * @param activity what waits and what went wrong; in the answer for one link only, and only from
 *     the node that has the file system
 */
public record Link(
    String id,
    String fileSystemId,
    String path,
    String repositoryPath,
    String connectionId,
    String bucket,
    String prefix,
    Optional<Long> locationId,
    List<String> imports,
    List<String> exports,
    boolean importMetadata,
    String lifecycle,
    Optional<String> failure,
    Map<String, String> tags,
    long createdBy,
    Instant createdAt,
    Optional<LinkEvents> events,
    Optional<LinkActivity> activity) {
  /** Copies the collections; what is missing is empty. */
  public Link {
    imports = Lists.copy(imports);
    exports = Lists.copy(exports);
    tags = Lists.copy(tags);
  }
}
