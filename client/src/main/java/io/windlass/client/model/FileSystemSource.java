package io.windlass.client.model;

import java.util.Optional;

/**
 * Where the bytes of a file system are, on its node.
 *
 * @param kind {@code device}: a block device with a file system of the operator's on it; {@code
 *     directory}: the root of a mount of the operator's, or, in eager mode, any; {@code image}: a
 *     file that Windlass makes, formats as XFS and mounts
 * @param path absolute
 * @param size bytes of an image; with other kinds absent
 */
public record FileSystemSource(String kind, String path, Optional<Long> size) {}
