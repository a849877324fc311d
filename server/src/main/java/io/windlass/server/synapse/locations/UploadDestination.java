package io.windlass.server.synapse.locations;

import io.windlass.server.synapse.Document;
import java.util.List;
import java.util.Optional;

/** Where an upload goes. */
record UploadDestination(
    String concreteType,
    long storageLocationId,
    String uploadType,
    Optional<String> banner,
    Optional<String> bucket,
    Optional<String> baseKey,
    Optional<Boolean> stsEnabled,
    Optional<String> endpointUrl)
    implements Document {
  static final String S3 = "S3";

  static final String MANAGED = "org.sagebionetworks.repo.model.file.S3UploadDestination";
  static final String EXTERNAL = "org.sagebionetworks.repo.model.file.ExternalS3UploadDestination";

  /** The locations to choose from. */
  record Choices(List<Choice> list) implements Document {}

  /** One of them. */
  record Choice(long storageLocationId, String uploadType, Optional<String> description) {}
}
