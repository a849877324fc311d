package io.windlass.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An S3 store that only lists, tells and lends keys: one bucket with so many objects of 4 KiB, a
 * thousand in a folder. It costs next to nothing, so that what is measured is the reader.
 * Signatures are not checked; every bucket exists.
 */
final class ListingStore implements AutoCloseable {
  private static final int PAGE = 1000;
  private static final int FOLDER = 1000;

  private static final long SIZE = 4096;

  /** Of objects that were changed. */
  static final long CHANGED_SIZE = 8192;

  /** What tells that a bucket is to be listed, in either version. */
  private static final Set<String> LISTING = Set.of("list-type", "prefix", "delimiter", "max-keys");

  private static final String ETAG = "d41d8cd98f00b204e9800998ecf8427e";
  private static final String CHANGED_ETAG = "0f343b0931126a20f133d67c2b018a3b";
  private static final int GONE = 0;
  private static final int COME = 1;
  private static final int FIRST_CHANGED = 2;
  private static final int LAST_CHANGED = 9;
  private static final String NEW = ".new";

  private final HttpServer server;
  private final int keys;
  private volatile boolean changed;

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
      boolean list = LISTING.stream().anyMatch(query::containsKey);
      if (list && !head) {
        send(exchange, "application/xml", page(query).getBytes(UTF_8));
      } else {
        tell(exchange, path, head);
      }
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] bytes) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** What is told of an object, or the object itself. */
  private void tell(HttpExchange exchange, String path, boolean head) throws IOException {
    Optional<Told> told = object(path);
    if (told.isEmpty()) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.getResponseHeaders().add("Content-Type", "text/plain");
    exchange.getResponseHeaders().add("ETag", '"' + told.get().etag() + '"');
    exchange.getResponseHeaders().add("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT");
    long size = told.get().size();
    if (head) {
      exchange.getResponseHeaders().add("Content-Length", Long.toString(size));
    }
    exchange.sendResponseHeaders(200, head || size == 0 ? -1 : size);
    if (!head) {
      exchange.getResponseBody().write(told.get().content().get());
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

  private record Told(long size, String etag, Supplier<byte[]> content) {
    static Told of(byte[] bytes) {
      return new Told(bytes.length, md5(bytes), () -> bytes);
    }
  }

  /** Objects that are listed, probes, the owner file anywhere, and the bucket itself. */
  private Optional<Told> object(String path) {
    byte[] own = written.get(path);
    if (own != null) {
      return Optional.of(Told.of(own));
    }
    if (path.endsWith("/owner.txt")) {
      return Optional.of(Told.of("admin\n".getBytes(UTF_8)));
    }
    int slash = path.indexOf('/', 1);
    if (slash < 0 || slash == path.length() - 1) {
      return Optional.of(Told.of(new byte[0]));
    }
    String key = path.substring(slash + 1);
    int index = indexOf(key);
    return (index < 0 || index >= keys ? Stream.<Entry>empty() : at(index))
        .filter(entry -> entry.key().equals(key))
        .findFirst()
        .map(entry -> new Told(entry.size(), entry.etag(), () -> new byte[(int) entry.size()]));
  }

  private record Entry(String key, long size, String etag) {}

  /** Changes one object in a hundred: most get another size, some go, as many come. */
  void change() {
    changed = true;
  }

  /** How many objects have {@link #CHANGED_SIZE} bytes after {@link #change}. */
  int changedObjects() {
    return (int) IntStream.range(0, keys).filter(ListingStore::isChanged).count();
  }

  /** Whether the last change in the order of keys is seen in a directory. */
  boolean isLastChangeIn(Path data) throws IOException {
    int last = (keys - 1) / FOLDER * FOLDER;
    Path larger = data.resolve(below(last + LAST_CHANGED));
    return Files.notExists(data.resolve(below(last + GONE)))
        && Files.exists(data.resolve(below(last + COME) + NEW))
        && Files.exists(larger)
        && Files.size(larger) == CHANGED_SIZE;
  }

  private static String below(int index) {
    return key(index).substring("data/".length());
  }

  private static boolean isChanged(int index) {
    int place = index % FOLDER;
    return place >= FIRST_CHANGED && place <= LAST_CHANGED;
  }

  /** What there is for a number: mostly one object. */
  private Stream<Entry> at(int index) {
    String key = key(index);
    int place = index % FOLDER;
    if (changed && place == GONE) {
      return Stream.empty();
    }
    if (changed && isChanged(index)) {
      return Stream.of(new Entry(key, CHANGED_SIZE, CHANGED_ETAG));
    }
    Entry entry = new Entry(key, SIZE, ETAG);
    return changed && place == COME
        ? Stream.of(entry, new Entry(key + NEW, SIZE, ETAG))
        : Stream.of(entry);
  }

  private String page(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    if (query.containsKey("delimiter") && !prefix.startsWith("data/folder-")) {
      return directories(prefix);
    }
    String after =
        query.getOrDefault(
            "continuation-token",
            query.getOrDefault("start-after", query.getOrDefault("marker", "")));
    int begin = prefix.startsWith("data/folder-") ? folder(prefix) * FOLDER : 0;
    int end = prefix.startsWith("data/folder-") ? Math.min(keys, begin + FOLDER) : keys;
    int first = after.isEmpty() ? begin : Math.max(begin, indexOf(after) + 1);
    int last = Math.min(end, first + PAGE);
    StringBuilder xml = begin(prefix, last < end);
    for (int index = first; index < last; index++) {
      at(index).filter(entry -> entry.key().startsWith(prefix)).forEach(entry -> add(xml, entry));
    }
    if (last < end) {
      xml.append(
          "<NextContinuationToken>%1$s</NextContinuationToken><NextMarker>%1$s</NextMarker>"
              .formatted(key(last - 1)));
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private static void add(StringBuilder xml, Entry entry) {
    xml.append("<Contents><Key>")
        .append(entry.key())
        .append("</Key>")
        .append("<LastModified>2026-11-21T00:00:00.000Z</LastModified><ETag>&quot;")
        .append(entry.etag())
        .append("&quot;</ETag><Size>")
        .append(entry.size())
        .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
  }

  /** What is directly below the top or below {@code data/}: directories alone. */
  private String directories(String prefix) {
    StringBuilder xml = begin(prefix, false);
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

  private static StringBuilder begin(String prefix, boolean truncated) {
    return new StringBuilder(PAGE * 300)
        .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>")
        .append("<Prefix>")
        .append(prefix)
        .append("</Prefix><IsTruncated>")
        .append(truncated)
        .append("</IsTruncated>");
  }

  private static int folder(String prefix) {
    String digits = prefix.replaceAll("^data/folder-(\\d{5}).*$", "$1");
    return digits.equals(prefix) ? 0 : Integer.parseInt(digits);
  }

  private static int indexOf(String key) {
    String digits = key.replaceAll(".*object-(\\d+)\\.bin(\\.new)?$", "$1");
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
