package io.windlass.objectstore;

import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Reading, writing and copying whole objects. */
final class ObjectCalls {
  private final S3Clients.Opened clients;
  private final S3Client s3;
  private final StoreAddress address;

  ObjectCalls(S3Clients.Opened clients, StoreAddress address) {
    this.clients = clients;
    this.s3 = clients.s3();
    this.address = address;
  }

  ObjectFacts head(ObjectId id) {
    return head(id, _ -> {});
  }

  ObjectFacts head(ObjectId id, Consumer<HeadObjectRequest.Builder> more) {
    try {
      return Answers.facts(
          id,
          s3.headObject(call -> {
            call.bucket(id.bucket()).key(id.key());
            id.versionId().ifPresent(call::versionId);
            more.accept(call);
          }));
    } catch (SdkException e) {
      StoreCall call = StoreCall.onObject(readAction(id), id);
      throw Answers.withBody(
          e,
          call,
          () -> open(request(id, Optional.of(new ByteRange(0, 0)), Optional.empty())).abort());
    }
  }

  ObjectContent get(ObjectId id, Optional<ByteRange> range, Optional<String> ifMatch) {
    try {
      ResponseInputStream<GetObjectResponse> first = open(request(id, range, ifMatch));
      GetObjectResponse answer = first.response();
      ObjectFacts facts = Answers.facts(id, answer);
      long offset = range.map(ByteRange::first).orElse(0L);
      return new ObjectContent(
          facts,
          new ResumingStream(
              source(first),
              offset,
              answer.contentLength(),
              rest ->
                  source(open(request(facts.id(), Optional.of(rest), Optional.of(facts.etag()))))));
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject(readAction(id), id));
    }
  }

  Written put(ObjectId id, WriteOptions options, Body body) {
    SortedMap<String, String> headers = WriteHeaders.of(options);
    headers.remove("content-encoding"); // the SDK joins it with its own
    Optional<String> encoding = options.system().contentEncoding();
    try {
      PutObjectRequest.Builder call =
          PutObjectRequest.builder()
              .bucket(id.bucket())
              .key(id.key())
              .overrideConfiguration(headers(headers));
      encoding.ifPresent(call::contentEncoding);
      options.contentType().ifPresent(call::contentType);
      options.checksum().ifPresent(wanted -> SdkChecksums.set(call, wanted.of(body)));
      // Without quotes, which AWS takes too: Ceph RGW 16 compares them with the ETag, letter by
      // letter.
      options.ifMatch().ifPresent(call::ifMatch);
      DigestedBody digested = DigestedBody.of(body, address);
      PutObjectResponse answer =
          (encoding.isEmpty() ? clients.sending(body) : clients.small())
              .putObject(call.build(), digested.requestBody());
      Optional<String> encryption = Optional.ofNullable(answer.serverSideEncryptionAsString());
      digested.check(answer.eTag(), encryption, id);
      return new Written(
          Answers.etag(answer.eTag()),
          Optional.ofNullable(answer.versionId()),
          encryption,
          SdkChecksums.of(answer));
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", id).with(options));
    }
  }

  Written copy(
      ObjectId source, Optional<String> sourceEtag, ObjectId target, WriteOptions options) {
    try {
      CopyObjectRequest.Builder call =
          CopyObjectRequest.builder()
              .sourceBucket(source.bucket())
              .sourceKey(source.key())
              .destinationBucket(target.bucket())
              .destinationKey(target.key())
              .overrideConfiguration(headers(WriteHeaders.ofCopy(options)));
      source.versionId().ifPresent(call::sourceVersionId);
      sourceEtag.ifPresent(etag -> call.copySourceIfMatch(quoted(etag)));
      options.contentType().ifPresent(call::contentType);
      CopyObjectResponse answer = s3.copyObject(call.build());
      return new Written(
          Answers.etag(answer.copyObjectResult().eTag()),
          Optional.ofNullable(answer.versionId()),
          Optional.ofNullable(answer.serverSideEncryptionAsString()),
          SdkChecksums.of(answer.copyObjectResult()));
    } catch (SdkException e) {
      throw Failures.of(
          e, StoreCall.onObject("s3:PutObject", target).copying(source).with(options));
    }
  }

  static AwsRequestOverrideConfiguration headers(Map<String, String> headers) {
    AwsRequestOverrideConfiguration.Builder overrides = AwsRequestOverrideConfiguration.builder();
    headers.forEach(overrides::putHeader);
    return overrides.build();
  }

  private static ResumingStream.Source source(ResponseInputStream<GetObjectResponse> answer) {
    return new ResumingStream.Source(answer, answer::abort);
  }

  private ResponseInputStream<GetObjectResponse> open(GetObjectRequest request) {
    return s3.getObject(request);
  }

  private static GetObjectRequest request(
      ObjectId id, Optional<ByteRange> range, Optional<String> ifMatch) {
    GetObjectRequest.Builder call = GetObjectRequest.builder().bucket(id.bucket()).key(id.key());
    id.versionId().ifPresent(call::versionId);
    range.ifPresent(bytes -> call.range(header(bytes)));
    ifMatch.ifPresent(etag -> call.ifMatch(quoted(etag)));
    return call.build();
  }

  static String quoted(String etag) {
    return '"' + etag + '"';
  }

  static String header(ByteRange bytes) {
    return "bytes=" + bytes.first() + "-" + bytes.last();
  }

  static String readAction(ObjectId id) {
    return id.versionId().isPresent() ? "s3:GetObjectVersion" : "s3:GetObject";
  }
}
