package io.windlass.objectstore;

import static io.windlass.objectstore.ObjectStoreContract.failure;
import static io.windlass.objectstore.ObjectStoreContract.random;
import static io.windlass.objectstore.ObjectStoreContract.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What networks and stores do to requests of our own, by a server that speaks on its socket. */
class LeanFaultsTest {
  private static final ObjectId ID = ObjectId.of("bucket", "key");
  private static final String WRITTEN =
      "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 0\r\n\r\n";

  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private ServerSocket server;
  private ObjectStore store;
  private volatile Conversation conversation = (_, _, _) -> {};

  /** What the server does with a request whose head it has read. */
  private interface Conversation {
    void hold(int number, InputStream in, Socket connection) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
    store =
        new S3ObjectStores()
            .open(
                StoreAddress.at(
                    URI.create("http://127.0.0.1:" + server.getLocalPort()), "us-east-1"),
                new Signing.Keys("KEY", Secret.of("secret"), Optional.empty()));
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (readHead(in)) {
        conversation.hold(requests.incrementAndGet(), in, connection);
      }
    } catch (IOException e) {
      // one of the two has gone
    }
  }

  private static boolean readHead(InputStream in) throws IOException {
    for (int newlines = 0; newlines < 2; ) {
      int c = in.read();
      if (c < 0) {
        return false;
      }
      newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
    }
    return true;
  }

  private static void say(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static void reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
  }

  private static String error(int status, String code) {
    String body = "<Error><Code>%s</Code></Error>".formatted(code);
    return "HTTP/1.1 %d No\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body);
  }

  /** Reads the chunks of a large body to their end. */
  private static void readChunks(InputStream in) throws IOException {
    while (true) {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      int size = Integer.parseInt(line.substring(0, line.indexOf(";")), 16);
      in.skipNBytes(size + 2L);
      if (size == 0) {
        return;
      }
    }
  }

  @Test
  void anUploadThatIsResetInTheMiddleIsSentAgain() {
    conversation =
        (number, in, connection) -> {
          say(connection, "HTTP/1.1 100 Continue\r\n\r\n");
          if (number == 1) {
            in.skipNBytes(300_000);
            reset(connection);
          } else {
            readChunks(in);
            say(connection, WRITTEN);
          }
        };
    store.put(ID, WriteOptions.NONE, Body.of(random(3 << 20)));
    assertThat(requests).hasValue(2);
  }

  @Test
  void anUploadThatIsThrottledBeforeItsBodyIsSentAgain() {
    conversation =
        (number, in, connection) -> {
          if (number == 1) {
            say(connection, error(503, "SlowDown"));
            connection.shutdownOutput();
          } else {
            say(connection, "HTTP/1.1 100 Continue\r\n\r\n");
            readChunks(in);
            say(connection, WRITTEN);
          }
        };
    store.put(ID, WriteOptions.NONE, Body.of(random(3 << 20)));
    assertThat(requests).hasValue(2);
  }

  @Test
  void bytesThatWereDamagedOnTheWayAreSentOnceMore() {
    for (String code : List.of("SignatureDoesNotMatch", "BadDigest", "XAmzContentSHA256Mismatch")) {
      requests.set(0);
      conversation =
          (number, in, connection) -> {
            in.skipNBytes(1);
            say(connection, number == 1 ? error(400, code) : WRITTEN);
          };
      store.put(ID, WriteOptions.NONE, text("x"));
      assertThat(requests).hasValue(2);
    }
    requests.set(0);
    conversation =
        (_, in, connection) -> {
          in.skipNBytes(1);
          say(connection, error(403, "SignatureDoesNotMatch"));
        };
    assertThat(failure(() -> store.put(ID, WriteOptions.NONE, text("x"))))
        .isInstanceOf(StoreFailure.BadKeys.class);
    assertThat(requests).hasValue(2);
    requests.set(0);
    conversation = (_, _, connection) -> say(connection, error(403, "SignatureDoesNotMatch"));
    assertThat(failure(() -> store.get(ID, Optional.empty(), Optional.empty())))
        .isInstanceOf(StoreFailure.BadKeys.class);
    assertThat(requests).hasValue(1);
  }

  /** A body whose source tells an MD5 that nothing has. */
  private static Body told() {
    byte[] bytes = random(1 << 20);
    return new Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public Optional<String> told() {
        return Optional.of("00".repeat(16));
      }
    };
  }

  @Test
  void whereTheMd5ThatASourceTellsIsRefusedAllBytesAreSigned() {
    Body told = told();
    conversation =
        (number, in, connection) -> {
          if (number == 1) {
            in.skipNBytes(told.length()); // not in chunks
            say(connection, error(403, "AccessDenied"));
          } else {
            readChunks(in);
            say(connection, WRITTEN);
          }
        };
    store.put(ID, WriteOptions.NONE, told);
    assertThat(requests).hasValue(2);
    store.put(ID, WriteOptions.NONE, told);
    assertThat(requests).as("it is not tried again").hasValue(3);
  }

  @Test
  void aStoreThatHasOtherBytesThanToldIsSentAllOfThemSigned() {
    Body told = told();
    conversation =
        (number, in, connection) -> {
          if (number == 1) {
            in.skipNBytes(told.length()); // and takes no notice of Content-MD5
          } else {
            readChunks(in);
          }
          say(connection, WRITTEN.replace("\"e\"", "\"" + "11".repeat(16) + "\""));
        };
    store.put(ID, WriteOptions.NONE, told);
    assertThat(requests).hasValue(2);
  }

  @Test
  void aBodyThatIsShorterThanItSaysIsNeverASuccess() {
    conversation =
        (_, in, connection) -> {
          say(connection, "HTTP/1.1 100 Continue\r\n\r\n");
          readChunks(in);
          say(connection, WRITTEN);
        };
    for (int size : new int[] {10, 3 << 20}) {
      Body lying =
          new Body() {
            @Override
            public long length() {
              return size;
            }

            @Override
            public InputStream open() {
              return new ByteArrayInputStream(new byte[size / 2]);
            }
          };
      assertThatThrownBy(() -> store.put(ID, WriteOptions.NONE, lying))
          .isInstanceOf(WindlassException.class);
      assertThat(requests).hasValueLessThanOrEqualTo(1);
    }
  }

  @Test
  void anotherRegionIsToldWhateverTheRedirect() {
    for (int status : new int[] {301, 307}) {
      conversation =
          (_, _, connection) ->
              say(
                  connection,
                  "HTTP/1.1 %d Moved\r\nLocation: http://127.0.0.1:1/\r\nx-amz-bucket-region: eu-west-3\r\nContent-Length: 0\r\n\r\n"
                      .formatted(status));
      assertThat(failure(() -> store.get(ID, Optional.empty(), Optional.empty())))
          .isInstanceOfSatisfying(
              StoreFailure.WrongRegion.class, f -> assertThat(f.region()).contains("eu-west-3"));
    }
  }

  @Test
  void anObjectThatChangesWhileADownloadBreaksIsNotGoneOnWith() {
    conversation =
        (number, _, connection) -> {
          if (number == 1) {
            say(connection, "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 9\r\n\r\n12345");
            reset(connection);
          } else {
            say(connection, error(412, "PreconditionFailed"));
          }
        };
    ObjectContent content = store.get(ID, Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> content.stream().readAllBytes()).isInstanceOf(IOException.class);
    assertThat(requests).hasValue(2);
  }

  @Test
  void aServerThatOverlooksRangesIsNeverBelieved() {
    conversation =
        (_, _, connection) -> {
          say(connection, "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 10\r\n\r\n12345");
          connection.close();
        };
    assertThatThrownBy(
            () -> store.get(ID, Optional.empty(), Optional.empty()).stream().readAllBytes())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.get(ID, Optional.of(new ByteRange(5, 9)), Optional.empty()))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void connectionsServeOneRequestAfterTheOther() throws IOException {
    conversation =
        (_, _, connection) ->
            say(connection, "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 5\r\n\r\n12345");
    for (int i = 0; i < 20; i++) {
      try (ObjectContent content = store.get(ID, Optional.empty(), Optional.empty())) {
        assertThat(content.stream().readAllBytes()).isEqualTo("12345".getBytes(ISO_8859_1));
      }
    }
    assertThat(connections).hasValue(1);
  }
}
