package io.windlass.objectstore;

/** Hears how a transfer gets on. Called from many threads at once; answers quickly. */
public interface TransferProgress {
  /** Hears nothing. */
  TransferProgress NONE = new TransferProgress() {};

  /** A multipart upload has begun: whoever keeps the id can go on with it later. */
  default void uploadStarted(String uploadId) {}

  /** So many more bytes are where they belong; those of an earlier attempt count too. */
  default void advanced(long bytes) {}
}
