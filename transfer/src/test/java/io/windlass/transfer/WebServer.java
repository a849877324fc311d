package io.windlass.transfer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Files on the web, with ranges and ETags; takes what is posted. */
final class WebServer implements AutoCloseable {
  final Map<String, byte[]> files = new ConcurrentHashMap<>();
  final List<String> posted = new CopyOnWriteArrayList<>();
  final List<String> queries = new CopyOnWriteArrayList<>();
  final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger refusal = new AtomicInteger(503);
  final AtomicInteger postRefusals = new AtomicInteger();
  final Map<String, String> redirects = new ConcurrentHashMap<>();
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger stalls = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final String host;
  private final HttpServer server;

  WebServer() {
    this("127.0.0.1");
  }

  WebServer(String host) {
    this.host = host;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(host), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String address(String path) {
    return "http://" + host + ":" + server.getAddress().getPort() + path;
  }

  /** Answers so from now on, until the refusals are set to none. */
  void refuse(int status) {
    refusal.set(status);
    refusals.set(Integer.MAX_VALUE);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      String elsewhere = redirects.get(exchange.getRequestURI().getPath());
      if (elsewhere != null) {
        exchange.getResponseHeaders().set("Location", elsewhere);
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      if (exchange.getRequestMethod().equals("POST")) {
        String body =
            new String(
                exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        boolean refuse = refuses(postRefusals);
        if (!refuse) {
          posted.add(body);
        }
        exchange.sendResponseHeaders(refuse ? 500 : 204, -1);
        return;
      }
      Optional.ofNullable(exchange.getRequestURI().getQuery()).ifPresent(queries::add);
      if (refuses(refusals)) {
        exchange.sendResponseHeaders(refusal.get(), -1);
        return;
      }
      byte[] file = files.get(exchange.getRequestURI().getPath());
      if (file == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(file) + "\"");
      exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
      exchange.getResponseHeaders().set("Content-Type", "text/special");
      if (stalls.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        stall(exchange, file);
        return;
      }
      String range = exchange.getRequestHeaders().getFirst("Range");
      if (range == null) {
        exchange.sendResponseHeaders(200, file.length == 0 ? -1 : file.length);
        exchange.getResponseBody().write(file);
        return;
      }
      String[] ends = range.substring("bytes=".length()).split("-", -1);
      byte[] piece =
          Arrays.copyOfRange(file, Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
      exchange.sendResponseHeaders(206, piece.length);
      exchange.getResponseBody().write(piece);
    }
  }

  /** Says nothing when an even number of times is left, half of the answer otherwise. */
  private void stall(HttpExchange exchange, byte[] file) throws IOException {
    if (stalls.get() % 2 == 1) {
      exchange.sendResponseHeaders(200, file.length);
      exchange.getResponseBody().write(file, 0, file.length / 2);
      exchange.getResponseBody().flush();
    }
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean refuses(AtomicInteger left) {
    return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
