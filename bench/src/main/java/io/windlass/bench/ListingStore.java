package io.windlass.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An S3 store that only lists, tells and lends keys: one bucket with so many objects of 4 KiB, a
 * thousand in a folder. It costs next to nothing, so that what is measured is the reader.
 * Signatures are not checked; every bucket exists.
 */
final class ListingStore implements AutoCloseable {
  private static final int PAGE = 1000;
  private static final int FOLDER = 1000;

  private final HttpServer server;
  private final int keys;

  /** What was sent: probes. */
  private final Map<String, byte[]> written = new ConcurrentHashMap<>();

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
    return "data/folder-%05d/object-%07d.bin".formatted(index / FOLDER, index);
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
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("PUT")) {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        written.put(path, bytes);
        exchange.getResponseHeaders().add("ETag", "\"" + md5(bytes) + "\"");
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      if (exchange.getRequestMethod().equals("DELETE")) {
        written.remove(path);
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      boolean head = exchange.getRequestMethod().equals("HEAD");
      boolean list = !head && query.containsKey("list-type");
      Optional<byte[]> body =
          list ? Optional.of(page(query).getBytes(UTF_8)) : object(exchange.getRequestURI());
      exchange.getResponseHeaders().add("Content-Type", list ? "application/xml" : "text/plain");
      exchange.getResponseHeaders().add("ETag", "\"d41d8cd98f00b204e9800998ecf8427e\"");
      exchange.getResponseHeaders().add("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT");
      body.ifPresent(bytes ->
          exchange.getResponseHeaders().add("Content-Length", Integer.toString(bytes.length)));
      exchange.sendResponseHeaders(
          body.isPresent() ? 200 : 404, head || body.isEmpty() ? -1 : body.get().length);
      if (!head && body.isPresent()) {
        exchange.getResponseBody().write(body.get());
      }
    }
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
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

  /** Objects of 4 KiB, the owner file anywhere, and the bucket itself. */
  private Optional<byte[]> object(URI uri) {
    String path = uri.getPath();
    byte[] own = written.get(path);
    if (own != null) {
      return Optional.of(own);
    }
    if (path.endsWith("/owner.txt")) {
      return Optional.of("admin\n".getBytes(UTF_8));
    }
    if (path.endsWith(".bin")) {
      return Optional.of(new byte[4096]);
    }
    return path.lastIndexOf('/') == 0 ? Optional.of(new byte[0]) : Optional.empty();
  }

  private String page(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    if (query.containsKey("delimiter") && !prefix.startsWith("data/folder-")) {
      return directories(prefix);
    }
    String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
    int begin = prefix.startsWith("data/folder-") ? folder(prefix) * FOLDER : 0;
    int end = prefix.startsWith("data/folder-") ? Math.min(keys, begin + FOLDER) : keys;
    int first = after.isEmpty() ? begin : indexOf(after) + 1;
    int last = Math.min(end, first + PAGE);
    StringBuilder xml = begin(last < end);
    for (int index = first; index < last; index++) {
      xml.append("<Contents><Key>")
          .append(key(index))
          .append("</Key>")
          .append("<LastModified>2026-11-21T00:00:00.000Z</LastModified>")
          .append("<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag>")
          .append("<Size>4096</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    if (last < end) {
      xml.append("<NextContinuationToken>")
          .append(key(last - 1))
          .append("</NextContinuationToken>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  /** What is directly below the top or below {@code data/}: directories alone. */
  private String directories(String prefix) {
    StringBuilder xml = begin(false);
    if (prefix.isEmpty()) {
      xml.append("<CommonPrefixes><Prefix>data/</Prefix></CommonPrefixes>");
    } else if (prefix.equals("data/")) {
      for (int folder = 0; folder * FOLDER < keys; folder++) {
        xml.append(
            "<CommonPrefixes><Prefix>data/folder-%05d/</Prefix></CommonPrefixes>"
                .formatted(folder));
      }
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private static StringBuilder begin(boolean truncated) {
    return new StringBuilder(PAGE * 300)
        .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>")
        .append("<IsTruncated>")
        .append(truncated)
        .append("</IsTruncated>");
  }

  private static int folder(String prefix) {
    String digits = prefix.replaceAll("^data/folder-(\\d{5}).*$", "$1");
    return digits.equals(prefix) ? 0 : Integer.parseInt(digits);
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
