package io.windlass.objectstore;

import io.windlass.objectstore.ObjectStore.Presigned;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Signed URLs of our own making: those of which batches ask for hundreds. No request is made,
 * except to renew the keys of an assumed role.
 */
final class LeanPresigned {
  private final LeanCalls calls;

  LeanPresigned(LeanCalls calls) {
    this.calls = calls;
  }

  URI get(ObjectId id, Duration lifetime, Map<String, String> responseHeaders) {
    LeanRequest request = LeanRequest.on("GET", id);
    responseHeaders.forEach(
        (name, value) -> request.query(PresignedCalls.parameterFor(name), value));
    return signed(request, lifetime, StoreCall.onObject("s3:GetObject", id)).url();
  }

  Presigned put(ObjectId id, WriteOptions options, Duration lifetime, Optional<String> contentMd5) {
    LeanRequest request =
        LeanRequest.on("PUT", id)
            .headers(WriteHeaders.of(options))
            .header("content-type", options.contentType())
            .header("content-md5", contentMd5);
    return signed(request, lifetime, StoreCall.onObject("s3:PutObject", id));
  }

  Presigned part(
      ObjectId id, String uploadId, int number, Duration lifetime, Optional<String> contentMd5) {
    LeanRequest request =
        LeanRequest.on("PUT", id)
            .query("partNumber", Integer.toString(number))
            .query("uploadId", uploadId)
            .header("content-md5", contentMd5);
    return signed(request, lifetime, StoreCall.onObject("s3:PutObject", id));
  }

  private Presigned signed(LeanRequest request, Duration lifetime, StoreCall call) {
    try {
      return calls.presign(request, lifetime);
    } catch (SdkException e) {
      throw Failures.of(e, call);
    }
  }
}
