package io.windlass.server.synapse.files;

import io.windlass.catalog.content.BatchDownload;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.synapse.Document;
import io.windlass.server.synapse.EntityIds;
import io.windlass.server.synapse.HandleIds;
import java.util.List;
import java.util.Optional;

/** File handles and download URLs for several files at once; each fails on its own. */
record FileBatch(List<Result> requestedFiles) implements Document {
  /** One answer, in the order of the request. */
  record Result(
      String fileHandleId,
      Optional<FileHandleDocument> fileHandle,
      Optional<String> preSignedURL,
      Optional<String> failureCode) {}

  /** What is wanted. */
  record Request(
      List<Association> requestedFiles,
      boolean includeFileHandles,
      boolean includePreSignedURLs,
      boolean includePreviewPreSignedURLs)
      implements Document {}

  /** A file handle and the entity through which the caller reaches it. */
  record Association(
      Optional<String> fileHandleId,
      Optional<String> associateObjectId,
      Optional<String> associateObjectType) {
    private static final String FILE = "FileEntity";

    /** The same in the catalog's words. */
    BatchDownload.Item item() {
      if (!associateObjectType.orElse(FILE).equals(FILE)) {
        throw Problem.of(
                Kind.INVALID,
                "unsupported_association",
                "Files here are reached through entities: associateObjectType is FileEntity.")
            .toException();
      }
      return new BatchDownload.Item(
          HandleIds.parse(fileHandleId.orElse("")), EntityIds.parse(associateObjectId.orElse("")));
    }
  }
}
