package io.windlass.server.synapse.files;

import io.windlass.server.synapse.Document;
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
      Optional<String> associateObjectType) {}
}
