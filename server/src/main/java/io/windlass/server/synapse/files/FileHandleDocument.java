package io.windlass.server.synapse.files;

import io.windlass.catalog.StoredFile;
import io.windlass.server.synapse.Document;
import io.windlass.server.synapse.SynapseJson;
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

  /** The handle of a stored file. */
  public static FileHandleDocument of(StoredFile file) {
    return new FileHandleDocument(
        Optional.of(S3),
        Optional.of(Long.toString(file.id())),
        Optional.of(file.etag()),
        Optional.of(Long.toString(file.createdBy())),
        Optional.of(SynapseJson.timestamp(file.createdAt())),
        Optional.of(SynapseJson.timestamp(file.createdAt())),
        Optional.of(file.contentType()),
        file.md5(),
        Optional.of(file.size()),
        Optional.of(file.fileName()),
        Optional.of(file.locationId()),
        Optional.of(file.bucket()),
        Optional.of(file.key()),
        Optional.of("AVAILABLE"),
        Optional.of(false),
        Optional.empty());
  }
}
