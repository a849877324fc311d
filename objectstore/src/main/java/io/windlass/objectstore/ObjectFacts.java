package io.windlass.objectstore;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the store says of an object.
 *
 * @param id the object; with its version where the bucket has versions
 * @param size bytes
 * @param etag without quotes
 * @param lastModified to the second
 * @param contentType as stored
 * @param storageClass as listed, {@code STANDARD} where the store says nothing
 * @param encryption {@code AES256}, {@code aws:kms} or absent
 * @param metadata user metadata, keys in lower case without {@code x-amz-meta-}
 */
public record ObjectFacts(
    ObjectId id,
    long size,
    String etag,
    Instant lastModified,
    Optional<String> contentType,
    String storageClass,
    Optional<String> encryption,
    Map<String, String> metadata) {
  /** Copies the map. */
  public ObjectFacts {
    metadata = Map.copyOf(metadata);
  }
}
