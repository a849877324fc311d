package io.windlass.objectstore;

import java.util.Optional;

/**
 * One object, or one version of it.
 *
 * @param bucket the bucket's name
 * @param key the whole key, at most 1,024 bytes of UTF-8; data, never a path: {@code //}, {@code
 *     ..} and a leading {@code /} mean nothing special
 * @param versionId a version; absent is the current one
 */
public record ObjectId(String bucket, String key, Optional<String> versionId) {
  /** The current version of an object. */
  public static ObjectId of(String bucket, String key) {
    return new ObjectId(bucket, key, Optional.empty());
  }
}
