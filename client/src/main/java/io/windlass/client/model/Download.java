package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the content of a file is read, without any keys.
 *
 * @param url takes GET, with ranges; secret until it expires
 * @param size in bytes
 * @param md5 of the content in hexadecimal, where it is known
 * @param sha256 of the content in hexadecimal, where it is known
 * @param etag of the object, with its quotes, for If-Match
 * @param fileName its name
 * @param expiresAt when the address ends
 */
public record Download(
    String url,
    long size,
    Optional<String> md5,
    Optional<String> sha256,
    Optional<String> etag,
    String fileName,
    Instant expiresAt) {
  /** Everything but the address, which is as good as keys. */
  @Override
  public String toString() {
    return "Download[fileName=" + fileName + ", size=" + size + ", url=(secret)]";
  }
}
