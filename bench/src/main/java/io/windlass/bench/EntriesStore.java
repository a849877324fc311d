package io.windlass.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/**
 * An S3 store that holds nothing and lists so many empty objects below any prefix that ends with a
 * slash, all in one directory. What a page costs is little more than its copy, so that what is
 * measured is the reader.
 */
final class EntriesStore implements AutoCloseable {
  private static final int DIGITS = 9;
  private static final int PAGE = 1000;
  private static final String NAME = "entry-";
  private static final String REST =
      "</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
          + "<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>0</Size>"
          + "<StorageClass>STANDARD</StorageClass></Contents>";

  private final HttpServer server;
  private final int count;

  EntriesStore(int count) throws IOException {
    this.count = count;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The name of an entry in its directory. */
  static String name(int index) {
    String digits = Integer.toString(index);
    return NAME + "0".repeat(DIGITS - digits.length()) + digits;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      boolean lists = exchange.getRequestMethod().equals("GET") && query.containsKey("list-type");
      if (!lists) {
        boolean bucket = exchange.getRequestURI().getPath().indexOf('/', 1) < 0;
        exchange.sendResponseHeaders(bucket ? 200 : 404, -1);
        return;
      }
      byte[] page = page(query);
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  private byte[] page(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    if (!prefix.endsWith("/")) {
      return "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
          .getBytes(UTF_8);
    }
    int most = Integer.parseInt(query.getOrDefault("max-keys", Integer.toString(PAGE)));
    int first =
        behind(query.getOrDefault("continuation-token", query.getOrDefault("start-after", "")));
    int here = Math.min(count - first, Math.min(most, PAGE));
    boolean more = first + here < count;
    String begin =
        "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>"
            + more
            + "</IsTruncated>"
            + (more
                ? "<NextContinuationToken>"
                    + prefix
                    + name(first + here - 1)
                    + "</NextContinuationToken>"
                : "");
    byte[] entry = ("<Contents><Key>" + prefix + name(0) + REST).getBytes(ISO_8859_1);
    int digits = entry.length - REST.length();
    byte[] head = begin.getBytes(ISO_8859_1);
    byte[] tail = "</ListBucketResult>".getBytes(ISO_8859_1);
    byte[] page = new byte[head.length + here * entry.length + tail.length];
    System.arraycopy(head, 0, page, 0, head.length);
    int at = head.length;
    for (int index = first; index < first + here; index++) {
      System.arraycopy(entry, 0, page, at, entry.length);
      int number = index;
      for (int digit = at + digits - 1; number > 0; digit--, number /= 10) {
        page[digit] = (byte) ('0' + number % 10);
      }
      at += entry.length;
    }
    System.arraycopy(tail, 0, page, at, tail.length);
    return page;
  }

  /** Index of the first entry behind a key. */
  private static int behind(String key) {
    int digits = key.lastIndexOf(NAME) + NAME.length();
    return key.length() == digits + DIGITS ? Integer.parseInt(key.substring(digits)) + 1 : 0;
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new TreeMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        query.put(
            equals < 0 ? pair : pair.substring(0, equals),
            equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
