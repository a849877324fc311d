package io.windlass.objectstore;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the store says of an object.
 *
 * @param id the object; with its version where the bucket has versions
 * @param size bytes
 * @param etag without quotes
 * @param lastModified to the second
 * @param system content type and its like, as stored
 * @param storageClass as listed, {@code STANDARD} where the store says nothing
 * @param encryption {@code AES256}, {@code aws:kms} or absent
 * @param metadata user metadata, keys in lower case without {@code x-amz-meta-}
 * @param checksum where it was asked for, and the store keeps one
 * @param restore of an archived object, where one has been asked for
 * @param tags how many it has, where the store says so and the caller may read them
 */
public record ObjectFacts(
    ObjectId id,
    long size,
    String etag,
    Instant lastModified,
    SystemMetadata system,
    String storageClass,
    Optional<String> encryption,
    Map<String, String> metadata,
    Optional<ObjectChecksum> checksum,
    Optional<RestoreState> restore,
    OptionalInt tags) {
  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

  /** Copies the map. */
  public ObjectFacts {
    metadata = Map.copyOf(metadata);
  }

  /** The content type, as stored. */
  public Optional<String> contentType() {
    return system.contentType();
  }

  /** Whether it must be restored, or its restore awaited, before it can be read or copied. */
  public boolean archived() {
    return ARCHIVES.contains(storageClass) && restore.filter(state -> !state.ongoing()).isEmpty();
  }
}
