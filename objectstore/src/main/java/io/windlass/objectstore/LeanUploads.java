package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.WantedChecksum;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Multipart uploads by requests of our own. */
final class LeanUploads {
  private static final String UPLOAD_ID = "uploadId";

  private final LeanCalls calls;
  private final LeanObjects objects;

  LeanUploads(LeanCalls calls, LeanObjects objects) {
    this.calls = calls;
    this.objects = objects;
  }

  String start(ObjectId id, WriteOptions options) {
    LeanRequest request =
        LeanRequest.on("POST", id)
            .query("uploads", "")
            .headers(WriteHeaders.ofMultipart(options))
            .header("content-type", options.contentType().orElse("application/octet-stream"))
            .header("content-length", "0");
    try {
      return calls.call(
          request,
          answer -> {
            String uploadId = LeanAnswers.document(answer).get("UploadId");
            if (uploadId == null || uploadId.isEmpty()) {
              throw new IOException("the answer names no upload");
            }
            return uploadId;
          });
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", id).with(options));
    }
  }

  Part upload(
      ObjectId id, String uploadId, int number, Body body, Optional<WantedChecksum> checksum) {
    DigestedBody digested = calls.digested(id.bucket(), body);
    LeanRequest request =
        part(id, uploadId, number)
            .header("content-type", "application/octet-stream")
            .body(digested.body(), checksum);
    try {
      return calls.call(
          request,
          answer -> {
            Written written = LeanAnswers.written(answer.head());
            digested.check(written.etag(), written.encryption(), id);
            // of an upload that was started without them they must not be given back
            return new Part(
                number,
                written.etag(),
                body.length(),
                checksum.isPresent() ? written.checksum() : Optional.empty());
          });
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", id));
    }
  }

  private static LeanRequest part(ObjectId id, String uploadId, int number) {
    return LeanRequest.on("PUT", id)
        .query("partNumber", Integer.toString(number))
        .query(UPLOAD_ID, uploadId);
  }

  Part copy(
      ObjectId source,
      Optional<String> sourceEtag,
      Optional<ByteRange> range,
      ObjectId target,
      String uploadId,
      int number) {
    LeanRequest request =
        LeanObjects.copying(part(target, uploadId, number), source, sourceEtag)
            .header("x-amz-copy-source-range", range.map(ObjectCalls::header));
    try {
      Written copied =
          calls.call(
              request, answer -> LeanAnswers.copied(answer.head(), LeanAnswers.document(answer)));
      long size =
          range
              .map(bytes -> bytes.last() - bytes.first() + 1)
              .orElseGet(() -> objects.head(source).size());
      return new Part(number, copied.etag(), size, copied.checksum());
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", target).copying(source));
    }
  }

  /** Completes, as the SDK throws it when it fails. */
  Written complete(ObjectId id, String uploadId, List<Part> parts) {
    LeanRequest request =
        LeanRequest.on("POST", id)
            .query(UPLOAD_ID, uploadId)
            .header("content-type", "application/xml")
            .body(Body.of(document(parts).getBytes(UTF_8)));
    return calls.call(
        request,
        answer -> {
          Map<String, String> result = LeanAnswers.document(answer);
          return LeanAnswers.copied(answer.head(), result);
        });
  }

  private static String document(List<Part> parts) {
    StringBuilder xml = new StringBuilder(128 + parts.size() * 96);
    xml.append("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    for (Part part : parts) {
      xml.append("<Part><PartNumber>").append(part.number()).append("</PartNumber><ETag>");
      xml.append(LeanXml.escaped(part.etag())).append("</ETag>");
      part.checksum()
          .ifPresent(checksum -> {
            String name = "Checksum" + checksum.algorithm().name();
            xml.append('<').append(name).append('>').append(LeanXml.escaped(checksum.value()));
            xml.append("</").append(name).append('>');
          });
      xml.append("</Part>");
    }
    return xml.append("</CompleteMultipartUpload>").toString();
  }
}
