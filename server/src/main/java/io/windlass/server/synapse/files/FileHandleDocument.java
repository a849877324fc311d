package io.windlass.server.synapse.files;

import io.windlass.server.synapse.Document;
import java.util.Optional;

/** A file handle, in and out. Only objects in S3 are known: {@code S3FileHandle}. */
public record FileHandleDocument(
    Optional<String> concreteType,
    Optional<String> id,
    Optional<String> etag,
    Optional<String> createdBy,
    Optional<String> createdOn,
    Optional<String> modifiedOn,
    Optional<String> contentType,
    Optional<String> contentMd5,
    Optional<Long> contentSize,
    Optional<String> fileName,
    Optional<Long> storageLocationId,
    Optional<String> bucketName,
    Optional<String> key,
    Optional<String> status,
    Optional<Boolean> isPreview,
    Optional<String> externalURL)
    implements Document {
  static final String S3 = "org.sagebionetworks.repo.model.file.S3FileHandle";
}
