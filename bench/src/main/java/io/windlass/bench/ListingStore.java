package io.windlass.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An S3 store that only lists and lends keys: one bucket with so many keys, a thousand in a folder.
 * It costs next to nothing, so that what is measured is the reader. Signatures are not checked;
 * every bucket, prefix and key exists.
 */
final class ListingStore implements AutoCloseable {
  private static final int PAGE = 1000;

  private final HttpServer server;
  private final int keys;

  ListingStore(int keys) throws IOException {
    this.keys = keys;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  static String key(int index) {
    return "data/folder-%05d/object-%07d.bin".formatted(index / 1000, index);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = query(exchange);
      if (exchange.getRequestMethod().equals("POST")) {
        exchange.getRequestBody().readAllBytes();
        byte[] keys = temporaryKeys().getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(200, keys.length);
        exchange.getResponseBody().write(keys);
        return;
      }
      boolean list = exchange.getRequestMethod().equals("GET") && query.containsKey("list-type");
      byte[] body = list ? page(query).getBytes(UTF_8) : ownerFile(exchange);
      exchange.getResponseHeaders().add("Content-Type", list ? "application/xml" : "text/plain");
      exchange.getResponseHeaders().add("ETag", "\"d41d8cd98f00b204e9800998ecf8427e\"");
      exchange.getResponseHeaders().add("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, head || body.length == 0 ? -1 : body.length);
      if (!head && body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** What AssumeRole answers, for twelve hours. */
  private static String temporaryKeys() {
    return """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <Credentials><AccessKeyId>ASIABENCH</AccessKeyId><SecretAccessKey>none</SecretAccessKey>
    <SessionToken>none</SessionToken><Expiration>%s</Expiration></Credentials>
    </AssumeRoleResult></AssumeRoleResponse>\
    """
        .formatted(Instant.now().plus(Duration.ofHours(12)).truncatedTo(ChronoUnit.SECONDS));
  }

  private static byte[] ownerFile(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().endsWith("/owner.txt")
        ? "admin\n".getBytes(UTF_8)
        : new byte[0];
  }

  private String page(Map<String, String> query) {
    String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
    int first = after.isEmpty() ? 0 : indexOf(after) + 1;
    int last = Math.min(keys, first + PAGE);
    StringBuilder xml =
        new StringBuilder(PAGE * 300)
            .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>")
            .append("<IsTruncated>")
            .append(last < keys)
            .append("</IsTruncated>");
    for (int index = first; index < last; index++) {
      xml.append("<Contents><Key>")
          .append(key(index))
          .append("</Key>")
          .append("<LastModified>2026-11-21T00:00:00.000Z</LastModified>")
          .append("<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag>")
          .append("<Size>4096</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    if (last < keys) {
      xml.append("<NextContinuationToken>")
          .append(key(last - 1))
          .append("</NextContinuationToken>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private static int indexOf(String key) {
    String digits = key.replaceAll(".*object-(\\d+)\\.bin$", "$1");
    return digits.equals(key) ? -1 : Integer.parseInt(digits);
  }

  private static Map<String, String> query(HttpExchange exchange) {
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw == null) {
      return Map.of();
    }
    return Arrays.stream(raw.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> pair.length < 2 ? "" : URLDecoder.decode(pair[1], UTF_8),
                (a, _) -> a));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
