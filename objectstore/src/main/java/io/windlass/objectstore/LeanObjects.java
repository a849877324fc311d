package io.windlass.objectstore;

import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.Deleted;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import io.windlass.objectstore.wire.ResponseHead;
import io.windlass.objectstore.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Reading, writing, copying and deleting objects by requests of our own. */
final class LeanObjects {
  private static final String META = "x-amz-meta-";
  private static final String TYPE = "content-type";

  private final LeanCalls calls;
  private final StoreAddress address;

  LeanObjects(LeanCalls calls, StoreAddress address) {
    this.calls = calls;
    this.address = address;
  }

  ObjectFacts head(ObjectId id) {
    try {
      return calls.call(LeanRequest.on("HEAD", id), answer -> facts(id, answer.head()));
    } catch (SdkException e) {
      StoreCall call = StoreCall.onObject(ObjectCalls.readAction(id), id);
      throw Answers.withBody(
          e,
          call,
          () ->
              calls.call(reading(id, Optional.of(new ByteRange(0, 0)), Optional.empty()), _ -> id));
    }
  }

  ObjectContent get(ObjectId id, Optional<ByteRange> range, Optional<String> ifMatch) {
    boolean verified = range.isEmpty() && address.checksums() == ChecksumMode.WHEN_SUPPORTED;
    LeanRequest request = reading(id, range, ifMatch);
    if (verified) {
      request.header("x-amz-checksum-mode", "ENABLED");
    }
    try {
      return calls.open(
          request,
          answer -> {
            ObjectFacts facts = facts(id, answer.head());
            InputStream resuming =
                new ResumingStream(
                    source(answer),
                    range.map(ByteRange::first).orElse(0L),
                    contentLength(answer.head()),
                    rest -> reopened(facts, rest));
            return new ObjectContent(
                facts, verified ? VerifiedStream.of(resuming, answer.head(), id.key()) : resuming);
          });
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject(ObjectCalls.readAction(id), id));
    }
  }

  private ResumingStream.Source reopened(ObjectFacts facts, ByteRange rest) {
    return calls.open(
        reading(facts.id(), Optional.of(rest), Optional.of(facts.etag())), LeanObjects::source);
  }

  private static ResumingStream.Source source(Wire.Response answer) {
    return new ResumingStream.Source(answer.body(), answer.body()::close);
  }

  Written put(ObjectId id, WriteOptions options, Body body) {
    DigestedBody digested = DigestedBody.of(body, address);
    LeanRequest request =
        LeanRequest.on("PUT", id)
            .options(options)
            .header("if-match", options.ifMatch()) // without quotes, for Ceph RGW 16
            .header(TYPE, options.contentType().orElse("application/octet-stream"))
            .body(digested.body());
    try {
      return calls.call(
          request,
          answer -> {
            Written written = written(answer.head(), etag(answer.head()));
            digested.check(written.etag(), written.encryption(), id);
            return written;
          });
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", id).with(options));
    }
  }

  Part uploadPart(ObjectId id, String uploadId, int number, Body body) {
    DigestedBody digested = DigestedBody.of(body, address);
    LeanRequest request =
        LeanRequest.on("PUT", id)
            .query("partNumber", Integer.toString(number))
            .query("uploadId", uploadId)
            .header(TYPE, "application/octet-stream")
            .body(digested.body());
    try {
      return calls.call(
          request,
          answer -> {
            Written written = written(answer.head(), etag(answer.head()));
            digested.check(written.etag(), written.encryption(), id);
            return new Part(number, written.etag(), body.length());
          });
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", id));
    }
  }

  Written copy(
      ObjectId source, Optional<String> sourceEtag, ObjectId target, WriteOptions options) {
    LeanRequest request =
        LeanRequest.on("PUT", target)
            .options(options)
            .header("x-amz-copy-source", named(source))
            .header("x-amz-copy-source-if-match", sourceEtag.map(ObjectCalls::quoted))
            .header("content-length", "0");
    if (options.contentType().isPresent() || !options.metadata().isEmpty()) {
      request.header("x-amz-metadata-directive", "REPLACE").header(TYPE, options.contentType());
    }
    try {
      return calls.call(
          request,
          answer -> {
            Map<String, String> result = copied(answer);
            return written(answer.head(), Answers.etag(result.getOrDefault("ETag", "")));
          });
    } catch (SdkException e) {
      throw Failures.of(
          e, StoreCall.onObject("s3:PutObject", target).copying(source).with(options));
    }
  }

  /** A copy may fail after the store has begun to answer 200. */
  private static Map<String, String> copied(Wire.Response answer) throws IOException {
    Map<String, String> result = LeanXml.flat(answer.body());
    if ("Error".equals(result.get(""))) {
      throw LeanCalls.refusal(answer, result);
    }
    return result;
  }

  private static String named(ObjectId source) {
    return "/"
        + source.bucket()
        + "/"
        + LeanEndpoints.encode(source.key(), true)
        + source.versionId().map(id -> "?versionId=" + LeanEndpoints.encode(id, false)).orElse("");
  }

  Deleted delete(ObjectId id) {
    return DeleteCalls.one(
        id,
        () ->
            calls.call(
                LeanRequest.on("DELETE", id),
                answer ->
                    new Deleted(
                        answer.head().header("x-amz-version-id"),
                        answer
                            .head()
                            .header("x-amz-delete-marker")
                            .filter("true"::equals)
                            .isPresent())));
  }

  private static LeanRequest reading(
      ObjectId id, Optional<ByteRange> range, Optional<String> ifMatch) {
    return LeanRequest.on("GET", id)
        .header("range", range.map(ObjectCalls::header))
        .header("if-match", ifMatch.map(ObjectCalls::quoted));
  }

  private static ObjectFacts facts(ObjectId id, ResponseHead head) throws IOException {
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
        head.header("last-modified").flatMap(LeanObjects::time).orElse(Instant.EPOCH),
        head.header(TYPE),
        Answers.storageClass(head.header("x-amz-storage-class").orElse("")),
        head.header("x-amz-server-side-encryption"),
        metadata);
  }

  private static Written written(ResponseHead head, String etag) {
    return new Written(
        etag, head.header("x-amz-version-id"), head.header("x-amz-server-side-encryption"));
  }

  private static String etag(ResponseHead head) throws IOException {
    return Answers.etag(
        head.header("etag").orElseThrow(() -> new IOException("the answer has no ETag")));
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

  private static long contentLength(ResponseHead head) throws IOException {
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

  private static Optional<Instant> time(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
