package io.windlass.client.model;

import java.time.Instant;

/**
 * A local file that was changed on both sides and lost its place to the object.
 *
 * @param path where it was kept, below the root of the file system
 * @param size bytes
 * @param modified when it was last written
 */
public record FileConflict(String path, long size, Instant modified) {}
