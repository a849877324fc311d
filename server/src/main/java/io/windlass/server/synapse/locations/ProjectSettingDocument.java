package io.windlass.server.synapse.locations;

import io.windlass.server.synapse.Document;
import java.util.List;
import java.util.Optional;

/** Which storage locations uploads below a project or folder go to; the first one counts. */
record ProjectSettingDocument(
    Optional<String> concreteType,
    Optional<String> settingsType,
    Optional<String> projectId,
    List<Long> locations,
    Optional<String> id,
    Optional<String> etag)
    implements Document {
  static final String TYPE = "org.sagebionetworks.repo.model.project.UploadDestinationListSetting";
}
