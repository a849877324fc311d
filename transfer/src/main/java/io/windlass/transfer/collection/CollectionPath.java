package io.windlass.transfer.collection;

import java.util.UUID;

/**
 * A path in a collection.
 *
 * @param collection its id
 * @param path begins with a slash; data, never a URL. In a collection of buckets {@code
 *     /bucket/key}
 */
public record CollectionPath(UUID collection, String path) {}
