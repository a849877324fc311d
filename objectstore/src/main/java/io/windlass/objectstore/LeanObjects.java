package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.WindlassException;
import io.windlass.foundation.wire.Wire;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.Deleted;
import io.windlass.objectstore.ObjectStore.NotDeleted;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;

/** Reading, writing, copying and deleting objects by requests of our own. */
final class LeanObjects {
  private static final String TYPE = "content-type";
  private static final String BYTES = "application/octet-stream";

  private final LeanCalls calls;
  private final StoreAddress address;

  /** Buckets that get all bytes signed. */
  private final Set<String> untold = ConcurrentHashMap.newKeySet();

  LeanObjects(LeanCalls calls, StoreAddress address) {
    this.calls = calls;
    this.address = address;
  }

  ObjectFacts head(ObjectId id) {
    return head(id, LeanRequest.on("HEAD", id));
  }

  /** With the checksum that the store keeps. */
  ObjectFacts headWithChecksum(ObjectId id) {
    return head(id, LeanRequest.on("HEAD", id).header("x-amz-checksum-mode", "ENABLED"));
  }

  private ObjectFacts head(ObjectId id, LeanRequest request) {
    try {
      return calls.call(request, answer -> LeanAnswers.facts(id, answer.head()));
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
            LeanAnswers.requireRange(answer.head(), range);
            ObjectFacts facts = LeanAnswers.facts(id, answer.head());
            InputStream resuming =
                new ResumingStream(
                    source(answer),
                    range.map(ByteRange::first).orElse(0L),
                    LeanAnswers.contentLength(answer.head()),
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
        reading(facts.id(), Optional.of(rest), Optional.of(facts.etag())),
        answer -> {
          LeanAnswers.requireRange(answer.head(), Optional.of(rest));
          return source(answer);
        });
  }

  private static ResumingStream.Source source(Wire.Response answer) {
    return new ResumingStream.Source(answer.body(), answer.body()::close);
  }

  /**
   * What the source tells of the bytes is signed in their place, where it can be; a store that
   * refuses that, or has another notion of it, gets all bytes signed from then on.
   */
  Written put(ObjectId id, WriteOptions options, Body body) {
    Optional<String> told = calls.signable(id.bucket(), body);
    if (told.isPresent() && !untold.contains(id.bucket())) {
      try {
        return put(id, options, DigestedBody.told(body, told.get()), told);
      } catch (WindlassException e) {
        if (!mayBeForTold(e)) {
          throw e;
        }
        untold.add(id.bucket());
      }
    }
    return put(id, options, calls.digested(id.bucket(), body), Optional.empty());
  }

  private static boolean mayBeForTold(WindlassException e) {
    return e instanceof StoreException refused
        ? refused.failure() instanceof StoreFailure.Denied
            || refused.failure() instanceof StoreFailure.Refused
            || refused.failure() instanceof StoreFailure.Unsupported
        : e.problem().code().equals(DigestedBody.MISMATCH);
  }

  private Written put(
      ObjectId id, WriteOptions options, DigestedBody digested, Optional<String> told) {
    LeanRequest request =
        LeanRequest.on("PUT", id)
            .headers(WriteHeaders.of(options))
            .header("if-match", options.ifMatch()) // without quotes, for Ceph RGW 16
            .header(TYPE, options.contentType().orElse(BYTES))
            .body(digested.body(), options.checksum());
    told.ifPresent(request::told);
    try {
      return calls.call(
          request,
          answer -> {
            Written written = LeanAnswers.written(answer.head());
            digested.check(written.etag(), written.encryption(), id);
            return written;
          });
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", id).with(options));
    }
  }

  Written copy(
      ObjectId source, Optional<String> sourceEtag, ObjectId target, WriteOptions options) {
    LeanRequest request =
        copying(LeanRequest.on("PUT", target), source, sourceEtag)
            .headers(WriteHeaders.ofCopy(options))
            .header(TYPE, options.contentType());
    try {
      return calls.call(
          request, answer -> LeanAnswers.copied(answer.head(), LeanAnswers.document(answer)));
    } catch (SdkException e) {
      throw Failures.of(
          e, StoreCall.onObject("s3:PutObject", target).copying(source).with(options));
    }
  }

  /** A request without body that names what to copy. */
  static LeanRequest copying(LeanRequest request, ObjectId source, Optional<String> sourceEtag) {
    return request
        .header("x-amz-copy-source", named(source))
        .header("x-amz-copy-source-if-match", sourceEtag.map(ObjectCalls::quoted))
        .header("content-length", "0");
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

  /** Deletes many by one request, as the SDK throws it when it fails. */
  List<NotDeleted> deleteTogether(String bucket, List<ObjectId> ids) {
    StringBuilder xml = new StringBuilder(64 + ids.size() * 64);
    xml.append("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>");
    for (ObjectId id : ids) {
      xml.append("<Object><Key>").append(LeanXml.escaped(id.key())).append("</Key>");
      id.versionId()
          .ifPresent(version ->
              xml.append("<VersionId>").append(LeanXml.escaped(version)).append("</VersionId>"));
      xml.append("</Object>");
    }
    byte[] document = xml.append("</Delete>").toString().getBytes(UTF_8);
    LeanRequest request =
        LeanRequest.onBucket("POST", bucket)
            .query("delete", "")
            .header(TYPE, "application/xml")
            .header("content-md5", md5(document))
            .body(Body.of(document));
    return calls.call(
        request,
        answer ->
            LeanXml.deletionErrors(answer.body()).stream()
                .map(error ->
                    new NotDeleted(
                        new ObjectId(
                            bucket,
                            error.getOrDefault("Key", ""),
                            Optional.ofNullable(error.get("VersionId"))),
                        error.getOrDefault("Code", ""),
                        error.getOrDefault("Message", "")))
                .toList());
  }

  private static String md5(byte[] bytes) {
    return Base64.getEncoder().encodeToString(ObjectTransfers.md5().digest(bytes));
  }

  private static LeanRequest reading(
      ObjectId id, Optional<ByteRange> range, Optional<String> ifMatch) {
    return LeanRequest.on("GET", id)
        .header("range", range.map(ObjectCalls::header))
        .header("if-match", ifMatch.map(ObjectCalls::quoted));
  }
}
