package io.windlass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windlass.cli.start.Places;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server whose answers a test chooses, and the command line of a person who speaks to it. */
public final class StubServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final Path home;

  private record Reply(int status, String body) {}

  /** A request: method and path below {@code /api/v1}, and its body. */
  public record Heard(String call, String body) {}

  /** What a command did. */
  public record Done(int code, String out, String err) {}

  /** Starts to listen. */
  public StubServer(Path home) {
    this.home = home;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/api/v1/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call =
          exchange.getRequestMethod()
              + exchange.getRequestURI().toString().replace("/api/v1/", " ");
      heard.add(new Heard(call, new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      Deque<Reply> known =
          replies.getOrDefault(call, new ArrayDeque<>(List.of(new Reply(404, "{\"status\":404}"))));
      Reply reply = known.size() > 1 ? known.removeFirst() : known.getFirst();
      byte[] body = reply.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Answers a call like {@code GET transfers/1}; the last answer is given again and again. */
  public void reply(String call, int status, String body) {
    replies.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(new Reply(status, body));
  }

  /** What was asked, in order. */
  public List<Heard> heard() {
    return heard;
  }

  /** Runs a command. */
  public Done run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Places places =
        new Places(
            Map.of(
                "WINDLASS_SERVER",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "WINDLASS_TOKEN",
                "wl_test"),
            home);
    int code = Main.run(places, new PrintWriter(out), new PrintWriter(err), false, arguments);
    return new Done(code, out.toString(), err.toString());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
