package io.windlass.catalog.content;

import java.util.Optional;

/** A request to bring content to a location. */
public sealed interface NewUpload {
  /** Where it goes. */
  UploadTarget target();

  /**
   * Whether to begin anew although an equal request of the same user is under way or done; the old
   * one is given up.
   */
  boolean restart();

  /**
   * Bytes that the caller has.
   *
   * <p>An equal request (everything but {@code restart}) of the same user goes on with the one
   * under way: compare {@link Upload#parts} with the bytes before sending only the others. One that
   * is done is answered again only if the request names a digest, as without one equal requests may
   * mean different bytes.
   *
   * @param fileName becomes the end of the key, and the name of the file in a folder
   * @param size bytes, 0 to 5 TiB
   * @param contentType what the store and downloads are to say
   * @param form absent: one PUT up to 5 MiB, parts above
   * @param partSize bytes; absent: 16 MiB, or more where 10,000 parts would not do
   * @param md5 of the whole, hex
   * @param sha256 of the whole, hex
   */
  record Content(
      UploadTarget target,
      String fileName,
      long size,
      Optional<String> contentType,
      Optional<UploadForm> form,
      Optional<Long> partSize,
      Optional<String> md5,
      Optional<String> sha256,
      boolean restart)
      implements NewUpload {}

  /**
   * A file that a store has already, copied by the store itself through signed part copies. The
   * caller owns the target's location.
   *
   * @param sourceFileId the stored file to copy
   * @param sourceEntryId a file of the catalog with a version that is this stored file, which the
   *     caller may download
   * @param fileName absent: the source's
   * @param partSize bytes; absent: 100 MiB, or more where 10,000 parts would not do
   */
  record Copy(
      UploadTarget target,
      long sourceFileId,
      long sourceEntryId,
      Optional<String> fileName,
      Optional<Long> partSize,
      boolean restart)
      implements NewUpload {}
}
