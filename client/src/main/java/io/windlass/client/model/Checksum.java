package io.windlass.client.model;

/**
 * A checksum of the content of a file.
 *
 * @param algorithm {@code md5}, {@code sha256}, {@code crc32}, {@code crc32c}, {@code crc64nvme} or
 *     {@code sha1}
 * @param hex in lower case
 */
public record Checksum(String algorithm, String hex) {}
