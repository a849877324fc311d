package io.windlass.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The AWS SDK as anybody uses it: it knows keys, an endpoint and nothing of Windlass. */
final class PlainS3 implements AutoCloseable {
  private final S3Client s3;

  private PlainS3(AwsCredentials keys, URI endpoint, String region) {
    s3 =
        S3Client.builder()
            .credentialsProvider(StaticCredentialsProvider.create(keys))
            .endpointOverride(endpoint)
            .region(Region.of(region))
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  /** With the keys that {@code tokens aws-keys} or {@code credentials get} printed. */
  static PlainS3 with(JsonNode printed) {
    String id = printed.get("accessKeyId").asText();
    String secret = printed.get("secretAccessKey").asText();
    AwsCredentials keys =
        printed.has("sessionToken")
            ? AwsSessionCredentials.create(id, secret, printed.get("sessionToken").asText())
            : AwsBasicCredentials.create(id, secret);
    return new PlainS3(
        keys, URI.create(printed.get("endpoint").asText()), printed.get("region").asText());
  }

  void createBucket(String bucket) {
    s3.createBucket(request -> request.bucket(bucket));
  }

  void put(String bucket, String key, Path file) {
    s3.putObject(request -> request.bucket(bucket).key(key), file);
  }

  void put(String bucket, String key, String text) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  String get(String bucket, String key) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
  }

  List<String> list(String bucket, String prefix) {
    return s3
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  /** Does what must be refused; the store's own words. */
  static String refused(Runnable forbidden) {
    try {
      forbidden.run();
    } catch (S3Exception e) {
      return e.awsErrorDetails().errorCode()
          + " ("
          + e.statusCode()
          + "): "
          + e.awsErrorDetails().errorMessage();
    }
    throw new DemoFailure("The store allowed what it should have refused.");
  }

  @Override
  public void close() {
    s3.close();
  }
}
