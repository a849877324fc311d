package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.windlass.objectstore.LeanEndpoints.BucketEndpoint;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import io.windlass.objectstore.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
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
  /** Bodies up to here are hashed and sent in one piece. */
  static final int SMALL_BODY = 128 << 10;

  private static final long EXPECT_FROM = 1 << 20;
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

  private static final byte[] NONE = {};

  private final Wire wire = new Wire(MAX_CONNECTIONS);
  private final SignatureV4 signature = new SignatureV4();
  private final StoreAddress address;
  private final LeanEndpoints endpoints;
  private final AwsCredentialsProvider credentials;

  LeanCalls(StoreAddress address, AwsCredentialsProvider credentials) {
    this.address = address;
    this.endpoints = new LeanEndpoints(address);
    this.credentials = credentials;
  }

  /** Whether requests for this bucket can be sent from here. */
  boolean reaches(String bucket) {
    return endpoints.of(bucket).isPresent();
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
      } catch (IOException e) {
        failure = SdkClientException.create("The exchange with the store broke.", e);
      } catch (S3Exception e) {
        failure = e; // an error in an answer that began as a success
      }
      if (attempt == MAX_ATTEMPTS || !passing(failure)) {
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
    Optional<Body> large = request.body().filter(body -> body.length() > SMALL_BODY);
    byte[] small =
        request.body().isPresent() && large.isEmpty() ? bytes(request.body().get()) : NONE;
    boolean anonymous = keys.accessKeyId() == null;
    boolean chunks = large.isPresent() && !endpoint.target().tls() && !anonymous;
    request.body().ifPresent(body -> describe(body.length(), chunks, headers));
    if (request.body().isPresent() && address.checksums() == ChecksumMode.WHEN_SUPPORTED) {
      headers.put("x-amz-checksum-crc32", crc32(small));
    }
    String payload =
        chunks ? SignatureV4.CHUNKS : large.isPresent() ? SignatureV4.UNSIGNED : sha256(small);
    Optional<SignatureV4.Signed> signed =
        anonymous ? Optional.empty() : Optional.of(sign(keys, endpoint, request, headers, payload));
    if (request.body().isPresent() && request.body().get().length() > EXPECT_FROM) {
      headers.put("expect", "100-continue"); // not signed: a hop on the way may answer it
    }
    return wire.exchange(
        endpoint.target(),
        new Wire.Request(
            head(request, path(endpoint, request), headers, small),
            large.map(body ->
                out -> write(body, out, chunks ? signed : Optional.<SignatureV4.Signed>empty())),
            headers.containsKey("expect"),
            request.method().equals("HEAD")));
  }

  private static void describe(long length, boolean chunks, SortedMap<String, String> headers) {
    if (chunks) {
      headers.put("content-encoding", "aws-chunked");
      headers.put("x-amz-decoded-content-length", Long.toString(length));
    }
    headers.put(
        "content-length", Long.toString(chunks ? ChunkedBody.encodedLength(length) : length));
  }

  private static String path(BucketEndpoint endpoint, LeanRequest request) {
    return request.key().isEmpty() && !endpoint.path().isEmpty()
        ? endpoint.path()
        : endpoint.pathOf(request.key());
  }

  private static String crc32(byte[] bytes) {
    CRC32 crc32 = new CRC32();
    crc32.update(bytes);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc32.getValue()).array());
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

  private static String sha256(byte[] bytes) {
    return bytes.length == 0
        ? SignatureV4.EMPTY
        : HexFormat.of().formatHex(SignatureV4.sha256().digest(bytes));
  }

  private static byte[] bytes(Body body) throws IOException {
    try (InputStream in = body.open()) {
      byte[] bytes = in.readNBytes((int) body.length());
      if (bytes.length != body.length()) {
        throw new IOException("the body is shorter than announced");
      }
      return bytes;
    }
  }

  private static void write(Body body, OutputStream out, Optional<SignatureV4.Signed> signed)
      throws IOException {
    try (InputStream in = body.open()) {
      if (signed.isPresent()) {
        ChunkedBody.write(in, body.length(), out, signed.get());
        return;
      }
      byte[] buffer = new byte[SMALL_BODY];
      for (long left = body.length(); left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException("the body is shorter than announced");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
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
