package io.windlass.foundation.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Exchanges with a server that says exactly what a test wants. */
class WireTest {
  private static final String GET = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

  /** Answers each request with the text for its number, on as many connections as are opened. */
  private static final class Server implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    Server(IntFunction<byte[]> answer, boolean closing) throws IOException {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                Socket each = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(each, answer, closing));
              }
            } catch (IOException e) {
              // the test is over
            }
          });
    }

    private void serve(Socket connection, IntFunction<byte[]> answer, boolean closing) {
      try (connection) {
        InputStream in = new BufferedInputStream(connection.getInputStream());
        while (requestEnds(in)) {
          connection.getOutputStream().write(answer.apply(requests.getAndIncrement()));
          if (closing) {
            return;
          }
        }
      } catch (IOException e) {
        // the client has gone
      }
    }

    private static boolean requestEnds(InputStream in) throws IOException {
      for (int newlines = 0; newlines < 2; ) {
        int c = in.read();
        if (c < 0) {
          return false;
        }
        newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
      }
      return true;
    }

    Target target() {
      return new Target(false, "127.0.0.1", socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static Wire.Request request() {
    return new Wire.Request(ByteBuffer.wrap(bytes(GET)), Optional.empty(), false, false);
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String answer(Wire wire, Server server) throws IOException {
    try (Wire.Response response = wire.exchange(server.target(), request())) {
      return response.head().status()
          + " "
          + new String(response.body().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void connectionsAreUsedAgainWhenTheBodyWasRead() throws IOException {
    String plain = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    String chunked =
        lines(
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "",
            "2;x=y",
            "he",
            "3",
            "llo",
            "0",
            "Trailer: 1",
            "");
    try (Server server = new Server(n -> bytes(n % 2 == 0 ? plain : chunked), false);
        Wire wire = new Wire(4)) {
      for (int i = 0; i < 10; i++) {
        assertThat(answer(wire, server)).isEqualTo("200 hello");
      }
      assertThat(server.connections).hasValue(1);
    }
  }

  @Test
  void aConnectionWithAnUnreadRestIsDropped() throws IOException {
    try (Server server =
            new Server(_ -> bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), false);
        Wire wire = new Wire(1)) {
      wire.exchange(server.target(), request()).close();
      assertThat(answer(wire, server)).isEqualTo("200 hello");
      assertThat(server.connections).hasValue(2);
    }
  }

  @Test
  void aConnectionThatTheServerClosedWhileItRestedIsReplaced() throws IOException {
    try (Server server =
            new Server(_ -> bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), true);
        Wire wire = new Wire(1)) {
      for (int i = 0; i < 5; i++) {
        assertThat(answer(wire, server)).isEqualTo("200 ok");
      }
    }
  }

  @Test
  void interimAnswersArePassedOver() throws IOException {
    String both =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nServer: x\r\nserver: y\r\n\r\n";
    try (Server server = new Server(_ -> bytes(both), false);
        Wire wire = new Wire(1);
        Wire.Response response = wire.exchange(server.target(), request())) {
      assertThat(response.head().status()).isEqualTo(204);
      assertThat(response.head().header("server")).contains("x,y");
      assertThat(response.body().read()).isEqualTo(-1);
    }
  }

  /** A server that accepts connections, sends something at once, and does nothing more. */
  private static final class Silent implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    Silent(String said) throws IOException {
      socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                Socket one = socket.accept();
                open.add(one);
                one.getOutputStream().write(said.getBytes(ISO_8859_1));
              }
            } catch (IOException e) {
              // closed
            }
          });
    }

    Target target() {
      return new Target(false, "127.0.0.1", socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
      socket.close();
      for (Socket one : open) {
        one.close();
      }
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws IOException {
    try (Silent server = new Silent("");
        Wire wire = new Wire(1, Duration.ofMillis(200))) {
      assertThatThrownBy(() -> wire.exchange(server.target(), request()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aServerThatStopsAmidItsAnswerIsGivenUp() throws IOException {
    try (Silent server = new Silent("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        Wire wire = new Wire(1, Duration.ofMillis(200));
        Wire.Response response = wire.exchange(server.target(), request())) {
      assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aServerThatTakesNothingMoreIsGivenUp() throws IOException {
    byte[] much = new byte[64 << 20];
    Wire.Request request =
        new Wire.Request(request().head(), Optional.of(out -> out.write(much)), false, false);
    try (Silent server = new Silent("");
        Wire wire = new Wire(1, Duration.ofMillis(200))) {
      assertThatThrownBy(() -> wire.exchange(server.target(), request))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aBodyThatEndsTooSoonIsAnError() throws IOException {
    for (String cut :
        new String[] {
          "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello",
          "HTTP/1.1 200 OK\r\nContent-Le"
        }) {
      try (Server server = new Server(_ -> bytes(cut), true);
          Wire wire = new Wire(1)) {
        assertThatThrownBy(() -> answer(wire, server)).as(cut).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void nonsenseIsAnErrorAndBounded() throws IOException {
    String longHead = "HTTP/1.1 200 OK\r\nx: " + "y".repeat(200_000) + "\r\n\r\n";
    for (String nonsense :
        new String[] {
          longHead,
          "SSH-2.0-OpenSSH\r\n\r\n",
          "HTTP/1.1 2x0 OK\r\n\r\n",
          "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n"
        }) {
      try (Server server = new Server(_ -> bytes(nonsense), true);
          Wire wire = new Wire(1)) {
        assertThatThrownBy(() -> answer(wire, server))
            .as(nonsense.substring(0, Math.min(80, nonsense.length())))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void aRefusalThatComesBeforeTheBodyIsReadIsTheAnswer() throws IOException {
    String refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
    try (Server server = new Server(_ -> bytes(refusal), false);
        Wire wire = new Wire(1)) {
      AtomicInteger written = new AtomicInteger();
      Wire.Request upload =
          new Wire.Request(
              ByteBuffer.wrap(bytes("PUT / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n\r\n")),
              Optional.of(_ -> written.incrementAndGet()),
              true,
              false);
      try (Wire.Response response = wire.exchange(server.target(), upload)) {
        assertThat(response.head().status()).isEqualTo(403);
        assertThat(response.body().readAllBytes()).isEqualTo(bytes("no"));
      }
      assertThat(written).hasValue(0);
    }
  }

  /** Whatever a server sends, the parser answers or throws an IOException, and ends. */
  @Property(tries = 2_000)
  void anyBytesAreAHeadOrAnError(@ForAll @Size(max = 200) byte[] noise) {
    byte[] start = bytes("HTTP/1.1 200 OK\r\n");
    for (byte[] head : new byte[][] {noise, joined(start, noise)}) {
      try {
        ResponseHead parsed = ResponseHead.parse(head, 0, head.length);
        assertThat(parsed.status()).isBetween(100, 599);
        parsed.contentLength();
        parsed.chunked();
      } catch (IOException e) {
        assertThat(e).hasMessageNotContainingAny("null");
      }
    }
  }

  /** Bytes come back as they were sent, however the server cuts them. */
  @Property(tries = 100)
  void chunksBecomeTheBytesThatWereCut(
      @ForAll @Size(max = 2_000) byte[] bytes, @ForAll @IntRange(min = 1, max = 300) int most)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (int at = 0; at < bytes.length; at += most) {
      int count = Math.min(most, bytes.length - at);
      answer.write(bytes((at % 2 == 0 ? "%x" : "%X;a=b").formatted(count) + "\r\n"));
      answer.write(bytes, at, count);
      answer.write(bytes("\r\n"));
    }
    answer.write(bytes("0\r\n\r\n"));
    try (Server server = new Server(_ -> answer.toByteArray(), false);
        Wire wire = new Wire(1);
        Wire.Response response = wire.exchange(server.target(), request())) {
      assertThat(response.body().readAllBytes()).isEqualTo(bytes);
    }
  }

  /** Whatever comes behind a head, it is read to an end or it is an IOException. */
  @Property(tries = 300)
  void anyBodyIsReadOrAnError(
      @ForAll boolean chunked,
      @ForAll @IntRange(max = 30) int length,
      @ForAll @Size(max = 60) byte[] noise)
      throws IOException {
    String head =
        chunked
            ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
    byte[] answer = joined(bytes(head + (chunked ? "3\r\nabc\r\n" : "")), noise);
    try (Server server = new Server(_ -> answer, true);
        Wire wire = new Wire(1);
        Wire.Response response = wire.exchange(server.target(), request())) {
      byte[] body = response.body().readAllBytes();
      assertThat(body).hasSizeLessThanOrEqualTo(answer.length);
      assertThat(chunked || body.length == length).isTrue();
    } catch (IOException e) {
      assertThat(e).hasMessageNotContainingAny("null");
    }
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] all = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
