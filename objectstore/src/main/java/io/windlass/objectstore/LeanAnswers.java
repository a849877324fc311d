package io.windlass.objectstore;

import io.windlass.foundation.wire.ResponseHead;
import io.windlass.foundation.wire.Wire;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.Written;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What heads and small documents of answers say, in the words of this house. */
final class LeanAnswers {
  private static final String META = "x-amz-meta-";

  private LeanAnswers() {}

  static ObjectFacts facts(ObjectId id, ResponseHead head) throws IOException {
    Map<String, String> metadata = new HashMap<>();
    head.headers()
        .forEach((name, value) -> {
          if (name.startsWith(META)) {
            metadata.put(name.substring(META.length()), value);
          }
        });
    return new ObjectFacts(
        new ObjectId(id.bucket(), id.key(), head.header("x-amz-version-id").or(id::versionId)),
        size(head),
        etag(head),
        head.header("last-modified").flatMap(Timestamps::ofHttp).orElse(Instant.EPOCH),
        new SystemMetadata(
            head.header("content-type"),
            head.header("cache-control"),
            head.header("content-disposition"),
            Answers.encoding(head.header("content-encoding")),
            head.header("content-language"),
            head.header("expires")),
        Answers.storageClass(head.header("x-amz-storage-class").orElse("")),
        head.header("x-amz-server-side-encryption"),
        metadata,
        checksum(head),
        head.header("x-amz-restore").map(RestoreState::of),
        count(head.header("x-amz-tagging-count")));
  }

  private static OptionalInt count(Optional<String> digits) {
    try {
      return digits.isEmpty()
          ? OptionalInt.empty()
          : OptionalInt.of(Integer.parseInt(digits.get()));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  static Written written(ResponseHead head) throws IOException {
    return written(head, etag(head), checksum(head));
  }

  /** By a {@code CopyObjectResult} or {@code CompleteMultipartUploadResult}. */
  static Written copied(ResponseHead head, Map<String, String> result) {
    return written(head, Answers.etag(result.getOrDefault("ETag", "")), checksum(result));
  }

  private static Written written(
      ResponseHead head, String etag, Optional<ObjectChecksum> checksum) {
    return new Written(
        etag,
        head.header("x-amz-version-id"),
        head.header("x-amz-server-side-encryption"),
        checksum);
  }

  static String etag(ResponseHead head) throws IOException {
    return Answers.etag(
        head.header("etag").orElseThrow(() -> new IOException("the answer has no ETag")));
  }

  static Optional<ObjectChecksum> checksum(ResponseHead head) {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      Optional<String> value = head.header(algorithm.header());
      if (value.isPresent()) {
        return value.map(text ->
            ObjectChecksum.said(algorithm, text, head.header("x-amz-checksum-type").orElse("")));
      }
    }
    return Optional.empty();
  }

  static Optional<ObjectChecksum> checksum(Map<String, String> document) {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String value = document.get("Checksum" + algorithm.name());
      if (value != null && !value.isEmpty()) {
        return Optional.of(
            ObjectChecksum.said(algorithm, value, document.getOrDefault("ChecksumType", "")));
      }
    }
    return Optional.empty();
  }

  /** A document of one level. What began as a success may end as an error. */
  static Map<String, String> document(Wire.Response answer) throws IOException {
    Map<String, String> result = LeanXml.flat(answer.body());
    if ("Error".equals(result.get(""))) {
      throw LeanCalls.refusal(answer, result);
    }
    return result;
  }

  /** A server that overlooks the range would be read as if its first bytes were those asked for. */
  static void requireRange(ResponseHead head, Optional<ByteRange> range) {
    if (range.isEmpty() || (range.get().first() == 0 && head.status() == 200)) {
      return;
    }
    String begin = "bytes " + range.get().first() + "-";
    if (head.header("content-range").filter(said -> said.startsWith(begin)).isEmpty()) {
      throw SdkClientException.create("The answer is not the range that was asked for.");
    }
  }

  /** Of the whole object, also where a range was asked for. */
  private static long size(ResponseHead head) throws IOException {
    Optional<String> range = head.header("content-range").filter(text -> !text.endsWith("*"));
    if (range.isEmpty()) {
      return contentLength(head);
    }
    String text = range.get();
    return number(text.substring(text.lastIndexOf('/') + 1));
  }

  static long contentLength(ResponseHead head) throws IOException {
    return number(
        head.header("content-length")
            .orElseThrow(() -> new IOException("the answer does not say how long it is")));
  }

  private static long number(String digits) throws IOException {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IOException("the answer says a malformed length", e);
    }
  }
}
