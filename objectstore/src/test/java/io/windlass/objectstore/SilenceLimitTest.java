package io.windlass.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

class SilenceLimitTest {
  private static final Duration SILENCE = Duration.ofMillis(300);

  /** More than sockets hold between two programs. */
  private static final int LARGE = 64 << 20;

  private static SdkHttpClient client() {
    return new SilenceLimit(
        Apache5HttpClient.builder().socketTimeout(Duration.ofMinutes(5)).build(), SILENCE);
  }

  private static HttpExecuteResponse put(SdkHttpClient client, int port, int size, InputStream body)
      throws IOException {
    return client
        .prepareRequest(
            HttpExecuteRequest.builder()
                .request(
                    SdkHttpRequest.builder()
                        .method(SdkHttpMethod.PUT)
                        .protocol("http")
                        .host("127.0.0.1")
                        .port(port)
                        .encodedPath("/bucket/key")
                        .putHeader("Content-Length", Integer.toString(size))
                        .build())
                .contentStreamProvider(() -> body)
                .build())
        .call();
  }

  @Test
  void aServerThatStopsReadingIsGivenUp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SdkHttpClient client = client()) {
      Thread.ofVirtual().start(() -> takeALittle(server));
      assertTimeoutPreemptively(
          Duration.ofMinutes(1),
          () ->
              assertThatThrownBy(
                      () -> put(client, server.getLocalPort(), LARGE, new Zeros(LARGE, () -> {})))
                  .isInstanceOf(IOException.class));
    }
  }

  private static void takeALittle(ServerSocket server) {
    try {
      Socket socket = server.accept(); // closed with its server's process: silent until then
      socket.getInputStream().readNBytes(100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSourceThatIsSlowIsNotTheServersFault() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
    try (SdkHttpClient client = client()) {
      Zeros slow =
          new Zeros(
              3000, () -> LockSupport.parkNanos(SILENCE.multipliedBy(3).dividedBy(2).toNanos()));
      HttpExecuteResponse answer = put(client, server.getAddress().getPort(), 3000, slow);
      assertThat(answer.httpResponse().statusCode()).isEqualTo(200);
    } finally {
      server.stop(0);
    }
  }

  /** So many zeros, a thousand or more at a time. */
  private static final class Zeros extends InputStream {
    private final Runnable before;
    private int left;

    Zeros(int size, Runnable before) {
      this.left = size;
      this.before = before;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int most) {
      if (left <= 0) {
        return -1;
      }
      before.run();
      int count = Math.min(left, Math.min(most, left > 10_000 ? most : 1000));
      left -= count;
      return count;
    }
  }
}
