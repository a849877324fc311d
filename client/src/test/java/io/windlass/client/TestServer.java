package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real HTTP server on a free port that answers what a test says, and remembers what it heard. */
final class TestServer implements AutoCloseable {
  /** Waits no time at all. */
  static final Retries AT_ONCE = new Retries(4, Duration.ofMillis(1), Duration.ZERO, _ -> {});

  private final HttpServer server;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();

  /** A request. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Heard(String method, String target, Map<String, List<String>> headers, byte[] bytes) {
    String body() {
      return new String(bytes, UTF_8);
    }

    Optional<String> header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst();
    }
  }

  /** An answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, Map<String, String> headers, byte[] body) {
    /** No answer: the connection is cut. */
    static final Answer CUT = new Answer(0, Map.of(), new byte[0]);

    static Answer json(String text) {
      return new Answer(200, Map.of("Content-Type", "application/json"), text.getBytes(UTF_8));
    }

    static Answer status(int status, String body) {
      return new Answer(status, Map.of(), body.getBytes(UTF_8));
    }
  }

  /** What a test says. */
  @FunctionalInterface
  interface Script {
    Answer answer(Heard request);
  }

  TestServer(Script script) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> handle(exchange, script));
    server.start();
  }

  private void handle(HttpExchange exchange, Script script) throws IOException {
    try (exchange) {
      Heard request =
          new Heard(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              exchange.getRequestBody().readAllBytes());
      heard.add(request);
      Answer answer = script.answer(request);
      if (answer.status() == 0) {
        return; // closing without an answer cuts the connection
      }
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  WindlassClient client() {
    return WindlassClient.builder(address())
        .token("wl_test_token")
        .retries(AT_ONCE)
        .transferRetries(AT_ONCE)
        .build();
  }

  List<Heard> heard() {
    return heard;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
