package io.windlass.objectstore;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.OpenUpload;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.WantedChecksum;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Multipart uploads, call by call. */
final class MultipartCalls {
  private final S3Clients.Opened clients;
  private final S3Client s3;
  private final StoreAddress address;
  private final ObjectCalls objects;

  MultipartCalls(S3Clients.Opened clients, StoreAddress address, ObjectCalls objects) {
    this.clients = clients;
    this.s3 = clients.s3();
    this.address = address;
    this.objects = objects;
  }

  String start(ObjectId id, WriteOptions options) {
    CreateMultipartUploadRequest.Builder call =
        CreateMultipartUploadRequest.builder()
            .bucket(id.bucket())
            .key(id.key())
            .overrideConfiguration(ObjectCalls.headers(WriteHeaders.ofMultipart(options)));
    options.contentType().ifPresent(call::contentType);
    if (address.checksums() == ChecksumMode.WHEN_SUPPORTED && options.checksum().isEmpty()) {
      // which the SDK asks for by itself, and then as one of the parts, to be given back with them
      call.checksumAlgorithm("CRC32").checksumType(ChecksumType.FULL_OBJECT);
    }
    try {
      return s3.createMultipartUpload(call.build()).uploadId();
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", id).with(options));
    }
  }

  Part upload(
      ObjectId id, String uploadId, int number, Body body, Optional<WantedChecksum> checksum) {
    try {
      DigestedBody digested = DigestedBody.of(body, address);
      UploadPartRequest.Builder call =
          UploadPartRequest.builder()
              .bucket(id.bucket())
              .key(id.key())
              .uploadId(uploadId)
              .partNumber(number);
      checksum.ifPresent(wanted -> SdkChecksums.set(call, wanted.of(body)));
      UploadPartResponse answer =
          clients.sending(body).uploadPart(call.build(), digested.requestBody());
      digested.check(answer.eTag(), Optional.ofNullable(answer.serverSideEncryptionAsString()), id);
      return new Part(
          number,
          Answers.etag(answer.eTag()),
          body.length(),
          // of an upload that was started without them they must not be given back
          checksum.isPresent() ? SdkChecksums.of(answer) : Optional.empty());
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", id));
    }
  }

  Part copy(
      ObjectId source,
      Optional<String> sourceEtag,
      Optional<ByteRange> range,
      ObjectId target,
      String uploadId,
      int number) {
    UploadPartCopyRequest.Builder call =
        UploadPartCopyRequest.builder()
            .sourceBucket(source.bucket())
            .sourceKey(source.key())
            .destinationBucket(target.bucket())
            .destinationKey(target.key())
            .uploadId(uploadId)
            .partNumber(number);
    source.versionId().ifPresent(call::sourceVersionId);
    sourceEtag.ifPresent(etag -> call.copySourceIfMatch(ObjectCalls.quoted(etag)));
    range.ifPresent(bytes -> call.copySourceRange(ObjectCalls.header(bytes)));
    try {
      CopyPartResult result = s3.uploadPartCopy(call.build()).copyPartResult();
      long size =
          range
              .map(bytes -> bytes.last() - bytes.first() + 1)
              .orElseGet(() -> objects.head(source).size());
      return new Part(number, Answers.etag(result.eTag()), size, SdkChecksums.of(result));
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", target).copying(source));
    }
  }

  List<Part> parts(ObjectId id, String uploadId) {
    try {
      return s3
          .listPartsPaginator(call -> call.bucket(id.bucket()).key(id.key()).uploadId(uploadId))
          .parts()
          .stream()
          .map(MultipartCalls::part)
          .toList();
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:ListMultipartUploadParts", id));
    }
  }

  Optional<Part> part(ObjectId id, String uploadId, int number) {
    try {
      return s3
          .listParts(call ->
              call.bucket(id.bucket())
                  .key(id.key())
                  .uploadId(uploadId)
                  .partNumberMarker(number - 1)
                  .maxParts(1))
          .parts()
          .stream()
          .filter(part -> part.partNumber() == number)
          .map(MultipartCalls::part)
          .findFirst();
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:ListMultipartUploadParts", id));
    }
  }

  private static Part part(software.amazon.awssdk.services.s3.model.Part part) {
    return new Part(
        part.partNumber(), Answers.etag(part.eTag()), part.size(), SdkChecksums.of(part));
  }

  Stream<OpenUpload> open(String bucket, String prefix) {
    // the paginator fetches its first page when it is asked for an iterator, and throws from there
    Supplier<Iterator<MultipartUpload>> first =
        () ->
            s3.listMultipartUploadsPaginator(
                    call -> call.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
                .uploads()
                .iterator();
    Iterator<OpenUpload> translated =
        new Iterator<>() {
          private @Nullable Iterator<MultipartUpload> uploads;

          private Iterator<MultipartUpload> uploads() {
            Iterator<MultipartUpload> present = uploads;
            if (present == null) {
              present = first.get();
              uploads = present;
            }
            return present;
          }

          @Override
          public boolean hasNext() {
            try {
              return uploads().hasNext();
            } catch (SdkException e) {
              throw Failures.of(e, StoreCall.onBucket("s3:ListBucketMultipartUploads", bucket));
            }
          }

          @Override
          public OpenUpload next() {
            MultipartUpload upload = uploads().next();
            return new OpenUpload(upload.key(), upload.uploadId(), upload.initiated());
          }
        };
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(translated, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  Written complete(ObjectId id, String uploadId, List<Part> parts) {
    List<CompletedPart> completed = parts.stream().map(MultipartCalls::completed).toList();
    return complete(
        id,
        uploadId,
        parts,
        () -> {
          CompleteMultipartUploadResponse answer =
              s3.completeMultipartUpload(call ->
                  call.bucket(id.bucket())
                      .key(id.key())
                      .uploadId(uploadId)
                      .multipartUpload(upload -> upload.parts(completed)));
          return new Written(
              answer.eTag() == null ? "" : Answers.etag(answer.eTag()),
              Optional.ofNullable(answer.versionId()),
              Optional.ofNullable(answer.serverSideEncryptionAsString()),
              SdkChecksums.of(answer));
        });
  }

  /** Completes by a request; one that had succeeded before is a success. */
  Written complete(ObjectId id, String uploadId, List<Part> parts, Supplier<Written> request) {
    try {
      Written written = request.get();
      if (!written.etag().isEmpty()) {
        return written;
      }
      // Ceph RGW 16 answers an empty one
      return new Written(
          etag(parts).orElseGet(() -> objects.head(id).etag()),
          written.versionId(),
          written.encryption(),
          written.checksum());
    } catch (SdkException e) {
      WindlassException failure =
          asked(Failures.of(e, StoreCall.onObject("s3:PutObject", id)), id, uploadId);
      return completedBefore(failure, id, parts).orElseThrow(() -> failure);
    }
  }

  private static CompletedPart completed(Part part) {
    CompletedPart.Builder completed =
        CompletedPart.builder().partNumber(part.number()).eTag(part.etag());
    part.checksum().ifPresent(checksum -> SdkChecksums.set(completed, checksum));
    return completed.build();
  }

  /** The failure to complete; Ceph RGW 16 calls a missing upload an internal error. */
  private WindlassException asked(WindlassException failure, ObjectId id, String uploadId) {
    if (failure instanceof StoreException passing
        && passing.failure() instanceof StoreFailure.Unreachable) {
      try {
        part(id, uploadId, 1);
      } catch (StoreException e) {
        return e;
      }
    }
    return failure;
  }

  /**
   * A first completion whose answer was lost: the upload is gone and the object is what it made.
   */
  private Optional<Written> completedBefore(
      WindlassException failure, ObjectId id, List<Part> parts) {
    boolean gone =
        failure instanceof StoreException refused
            && refused.failure() instanceof StoreFailure.NoSuchObject;
    Optional<String> expected = gone ? etag(parts) : Optional.empty();
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    try {
      ObjectFacts facts = objects.head(id);
      return facts.etag().equals(expected.get())
          ? Optional.of(
              new Written(
                  facts.etag(), facts.id().versionId(), facts.encryption(), facts.checksum()))
          : Optional.empty();
    } catch (StoreException e) {
      failure.addSuppressed(e);
      return Optional.empty();
    }
  }

  /** The ETag that S3 gives to an object of these parts, where theirs are MD5s. */
  static Optional<String> etag(List<Part> parts) {
    try {
      MessageDigest all = MessageDigest.getInstance("MD5");
      for (Part part : parts) {
        all.update(HexFormat.of().parseHex(part.etag()));
      }
      return Optional.of(HexFormat.of().formatHex(all.digest()) + "-" + parts.size());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  void abort(ObjectId id, String uploadId) {
    try {
      s3.abortMultipartUpload(call -> call.bucket(id.bucket()).key(id.key()).uploadId(uploadId));
    } catch (SdkException e) {
      WindlassException failure = Failures.of(e, StoreCall.onObject("s3:AbortMultipartUpload", id));
      if (!(failure instanceof StoreException gone
          && gone.failure() instanceof StoreFailure.NoSuchObject)) {
        throw failure;
      }
    }
  }
}
