package io.windlass.objectstore;

import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.Presigned;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Signed URLs. No request is made, except to renew the keys of an assumed role. */
final class PresignedCalls {
  private static final Map<String, String> OVERRIDES =
      Map.of(
          "content-type", "response-content-type",
          "content-disposition", "response-content-disposition",
          "content-encoding", "response-content-encoding",
          "content-language", "response-content-language",
          "cache-control", "response-cache-control",
          "expires", "response-expires");

  private final S3Presigner presigner;
  private final StoreAddress address;

  PresignedCalls(S3Presigner presigner, StoreAddress address) {
    this.presigner = presigner;
    this.address = address;
  }

  URI get(ObjectId id, Duration lifetime, Map<String, String> responseHeaders) {
    GetObjectRequest.Builder call = GetObjectRequest.builder().bucket(id.bucket()).key(id.key());
    id.versionId().ifPresent(call::versionId);
    AwsRequestOverrideConfiguration.Builder more = overrides();
    responseHeaders.forEach((name, value) -> {
      more.putRawQueryParameter(parameterFor(name), value);
    });
    call.overrideConfiguration(more.build());
    try {
      return URI.create(
          presigner
              .presignGetObject(
                  sign -> sign.signatureDuration(lifetime).getObjectRequest(call.build()))
              .url()
              .toString());
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:GetObject", id));
    }
  }

  /** The parameter that has a store answer this header. */
  static String parameterFor(String header) {
    String parameter = OVERRIDES.get(header.toLowerCase(Locale.ROOT));
    if (parameter == null) {
      throw new IllegalArgumentException("a store cannot answer the header " + header);
    }
    return parameter;
  }

  Presigned put(ObjectId id, WriteOptions options, Duration lifetime, Optional<String> contentMd5) {
    PutObjectRequest.Builder call =
        PutObjectRequest.builder()
            .bucket(id.bucket())
            .key(id.key())
            .overrideConfiguration(overrides(WriteHeaders.of(options)).build());
    options.contentType().ifPresent(call::contentType);
    contentMd5.ifPresent(call::contentMD5);
    try {
      return presigned(
          presigner.presignPutObject(
              sign -> sign.signatureDuration(lifetime).putObjectRequest(call.build())));
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", id));
    }
  }

  Presigned part(
      ObjectId id, String uploadId, int number, Duration lifetime, Optional<String> contentMd5) {
    return part(id, uploadId, number, lifetime, contentMd5, overrides());
  }

  /** A copy of a part is an upload of one whose headers name the source. */
  Presigned copyPart(
      ObjectId source,
      Optional<ByteRange> range,
      Optional<String> ifMatch,
      ObjectId target,
      String uploadId,
      int number,
      Duration lifetime) {
    AwsRequestOverrideConfiguration.Builder headers =
        overrides().putHeader("x-amz-copy-source", copySource(source));
    range.ifPresent(
        bytes -> headers.putHeader("x-amz-copy-source-range", ObjectCalls.header(bytes)));
    ifMatch.ifPresent(etag -> headers.putHeader("x-amz-copy-source-if-match", "\"" + etag + "\""));
    return part(target, uploadId, number, lifetime, Optional.empty(), headers);
  }

  private Presigned part(
      ObjectId id,
      String uploadId,
      int number,
      Duration lifetime,
      Optional<String> contentMd5,
      AwsRequestOverrideConfiguration.Builder overrides) {
    UploadPartRequest.Builder call =
        UploadPartRequest.builder()
            .bucket(id.bucket())
            .key(id.key())
            .uploadId(uploadId)
            .partNumber(number)
            .overrideConfiguration(overrides.build());
    contentMd5.ifPresent(call::contentMD5);
    try {
      return presigned(
          presigner.presignUploadPart(
              sign -> sign.signatureDuration(lifetime).uploadPartRequest(call.build())));
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject("s3:PutObject", id));
    }
  }

  private AwsRequestOverrideConfiguration.Builder overrides(Map<String, String> headers) {
    AwsRequestOverrideConfiguration.Builder overrides = overrides();
    headers.forEach(overrides::putHeader);
    return overrides;
  }

  private AwsRequestOverrideConfiguration.Builder overrides() {
    AwsRequestOverrideConfiguration.Builder overrides = AwsRequestOverrideConfiguration.builder();
    if (address.requesterPays()) {
      overrides.putRawQueryParameter("x-amz-request-payer", "requester");
    }
    return overrides;
  }

  static String copySource(ObjectId source) {
    String path = SdkHttpUtils.urlEncodeIgnoreSlashes(source.bucket() + "/" + source.key());
    return source
        .versionId()
        .map(version -> path + "?versionId=" + SdkHttpUtils.urlEncode(version))
        .orElse(path);
  }

  private static Presigned presigned(PresignedRequest signed) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, List<String>> header : signed.signedHeaders().entrySet()) {
      if (!header.getKey().equalsIgnoreCase("host")) {
        headers.put(header.getKey(), String.join(",", header.getValue()));
      }
    }
    return new Presigned(
        signed.httpRequest().method().name(), URI.create(signed.url().toString()), headers);
  }
}
