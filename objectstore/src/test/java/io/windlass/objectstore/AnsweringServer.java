package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windlass.foundation.Secret;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A small HTTP server that answers what no store at hand can be made to answer. Thread-safe. */
final class AnsweringServer implements AutoCloseable {
  /** What came. */
  record Received(String method, String path, String query, Headers headers, String body) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.getFirst(name));
    }
  }

  /** What goes back. */
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer of(int status, String body) {
      return new Answer(status, Map.of(), body);
    }

    static Answer error(int status, String code) {
      return of(status, "<Error><Code>%s</Code><Message></Message></Error>".formatted(code));
    }
  }

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Function<Received, Answer> answers = _ -> Answer.of(500, "");

  AnsweringServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Received request =
          new Received(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""),
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      received.add(request);
      Answer answer = answers.apply(request);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] body = answer.body().getBytes(UTF_8);
      boolean bodiless = request.method().equals("HEAD") || body.length == 0;
      exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : body.length);
      if (!bodiless) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  void answer(Function<Received, Answer> with) {
    answers = with;
  }

  void answer(int status, String body) {
    answer(_ -> Answer.of(status, body));
  }

  List<Received> received() {
    return received;
  }

  /** The store behind it, as one of AWS or of somebody else. */
  ObjectStore open(ObjectStores stores, ChecksumMode checksums) {
    return stores.open(
        new StoreAddress(
            Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
            Optional.empty(),
            "us-east-1",
            true,
            false,
            checksums),
        new Signing.Keys("KEY", Secret.of("secret"), Optional.empty()));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
