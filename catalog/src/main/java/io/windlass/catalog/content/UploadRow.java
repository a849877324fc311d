package io.windlass.catalog.content;

import io.windlass.catalog.content.Upload.State;
import io.windlass.objectstore.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An upload as the database keeps it.
 *
 * @param requestHash what makes an equal request of the same user find it; its own id when none may
 * @param folderId the folder that the file is for, if it is for one
 * @param newVersion whether a file that is there may get a new version
 * @param storeUploadId the store's name for a multipart upload, once it has one
 * @param sourceFileId what is copied, if this is a copy
 * @param sourceEtag the store's ETag of what is copied
 */
record UploadRow(
    String id,
    String requestHash,
    State state,
    UploadForm form,
    long startedBy,
    Instant startedAt,
    Instant updatedAt,
    Optional<Long> folderId,
    boolean newVersion,
    long locationId,
    String bucket,
    String objectKey,
    Optional<String> storeUploadId,
    String fileName,
    String contentType,
    long size,
    long partSize,
    int partCount,
    Optional<String> md5,
    Optional<String> sha256,
    Optional<Long> sourceFileId,
    Optional<String> sourceEtag,
    Optional<Long> fileId,
    Optional<Long> entryId) {

  /** Where the bytes go. */
  ObjectId object() {
    return ObjectId.of(bucket, objectKey);
  }

  /** How they are cut. */
  PartPlan plan() {
    return new PartPlan(form, size, partSize, partCount);
  }

  boolean isCopy() {
    return sourceFileId.isPresent();
  }

  /** Whether two equal requests must mean the same bytes. */
  boolean namesItsBytes() {
    return isCopy() || md5.isPresent() || sha256.isPresent();
  }

  /** What callers see of it. */
  Upload shown(List<Upload.Arrived> parts) {
    return new Upload(
        id,
        state,
        form,
        startedBy,
        startedAt,
        updatedAt,
        locationId,
        fileName,
        size,
        partSize,
        partCount,
        parts,
        fileId,
        entryId);
  }
}
