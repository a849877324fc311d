package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.windlass.client.Sender.Answer;
import io.windlass.client.Sender.Request;
import io.windlass.client.TestServer.Heard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for everything that sends requests to stores. */
abstract class SenderContract {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir private Path directory;
  private final TestServer server = new TestServer(SenderContract::answer);

  @SuppressWarnings("NullAway.Init")
  private Sender sender;

  /** The sender under test, with this TLS. */
  abstract Sender sender(SSLContext tls);

  @BeforeEach
  void makeSender() {
    sender = sender(PlatformTls.context());
  }

  @AfterEach
  void close() {
    sender.close();
    server.close();
  }

  private static TestServer.Answer answer(Heard request) {
    return switch (request.target()) {
      case "/refused" -> TestServer.Answer.status(403, "<Error><Code>AccessDenied</Code></Error>");
      case "/elsewhere" -> new TestServer.Answer(307, Map.of("Location", "/taken"), new byte[0]);
      case "/cut" -> TestServer.Answer.CUT;
      case "/large" -> TestServer.Answer.status(200, "x".repeat(700_000));
      default -> TestServer.Answer.status(200, "");
    };
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** Says that it is as long, and has these bytes. */
  private static Sender.Body body(long length, Opening bytes) {
    return new Sender.Body() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream open() throws IOException {
        return bytes.open();
      }
    };
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  private Request put(String path, byte[] bytes) {
    return put(path, body(bytes.length, () -> new ByteArrayInputStream(bytes)));
  }

  private Request put(String path, Sender.Body body) {
    return new Request(
        "PUT", server.address().resolve(path), Map.of("X-Some", "thing"), Optional.of(body));
  }

  private Request get(String path) {
    return new Request(
        "GET", server.address().resolve(path), Map.of("Range", "bytes=0-9"), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, (3 << 20) + 1})
  void aBodyOfAnySizeArrivesWithItsHeaders(int size) throws Exception {
    try (Answer answer = sender.send(put("/taken?a=%2F&b", random(size)))) {
      assertThat(answer.status()).isEqualTo(200);
    }
    Heard heard = server.heard().getFirst();
    assertThat(heard.target()).isEqualTo("/taken?a=%2F&b");
    assertThat(ContentServer.same(heard.bytes(), random(size))).isTrue();
    assertThat(heard.header("X-some")).contains("thing");
    assertThat(heard.header("Host")).contains(server.address().getAuthority());
    assertThat(heard.header("Content-length")).contains(Integer.toString(size));
  }

  @Test
  void whatIsAskedForStreamsAndConnectionsAreUsedAgain() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (Answer answer = sender.send(get("/large"))) {
        assertThat(answer.body().readAllBytes()).hasSize(700_000);
      }
      try (Answer answer = sender.send(get("/empty"))) {
        assertThat(answer.body().readAllBytes()).isEmpty();
      }
    }
    try (Answer left = sender.send(get("/large"))) {
      assertThat(left.body().read()).isEqualTo('x');
    }
    assertThat(server.heard()).hasSize(7);
    assertThat(server.heard().getFirst().header("Range")).contains("bytes=0-9");
  }

  @Test
  void aRefusalIsAnAnswer() throws Exception {
    try (Answer answer = sender.send(put("/refused", random(3 << 20)))) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(new String(answer.body().readAllBytes(), UTF_8)).contains("AccessDenied");
    }
  }

  @Test
  void aRedirectionIsNotFollowed() throws Exception {
    try (Answer answer = sender.send(get("/elsewhere"))) {
      assertThat(answer.status()).isEqualTo(307);
    }
    assertThat(server.heard()).hasSize(1);
  }

  @Test
  void aConnectionThatIsCutIsAFailure() {
    assertThatThrownBy(() -> sender.send(get("/cut")).close()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> sender.send(put("/cut", random(100_000))).close())
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(Sender.LocalException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 200_000})
  void aBodyThatCannotBeReadIsToldFromAConnectionThatBroke(int size) {
    Sender.Body unopened =
        body(
            size,
            () -> {
              throw new IOException("no such file");
            });
    Sender.Body broken = body(size, () -> new FailingStream(size / 2));
    assertThatThrownBy(() -> sender.send(put("/taken", unopened)).close())
        .isInstanceOf(Sender.LocalException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> sender.send(put("/taken", broken)).close())
        .isInstanceOf(Sender.LocalException.class)
        .hasMessageContaining("bad disk");
    assertThat(server.heard()).noneMatch(heard -> heard.bytes().length == size);
  }

  /** Fails after some bytes. */
  private static final class FailingStream extends InputStream {
    private int left;

    FailingStream(int left) {
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new IOException("bad disk");
      }
      int count = Math.min(length, left);
      left -= count;
      return count;
    }
  }

  @Test
  void aHeaderWithALineBreakIsNotSent() {
    Request request =
        new Request("GET", server.address(), Map.of("A", "b\r\nC: d"), Optional.empty());
    assertThatThrownBy(() -> sender.send(request).close())
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(server.heard()).isEmpty();
  }

  @Test
  void tlsIsSpokenWithWhoIsTrustedUnderItsNameAndNobodyElse() throws Exception {
    Path store = certificate();
    HttpsServer secured = secured(store);
    String port = ":" + secured.getAddress().getPort() + "/";
    Request byName =
        new Request("GET", URI.create("https://localhost" + port), Map.of(), Optional.empty());
    Request byAddress =
        new Request("GET", URI.create("https://127.0.0.1" + port), Map.of(), Optional.empty());
    try (Sender trusting = sender(Tls.trusting(directory.resolve("certificate.pem")))) {
      for (int round = 0; round < 2; round++) {
        try (Answer answer = trusting.send(byName)) {
          assertThat(new String(answer.body().readAllBytes(), UTF_8)).isEqualTo("secret");
        }
      }
      assertThatThrownBy(() -> trusting.send(byAddress).close()).isInstanceOf(SSLException.class);
      assertThatThrownBy(() -> sender.send(byName).close()).isInstanceOf(SSLException.class);
    } finally {
      secured.stop(0);
    }
  }

  private Path certificate() throws IOException, InterruptedException {
    Path store = directory.resolve("store.p12");
    keytool(
        "-genkeypair -alias it -keyalg EC -dname CN=localhost -ext san=dns:localhost -validity 2"
            + " -storetype PKCS12 -storepass password -keystore "
            + store);
    keytool(
        "-exportcert -rfc -alias it -storepass password -keystore "
            + store
            + " -file "
            + directory.resolve("certificate.pem"));
    return store;
  }

  private void keytool(String arguments) throws IOException, InterruptedException {
    Path log = directory.resolve("keytool.log");
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder((tool + " " + arguments).split(" "))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
  }

  private static HttpsServer secured(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 6);
            exchange.getResponseBody().write("secret".getBytes(UTF_8));
          }
        });
    server.start();
    return server;
  }
}
