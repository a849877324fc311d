package io.windlass.server.synapse.files;

import io.windlass.server.synapse.Document;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The documents of multipart upload, version 2. */
final class MultipartDocuments {
  private MultipartDocuments() {}

  /** Starts or resumes an upload, or a copy when it names a source. */
  record Start(
      Optional<String> concreteType,
      Optional<String> fileName,
      Optional<String> contentMD5Hex,
      Optional<String> contentType,
      Optional<Long> fileSizeBytes,
      Optional<Long> partSizeBytes,
      Optional<Long> storageLocationId,
      Optional<FileBatch.Association> sourceFileHandleAssociation)
      implements Document {
    static final String COPY = "org.sagebionetworks.repo.model.file.MultipartUploadCopyRequest";
  }

  /**
   * How far it is.
   *
   * @param partsState one digit per part, {@code 1} for those that have arrived
   */
  record Status(
      String uploadId,
      String startedBy,
      String startedOn,
      String updatedOn,
      String partsState,
      String state,
      Optional<String> resultFileHandleId)
      implements Document {}

  /** The parts to sign. */
  record UrlRequest(List<Integer> partNumbers, Optional<String> contentType) implements Document {}

  /** The signed requests. */
  record Urls(List<PartUrl> partPresignedUrls) implements Document {}

  /** One of them; the client must send exactly these headers. */
  record PartUrl(int partNumber, String uploadPresignedUrl, Map<String, String> signedHeaders) {}

  /** Whether a part was taken. */
  record Added(String uploadId, int partNumber, String addPartState, Optional<String> errorMessage)
      implements Document {}
}
