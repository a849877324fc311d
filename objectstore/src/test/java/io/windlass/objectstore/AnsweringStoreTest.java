package io.windlass.objectstore;

import static io.windlass.objectstore.ObjectStoreContract.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that no store at hand gives when it is asked to: by a small HTTP server. */
class AnsweringStoreTest {
  private static final ObjectId ID = ObjectId.of("bucket", "key");

  private final ConcurrentLinkedQueue<HttpExchange> requests = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private HttpHandler answer;
  private ObjectStore store;

  @BeforeEach
  void start() throws IOException {
    answer = exchange -> answer(exchange, 500, "");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange);
          exchange.getRequestBody().readAllBytes();
          answer.handle(exchange);
        });
    server.start();
    store = open(false);
  }

  private ObjectStore open(boolean requesterPays) {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new S3ObjectStores()
        .open(
            new StoreAddress(
                Optional.of(endpoint),
                Optional.empty(),
                "us-east-1",
                true,
                requesterPays,
                ChecksumMode.WHEN_REQUIRED),
            new Signing.Keys("KEY", Secret.of("secret"), Optional.empty()));
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
  }

  @Test
  void aMillionKeysAreWalkedOnePageAtATime() {
    int pages = 100;
    answer =
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          int page =
              query.contains("continuation-token=")
                  ? Integer.parseInt(query.replaceAll(".*continuation-token=(\\d+).*", "$1"))
                  : 0;
          answer(exchange, 200, page(page, page + 1 < pages));
        };
    try (Stream<Listing.Entry> entries = store.walk("bucket", "", Optional.empty())) {
      Iterator<Listing.Entry> each = entries.iterator();
      assertThat(requests).hasSizeLessThanOrEqualTo(1);
      int count = 0;
      while (each.hasNext()) {
        each.next();
        count++;
        assertThat(requests.size()).isLessThanOrEqualTo(count / 1000 + 2);
      }
      assertThat(count).isEqualTo(pages * 1000);
    }
  }

  private static String page(int page, boolean more) {
    return "<ListBucketResult><IsTruncated>%s</IsTruncated>%s%s</ListBucketResult>"
        .formatted(
            more,
            more ? "<NextContinuationToken>" + (page + 1) + "</NextContinuationToken>" : "",
            IntStream.range(0, 1000)
                .mapToObj(i ->
                    "<Contents><Key>%07d</Key><Size>1</Size><ETag>\"e\"</ETag><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>"
                        .formatted(page * 1000 + i))
                .collect(Collectors.joining()));
  }

  @Test
  void aListingThatGoesInCirclesEnds() {
    answer = exchange -> answer(exchange, 200, page(0, true));
    assertThatThrownBy(() -> store.walk("bucket", "", Optional.empty()).count())
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("store_listing_stuck"));
  }

  @Test
  void clocksThatDifferAreMeasured() throws IOException {
    String body = error("RequestTimeTooSkewed", "");
    String text =
        "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: %d\r\nDate: %s\r\n\r\n%s"
            .formatted(
                body.length(),
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.now().minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC)),
                body);
    // the JDK's HTTP server sets the Date header itself
    try (ExecutorService server = Executors.newVirtualThreadPerTaskExecutor();
        ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      server.execute(() -> answerAll(socket, text));
      URI endpoint = URI.create("http://127.0.0.1:" + socket.getLocalPort());
      Signing keys = new Signing.Keys("KEY", Secret.of("secret"), Optional.empty());
      try (ObjectStore late =
          new S3ObjectStores().open(StoreAddress.at(endpoint, "us-east-1"), keys)) {
        assertThat(failure(() -> late.list(Listing.Request.below("bucket", ""))))
            .isInstanceOfSatisfying(
                StoreFailure.ClockSkew.class,
                f ->
                    assertThat(f.skew().orElseThrow())
                        .isBetween(Duration.ofMinutes(58), Duration.ofMinutes(62)));
      }
    }
  }

  /** Answers every connection with the same, until the socket is closed. */
  private static void answerAll(ServerSocket socket, String text) {
    try {
      while (true) {
        try (Socket connection = socket.accept()) {
          BufferedReader request =
              new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
          for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
            line = request.readLine();
          }
          connection.getOutputStream().write(text.getBytes(UTF_8));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  @Test
  void anotherRegionIsNamed() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-west-3");
          answer(exchange, 301, error("PermanentRedirect", ""));
        };
    assertThat(failure(() -> store.list(Listing.Request.below("bucket", ""))))
        .isEqualTo(new StoreFailure.WrongRegion("PermanentRedirect", Optional.of("eu-west-3")));
    assertThat(store.region("bucket")).contains("eu-west-3");
  }

  @Test
  void expiredKeysAreToldFromWrongOnes() {
    answer = exchange -> answer(exchange, 400, error("ExpiredToken", ""));
    assertThat(failure(() -> store.list(Listing.Request.below("bucket", ""))))
        .isInstanceOf(StoreFailure.ExpiredKeys.class);
    assertThat(failure(() -> store.head(ID))).isInstanceOf(StoreFailure.ExpiredKeys.class);
  }

  @Test
  void kmsErrorsAreTheKeys() {
    for (String code : List.of("KMS.DisabledException", "KMS.NotFoundException")) {
      answer = exchange -> answer(exchange, 400, error(code, ""));
      assertThat(failure(() -> store.put(ID, WriteOptions.NONE, Body.of(new byte[1]))))
          .isInstanceOf(StoreFailure.KeyDenied.class);
    }
    answer =
        exchange ->
            answer(
                exchange,
                403,
                error(
                    "AccessDenied",
                    "User: arn:x is not authorized to perform: kms:GenerateDataKey on resource"));
    assertThat(failure(() -> store.put(ID, WriteOptions.NONE, Body.of(new byte[1]))))
        .isInstanceOf(StoreFailure.KeyDenied.class);
  }

  @Test
  void deniedCallsNameWhatTheStoreNames() {
    answer =
        exchange ->
            answer(
                exchange,
                403,
                error(
                    "AccessDenied",
                    "User: arn:x is not authorized to perform: s3:PutObjectTagging on resource: y"
                        + " with an explicit deny in a service control policy"));
    assertThatThrownBy(() -> store.put(ID, WriteOptions.NONE, Body.of(new byte[1])))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.failure())
                  .isInstanceOfSatisfying(
                      StoreFailure.Denied.class,
                      f -> assertThat(f.action()).isEqualTo("s3:PutObjectTagging"));
              Problem problem = e.problem();
              assertThat(problem.remedy().orElseThrow()).contains("SCP");
            });
  }

  @Test
  void passingFaultsAreRetriedAndPermanentOnesAreNot() {
    AtomicInteger calls = new AtomicInteger();
    answer =
        exchange ->
            answer(
                exchange,
                calls.incrementAndGet() < 3 ? 503 : 200,
                calls.get() < 3 ? error("SlowDown", "") : page(0, false));
    assertThat(store.list(Listing.Request.below("bucket", "")).objects()).hasSize(1000);
    assertThat(calls).hasValue(3);
    requests.clear();
    answer = exchange -> answer(exchange, 403, error("AccessDenied", ""));
    assertThat(failure(() -> store.list(Listing.Request.below("bucket", ""))))
        .isInstanceOf(StoreFailure.Denied.class);
    assertThat(requests).hasSize(1);
  }

  @Test
  void aConnectionThatBreaksInTheMiddleIsTakenUpWhereItBroke() throws IOException {
    byte[] bytes = ObjectStoreContract.random(100_000);
    AtomicInteger calls = new AtomicInteger();
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"etag\"");
          exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
          if (calls.incrementAndGet() == 1) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, 60_000);
            exchange.getResponseBody().flush();
            exchange.close();
            return;
          }
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
          exchange
              .getResponseHeaders()
              .set("Content-Range", "bytes %d-%d/%d".formatted(from, 99_999, 100_000));
          exchange.sendResponseHeaders(206, bytes.length - from);
          exchange.getResponseBody().write(bytes, from, bytes.length - from);
          exchange.close();
        };
    try (ObjectContent content = store.get(ID, Optional.empty(), Optional.empty())) {
      assertThat(content.stream().readAllBytes()).isEqualTo(bytes);
    }
    assertThat(calls).hasValueGreaterThan(1);
    assertThat(requests)
        .last()
        .satisfies(again ->
            assertThat(again.getRequestHeaders().getFirst("If-Match")).isEqualTo("\"etag\""));
  }

  @Test
  void otherBytesThanWereSentAreNoticed() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"00000000000000000000000000000000\"");
          answer(exchange, 200, "");
        };
    assertThatThrownBy(() -> store.put(ID, WriteOptions.NONE, Body.of(new byte[10])))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("store_checksum_mismatch"));
  }

  @Test
  void bytesAreComparedWithTheChecksumOfTheStore() throws IOException {
    try (ObjectStore checking = checking()) {
      String right = "rosUhgp5mIg="; // CRC-64/NVME of 123456789
      for (String announced : List.of(right, "AAAAAAAAAAA=")) {
        answer =
            exchange -> {
              exchange.getResponseHeaders().set("ETag", "\"1\"");
              exchange.getResponseHeaders().set("x-amz-checksum-crc64nvme", announced);
              answer(exchange, 200, "123456789");
            };
        try (ObjectContent content = checking.get(ID, Optional.empty(), Optional.empty())) {
          if (announced.equals(right)) {
            assertThat(content.stream().readAllBytes()).hasSize(9);
          } else {
            assertThatThrownBy(() -> content.stream().readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checksum");
          }
        }
      }
    }
    assertThat(requests)
        .allSatisfy(request ->
            assertThat(request.getRequestHeaders().getFirst("x-amz-checksum-mode"))
                .isEqualTo("ENABLED"));
  }

  @Test
  void checksumsGoWithSmallBodiesWhereTheStoreKnowsThem() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"1\"");
          answer(exchange, 200, "");
        };
    try (ObjectStore checking = checking()) {
      checking.put(ID, WriteOptions.NONE, Body.of("123456789".getBytes(UTF_8)));
    }
    assertThat(requests.remove().getRequestHeaders().getFirst("x-amz-checksum-crc32"))
        .isEqualTo("y/Q5Jg==");
  }

  private ObjectStore checking() {
    return new S3ObjectStores()
        .open(
            new StoreAddress(
                store.address().endpoint(),
                Optional.empty(),
                "us-east-1",
                true,
                false,
                ChecksumMode.WHEN_SUPPORTED),
            new Signing.Keys("KEY", Secret.of("secret"), Optional.empty()));
  }

  @Test
  void consentToPayGoesWithEveryRequest() {
    answer = exchange -> answer(exchange, 200, page(0, false));
    try (ObjectStore paying = open(true)) {
      paying.list(Listing.Request.below("bucket", ""));
      assertThat(requests)
          .allSatisfy(request ->
              assertThat(request.getRequestHeaders().getFirst("x-amz-request-payer"))
                  .isEqualTo("requester"));
      assertThat(paying.presignGet(ID, Duration.ofMinutes(1), Map.of()).getQuery())
          .contains("x-amz-request-payer=requester");
    }
  }

  private static String error(String code, String message) {
    return "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    try (OutputStream stream = exchange.getResponseBody()) { // keeps the connection open
      if (!head) {
        stream.write(body);
      }
    }
  }
}
