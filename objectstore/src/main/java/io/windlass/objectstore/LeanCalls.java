package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.windlass.foundation.wire.Wire;
import io.windlass.objectstore.LeanEndpoints.BucketEndpoint;
import io.windlass.objectstore.ObjectStore.Presigned;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Sends signed requests and repeats them after passing faults, with pauses that grow and vary; what
 * fails for good is thrown as the SDK throws it, for one translation of both. Thread-safe.
 */
final class LeanCalls implements AutoCloseable {
  /** Below, waiting for a refusal takes longer than to send in vain. */
  private static final long EXPECT_FROM = 2 << 20;

  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
  private static final int LONGEST_ERROR = 64 << 10;
  private static final Set<String> PASSING =
      Set.of(
          "SlowDown",
          "RequestTimeout",
          "RequestTimeoutException",
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "TooManyRequests",
          "BandwidthLimitExceeded",
          "PriorRequestNotComplete",
          "InternalError");

  /** Bytes that changed on the way; when they do so again, the fault is elsewhere. */
  private static final Set<String> DAMAGED =
      Set.of("SignatureDoesNotMatch", "XAmzContentSHA256Mismatch", "BadDigest");

  private final Wire wire;
  private final SignatureV4 signature;
  private final StoreAddress address;
  private final LeanEndpoints endpoints;
  private final AwsCredentialsProvider credentials;

  LeanCalls(StoreAddress address, AwsCredentialsProvider credentials) {
    this(
        new Wire(MAX_CONNECTIONS),
        new SignatureV4(),
        address,
        new LeanEndpoints(address),
        credentials);
  }

  private LeanCalls(
      Wire wire,
      SignatureV4 signature,
      StoreAddress address,
      LeanEndpoints endpoints,
      AwsCredentialsProvider credentials) {
    this.wire = wire;
    this.signature = signature;
    this.address = address;
    this.endpoints = endpoints;
    this.credentials = credentials;
  }

  /** The same with the consent to pay, over the same connections; not to be closed. */
  LeanCalls paying() {
    return new LeanCalls(wire, signature, address.paying(), endpoints, credentials);
  }

  /** Whether requests for this bucket can be sent from here. */
  boolean reaches(String bucket) {
    return endpoints.of(bucket).isPresent();
  }

  /**
   * The body with its digest taken while it is sent, unless its very signature covers all bytes: no
   * byte is hashed twice.
   */
  DigestedBody digested(String bucket, Body body) {
    return signsAllOf(bucket, body)
        ? DigestedBody.undigested(body)
        : DigestedBody.of(body, address);
  }

  private boolean signsAllOf(String bucket, Body body) {
    return body.length() > LeanPayload.SMALL_BODY
        && endpoints.of(bucket).filter(endpoint -> !endpoint.target().tls()).isPresent()
        && credentials.resolveCredentials().accessKeyId() != null;
  }

  /** What can be signed in the place of all bytes, in hexadecimal. */
  Optional<String> signable(String bucket, Body body) {
    return body.told()
        .filter(_ -> address.checksums() == ChecksumMode.WHEN_REQUIRED && signsAllOf(bucket, body));
  }

  /** Whether there are keys to sign with. */
  boolean signs() {
    return credentials.resolveCredentials().accessKeyId() != null;
  }

  /** The request as one that needs no keys; its body is whoever sends it to add. */
  Presigned presign(LeanRequest request, Duration lifetime) {
    BucketEndpoint endpoint = endpoints.of(request.bucket()).orElseThrow();
    String path = endpoint.pathOf(request.key());
    String host = endpoint.target().hostHeader();
    SortedMap<String, String> headers = request.headers();
    headers.put("host", host);
    SortedMap<String, String> query = request.parameters();
    if (address.requesterPays()) {
      query.put("x-amz-request-payer", "requester");
    }
    signature.presign(
        credentials.resolveCredentials(),
        endpoint.region(),
        request.method(),
        path,
        query,
        headers,
        lifetime,
        Instant.now());
    headers.remove("host");
    SortedMap<String, String> toSend = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    toSend.putAll(headers);
    return new Presigned(
        request.method(),
        URI.create(
            (endpoint.target().tls() ? "https://" : "http://")
                + host
                + path
                + "?"
                + LeanRequest.queryString(query)),
        toSend);
  }

  /** Reads an answer of status 200 to 299. */
  interface Reader<T> {
    T read(Wire.Response response) throws IOException;
  }

  /**
   * Sends until it is answered with success, and reads the answer; an answer that breaks while it
   * is read is asked for again. The reader need not close.
   */
  <T> T call(LeanRequest request, Reader<T> reader) {
    return attempts(
        request,
        response -> {
          try (response) {
            return reader.read(response);
          }
        });
  }

  /** As {@link #call}, for readers that keep the body and close it themselves. */
  <T> T open(LeanRequest request, Reader<T> reader) {
    return attempts(request, reader);
  }

  private <T> T attempts(LeanRequest request, Reader<T> reader) {
    for (int attempt = 1; ; attempt++) {
      SdkException failure;
      try {
        Wire.Response response = send(request);
        if (response.head().status() < 300) {
          return read(response, reader);
        }
        failure = refusal(response);
      } catch (Wire.BodyException e) {
        throw SdkClientException.create(e.getMessage(), e);
      } catch (IOException e) {
        failure = SdkClientException.create("The exchange with the store broke.", e);
      } catch (S3Exception e) {
        failure = e; // an error in an answer that began as a success
      }
      boolean again =
          passing(failure) || (attempt == 1 && request.body().isPresent() && damaged(failure));
      if (attempt == MAX_ATTEMPTS || !again) {
        throw failure;
      }
      pause(attempt, failure);
    }
  }

  private static <T> T read(Wire.Response response, Reader<T> reader) throws IOException {
    boolean read = false;
    try {
      T result = reader.read(response);
      read = true;
      return result;
    } finally {
      if (!read) {
        response.close();
      }
    }
  }

  private Wire.Response send(LeanRequest request) throws IOException {
    BucketEndpoint endpoint = endpoints.of(request.bucket()).orElseThrow();
    AwsCredentials keys = credentials.resolveCredentials();
    SortedMap<String, String> headers = request.headers();
    headers.put("host", endpoint.target().hostHeader());
    if (address.requesterPays()) {
      headers.put("x-amz-request-payer", "requester");
    }
    boolean anonymous = keys.accessKeyId() == null;
    LeanPayload payload =
        LeanPayload.of(request, address.checksums(), anonymous, endpoint.target().tls());
    if (request.body().isPresent()) {
      payload.describe(headers);
    }
    Optional<SignatureV4.Signed> signed =
        anonymous
            ? Optional.empty()
            : Optional.of(sign(keys, endpoint, request, headers, payload.hash()));
    if (anonymous && payload.chunks().isPresent()) {
      headers.put("x-amz-content-sha256", payload.hash());
    }
    if (payload.length() > EXPECT_FROM) {
      headers.put("expect", "100-continue"); // not signed: a hop on the way may answer it
    }
    return wire.exchange(
        endpoint.target(),
        new Wire.Request(
            head(request, path(endpoint, request), headers, payload.small()),
            payload.writer(signed),
            headers.containsKey("expect"),
            request.method().equals("HEAD")));
  }

  private static String path(BucketEndpoint endpoint, LeanRequest request) {
    return request.key().isEmpty() && !endpoint.path().isEmpty()
        ? endpoint.path()
        : endpoint.pathOf(request.key());
  }

  private SignatureV4.Signed sign(
      AwsCredentials keys,
      BucketEndpoint endpoint,
      LeanRequest request,
      SortedMap<String, String> headers,
      String payload) {
    return signature.sign(
        keys,
        endpoint.region(),
        request.method(),
        path(endpoint, request),
        request.queryString(),
        headers,
        payload,
        Instant.now());
  }

  private static ByteBuffer head(
      LeanRequest request, String path, Map<String, String> headers, byte[] body) {
    StringBuilder head = new StringBuilder(1024);
    head.append(request.method()).append(' ').append(path);
    String query = request.queryString();
    if (!query.isEmpty()) {
      head.append('?').append(query);
    }
    head.append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("\r\n");
    byte[] text = head.toString().getBytes(ISO_8859_1);
    return ByteBuffer.allocate(text.length + body.length).put(text).put(body).flip();
  }

  private static S3Exception refusal(Wire.Response response) throws IOException {
    byte[] document;
    try (response) {
      document = response.body().readNBytes(LONGEST_ERROR);
      if (document.length < LONGEST_ERROR) {
        Wire.drain(response.body());
      }
    }
    Map<String, String> error;
    try {
      error = document.length == 0 ? Map.of() : LeanXml.flat(new ByteArrayInputStream(document));
    } catch (IOException e) {
      error = Map.of(); // some gateway on the way; the status says enough
    }
    return refusal(response, error);
  }

  /** The exception for an {@code Error} document. */
  static S3Exception refusal(Wire.Response response, Map<String, String> error) {
    SdkHttpResponse.Builder http = SdkHttpResponse.builder().statusCode(response.head().status());
    response.head().headers().forEach(http::appendHeader);
    String message = error.getOrDefault("Message", "");
    return (S3Exception)
        S3Exception.builder()
            .statusCode(response.head().status())
            .requestId(error.get("RequestId"))
            .message(message)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .serviceName("S3")
                    .errorCode(error.get("Code"))
                    .errorMessage(message)
                    .sdkHttpResponse(http.build())
                    .build())
            .build();
  }

  private static boolean passing(SdkException failure) {
    if (!(failure instanceof S3Exception answer)) {
      return true;
    }
    return answer.statusCode() == 500
        || answer.statusCode() == 502
        || answer.statusCode() == 503
        || answer.statusCode() == 504
        || answer.statusCode() == 429
        || PASSING.contains(String.valueOf(answer.awsErrorDetails().errorCode()));
  }

  private static boolean damaged(SdkException failure) {
    return failure instanceof S3Exception answer
        && DAMAGED.contains(String.valueOf(answer.awsErrorDetails().errorCode()));
  }

  private static void pause(int attempt, SdkException failure) {
    long longest = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << (attempt - 1));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest + 1));
    if (Thread.currentThread().isInterrupted()) {
      throw failure;
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
