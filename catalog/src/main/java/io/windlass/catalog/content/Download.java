package io.windlass.catalog.content;

import io.windlass.catalog.StoredFile;
import java.net.URI;
import java.time.Instant;

/**
 * A way to read one file without keys.
 *
 * @param file what it gives
 * @param url answers GET and ranges of it until it expires; as good as a key for this one object
 * @param expiresAt when it stops
 */
public record Download(StoredFile file, URI url, Instant expiresAt) {
  /** Everything but the address. */
  @Override
  public String toString() {
    return "Download[file=" + file.id() + ", url=(secret), expiresAt=" + expiresAt + "]";
  }
}
