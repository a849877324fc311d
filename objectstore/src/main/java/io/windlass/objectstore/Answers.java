package io.windlass.objectstore;

import io.windlass.foundation.WindlassException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What the store's answers say, in the words of this house. */
final class Answers {
  private Answers() {}

  /**
   * The failure of a HEAD, whose answer has a status and no more. Where that leaves open what is
   * wrong, {@code withBody} asks once more in a way that is answered with a code.
   */
  static WindlassException withBody(SdkException headFailure, StoreCall call, Runnable withBody) {
    if (headFailure instanceof AwsServiceException answer
        && (answer.statusCode() == 400 || answer.statusCode() == 403)) {
      try {
        withBody.run();
      } catch (SdkException e) {
        return Failures.of(e, call);
      }
    }
    return Failures.of(headFailure, call);
  }

  static Optional<String> header(SdkException failure, String name) {
    return failure instanceof AwsServiceException answer
            && answer.awsErrorDetails() != null
            && answer.awsErrorDetails().sdkHttpResponse() != null
        ? answer.awsErrorDetails().sdkHttpResponse().firstMatchingHeader(name)
        : Optional.empty();
  }

  /** An ETag without its quotes. */
  static String etag(String quoted) {
    String text = quoted.startsWith("W/") ? quoted.substring(2) : quoted;
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  static ObjectFacts facts(ObjectId id, HeadObjectResponse answer) {
    return new ObjectFacts(
        versioned(id, answer.versionId()),
        answer.contentLength(),
        etag(answer.eTag()),
        answer.lastModified(),
        new SystemMetadata(
            Optional.ofNullable(answer.contentType()),
            Optional.ofNullable(answer.cacheControl()),
            Optional.ofNullable(answer.contentDisposition()),
            encoding(Optional.ofNullable(answer.contentEncoding())),
            Optional.ofNullable(answer.contentLanguage()),
            Optional.ofNullable(answer.expiresString())),
        storageClass(answer.storageClassAsString()),
        Optional.ofNullable(answer.serverSideEncryptionAsString()),
        answer.hasMetadata() ? answer.metadata() : Map.of(),
        SdkChecksums.of(answer),
        Optional.ofNullable(answer.restore()).map(RestoreState::of),
        count(answer.tagCount()));
  }

  /** Facts by a GET, whose length is that of the range: the size comes from Content-Range. */
  static ObjectFacts facts(ObjectId id, GetObjectResponse answer) {
    return new ObjectFacts(
        versioned(id, answer.versionId()),
        size(answer),
        etag(answer.eTag()),
        answer.lastModified(),
        new SystemMetadata(
            Optional.ofNullable(answer.contentType()),
            Optional.ofNullable(answer.cacheControl()),
            Optional.ofNullable(answer.contentDisposition()),
            encoding(Optional.ofNullable(answer.contentEncoding())),
            Optional.ofNullable(answer.contentLanguage()),
            Optional.ofNullable(answer.expiresString())),
        storageClass(answer.storageClassAsString()),
        Optional.ofNullable(answer.serverSideEncryptionAsString()),
        answer.hasMetadata() ? answer.metadata() : Map.of(),
        SdkChecksums.of(answer),
        Optional.ofNullable(answer.restore()).map(RestoreState::of),
        count(answer.tagCount()));
  }

  /** How the content is encoded. Some stores keep how it was sent as well. */
  static Optional<String> encoding(Optional<String> stored) {
    return stored
        .map(text ->
            Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.equals("aws-chunked"))
                .collect(Collectors.joining(",")))
        .filter(text -> !text.isEmpty());
  }

  private static OptionalInt count(@Nullable Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private static long size(GetObjectResponse answer) {
    String range = answer.contentRange();
    int slash = range == null ? -1 : range.lastIndexOf('/');
    return slash < 0 || range.endsWith("*")
        ? answer.contentLength()
        : Long.parseLong(range.substring(slash + 1));
  }

  static String storageClass(@Nullable String name) {
    return name == null || name.isEmpty() ? "STANDARD" : name;
  }

  private static ObjectId versioned(ObjectId id, @Nullable String versionId) {
    return new ObjectId(id.bucket(), id.key(), Optional.ofNullable(versionId).or(id::versionId));
  }
}
