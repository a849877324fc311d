package io.windlass.server.synapse.locations;

import io.windlass.server.synapse.Document;
import java.util.List;
import java.util.Optional;

/** A storage location setting, in and out; {@code concreteType} tells which fields count. */
record StorageLocationDocument(
    Optional<String> concreteType,
    Optional<Long> storageLocationId,
    Optional<String> uploadType,
    Optional<String> banner,
    Optional<String> description,
    Optional<String> etag,
    Optional<String> createdOn,
    Optional<Long> createdBy,
    Optional<String> bucket,
    Optional<String> baseKey,
    Optional<String> endpointUrl,
    Optional<Boolean> stsEnabled)
    implements Document {
  /** The managed bucket of the installation. */
  static final String MANAGED = "org.sagebionetworks.repo.model.project.S3StorageLocationSetting";

  /** A bucket of somebody's own. */
  static final String EXTERNAL =
      "org.sagebionetworks.repo.model.project.ExternalS3StorageLocationSetting";

  /** The caller's own, newest first. */
  record Page(List<StorageLocationDocument> list) implements Document {}
}
