package io.windlass.server.synapse.files;

import io.windlass.server.synapse.Document;
import java.util.List;
import java.util.Optional;

/** New file handles for the objects of others. No bytes move. */
record FileCopies(List<Result> copyResults) implements Document {
  /** One answer, in the order of the request. */
  record Result(
      Optional<FileHandleDocument> newFileHandle,
      String originalFileHandleId,
      Optional<String> failureCode) {}

  /** What to copy. */
  record Request(List<Copy> copyRequests) implements Document {}

  /** One file handle and what is to be different in the new one. */
  record Copy(
      Optional<FileBatch.Association> originalFile,
      Optional<String> newFileName,
      Optional<String> newContentType) {}
}
