package io.windlass.server.synapse.entities;

import io.windlass.server.synapse.Document;
import java.util.List;
import java.util.Optional;

/** Versions of a file, newest first. Clients read on until {@code results} is empty. */
record Versions(List<Version> results, long totalNumberOfResults) implements Document {

  /** One version. */
  record Version(
      String id,
      long versionNumber,
      String versionLabel,
      Optional<String> versionComment,
      boolean isLatestVersion,
      Optional<String> contentMd5,
      Optional<String> contentSize,
      String modifiedBy,
      String modifiedByPrincipalId,
      String modifiedOn) {}

  /** Which file handle takes the place of which, in a version that stays the same. */
  record Swap(Optional<String> oldFileHandleId, Optional<String> newFileHandleId)
      implements Document {}
}
