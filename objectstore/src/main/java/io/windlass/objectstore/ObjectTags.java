package io.windlass.objectstore;

import java.util.Map;

/**
 * The tags of objects. Thread-safe; failures as in {@link ObjectStore}: {@link
 * StoreFailure.Unsupported} where the store has no tags.
 */
public interface ObjectTags {
  /** Tags of an object or version, {@code s3:GetObjectTagging}; at most 10. */
  Map<String, String> get(ObjectId id);

  /** Replaces all tags of an object or version, {@code s3:PutObjectTagging}; none removes them. */
  void put(ObjectId id, Map<String, String> tags);
}
