package io.windlass.objectstore;

import java.util.Optional;

/** Hears how a transfer gets on. Called from many threads at once; answers quickly. */
public interface TransferProgress {
  /** Hears nothing. */
  TransferProgress NONE = new TransferProgress() {};

  /** A multipart upload has begun: whoever keeps the id can go on with it later. */
  default void uploadStarted(String uploadId) {}

  /** So many more bytes are where they belong; those of an earlier attempt count too. */
  default void advanced(long bytes) {}

  /**
   * All parts of a multipart upload are there, and are about to become the object. What this throws
   * ends the upload before that.
   *
   * @param etag which the object will have; absent where the store's ETags are no digests
   */
  default void completing(Optional<String> etag) {}
}
