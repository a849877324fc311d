package io.windlass.transfer.move;

import java.time.Instant;
import java.util.Optional;

/**
 * Remembers the multipart uploads and unfinished large files of one transfer, so that a later
 * attempt goes on with them and none is ever left behind. Thread-safe.
 */
public interface UploadLedger {
  /** The upload for a path that an earlier attempt left. */
  Optional<Left> find(String path);

  /**
   * Notes that an upload is about to be started, and answers its number.
   *
   * @param content what tells whether the source is still the same
   */
  long begin(String path, String content, long partSize);

  /** Notes the id that the store gave. */
  void started(long number, String uploadId);

  /** Notes what of an unfinished file is on the disk. */
  void arrived(long number, byte[] parts);

  /** Forgets an upload that is completed or aborted. */
  void forget(long number);

  /**
   * An upload that an earlier attempt left.
   *
   * @param uploadId absent when nobody knows whether the store has begun it; of a file its name
   *     until it is finished
   * @param arrived of a file what {@link #arrived} noted last
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Left(
      long number,
      Optional<String> uploadId,
      String content,
      long partSize,
      Instant startedAt,
      byte[] arrived) {}
}
