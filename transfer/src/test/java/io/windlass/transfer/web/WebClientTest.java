package io.windlass.transfer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.windlass.foundation.WindlassException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebClientTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String PASSWORD = "changeit";

  private static AllowedAddresses admitting(String... ranges) {
    return new AllowedAddresses(Stream.of(ranges).map(AddressRange::parse).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.0.0.1",
        "100.64.1.1",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "fd00:ec2::254",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::"
      })
  void specialAddressesAreNotPublic(String address) {
    assertThat(AllowedAddresses.PUBLIC.allows(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.169.0.0",
        "223.255.255.255",
        "2001:4860:4860::8888",
        "2606:4700::1111"
      })
  void otherAddressesArePublic(String address) {
    assertThat(AllowedAddresses.PUBLIC.allows(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  void rangesAreAdmittedToTheBit() {
    AllowedAddresses allowed = admitting("10.1.0.0/17", "fd12::/16", "127.0.0.1");
    assertThat(List.of("10.1.0.0", "10.1.127.255", "fd12:1::1", "127.0.0.1"))
        .allMatch(address -> allowed.allows(InetAddress.ofLiteral(address)));
    assertThat(List.of("10.1.128.0", "10.0.255.255", "fd13::1", "127.0.0.2", "::1"))
        .noneMatch(address -> allowed.allows(InetAddress.ofLiteral(address)));
    assertThat(admitting("0.0.0.0/0").allows(InetAddress.ofLiteral("10.0.0.1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "host/8", "fd00::/129"})
  void whatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(WindlassException.class)
        .hasMessageContaining("no range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "0.0.0.0"})
  void thisMachineIsNotReachedByAnyName(String host) throws IOException {
    try (ServerSocket server = new ServerSocket(0);
        WebClient client = new WebClient(AllowedAddresses.PUBLIC, SHORT)) {
      URI address = URI.create("http://" + host + ":" + server.getLocalPort() + "/");
      assertThatThrownBy(() -> client.get(address, Map.of()))
          .isInstanceOf(java.net.UnknownHostException.class);
      assertThatThrownBy(() -> client.post(address, "{}"))
          .isInstanceOf(java.net.UnknownHostException.class);
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        WebClient client = new WebClient(admitting("127.0.0.0/8"), SHORT)) {
      URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
      assertThatThrownBy(() -> client.get(address, Map.of())).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> client.post(address, "{}")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aServerThatStopsAmidItsAnswerIsGivenUp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        WebClient client = new WebClient(admitting("127.0.0.0/8"), SHORT)) {
      Thread half = Thread.ofVirtual().start(() -> answerHalf(server));
      URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
      try (WebClient.Answer answer = client.get(address, Map.of())) {
        assertThat(answer.status()).isEqualTo(200);
        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
      }
      half.join();
    }
  }

  @Test
  void aRedirectFromHttpsToHttpIsNotFollowed(@TempDir Path directory) throws Exception {
    Path keys = selfSigned(directory);
    HttpsServer secure = HttpsServer.create(local(), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(serving(keys)));
    HttpServer plain = HttpServer.create(local(), 0);
    AtomicInteger askedPlainly = new AtomicInteger();
    plain.createContext(
        "/",
        exchange -> {
          askedPlainly.incrementAndGet();
          answer(exchange, 200, Optional.empty());
        });
    String here = "https://127.0.0.1:" + secure.getAddress().getPort();
    secure.createContext("/file", exchange -> answer(exchange, 200, Optional.empty()));
    secure.createContext("/moved", exchange -> answer(exchange, 302, Optional.of(here + "/file")));
    secure.createContext(
        "/down",
        exchange ->
            answer(
                exchange,
                302,
                Optional.of("http://127.0.0.1:" + plain.getAddress().getPort() + "/")));
    secure.start();
    plain.start();
    System.setProperty("javax.net.ssl.trustStore", keys.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    try (WebClient client = new WebClient(admitting("127.0.0.0/8"), Duration.ofSeconds(20))) {
      try (WebClient.Answer followed = client.get(URI.create(here + "/moved"), Map.of())) {
        assertThat(followed.status()).isEqualTo(200);
      }
      try (WebClient.Answer refused = client.get(URI.create(here + "/down"), Map.of())) {
        assertThat(refused.status()).isEqualTo(302);
      }
      assertThat(askedPlainly).hasValue(0);
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
      secure.stop(0);
      plain.stop(0);
    }
  }

  private static InetSocketAddress local() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static void answer(HttpExchange exchange, int status, Optional<String> location)
      throws IOException {
    try (exchange) {
      location.ifPresent(to -> exchange.getResponseHeaders().set("Location", to));
      exchange.sendResponseHeaders(status, -1);
    }
  }

  /** A key store that a server can use and a client can trust. */
  private static Path selfSigned(Path directory) throws Exception {
    Path keys = directory.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            keys.toString(),
            "-storepass",
            PASSWORD);
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    return trusted(keys);
  }

  /** The same with the certificate as one to trust besides. */
  private static Path trusted(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    store.setCertificateEntry("trusted", store.getCertificate("server"));
    try (OutputStream out = Files.newOutputStream(keys)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static SSLContext serving(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static void answerHalf(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes(); // until the client has gone
    } catch (IOException _) {
      // the client has gone
    }
  }
}
