package io.windlass.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windlass.bench.QuickContent.Segment;
import io.windlass.bench.QuickContent.Written;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An S3 store that costs little, so that what is measured is the clients: objects with metadata,
 * listings of both versions, copies that share their bytes, uploads in parts, deletions. Signatures
 * are not checked. A program of its own: {@code QuickStore DIRECTORY} prints its endpoint and ends
 * with its standard input.
 */
public final class QuickStore {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter XML_DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'.000Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final Pattern PART =
      Pattern.compile("<PartNumber>(\\d+)</PartNumber>|<Key>([^<]*)</Key>");

  private static final String TAGS = "<Tagging><TagSet></TagSet></Tagging>";

  private static final String ACL =
      "<AccessControlPolicy><Owner><ID>bench</ID></Owner><AccessControlList></AccessControlList></AccessControlPolicy>";

  private final QuickContent content;
  private final Map<String, NavigableMap<String, Stored>> buckets = new ConcurrentHashMap<>();
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final AtomicLong nextUpload = new AtomicLong();

  private QuickStore(Path directory) throws IOException {
    this.content = new QuickContent(directory);
  }

  private record Stored(
      List<Segment> segments,
      long size,
      String etag,
      Instant modified,
      Map<String, String> headers) {}

  private record Upload(Map<String, String> headers, NavigableMap<Integer, Written> parts) {}

  /** Serves until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    QuickStore store = new QuickStore(Files.createDirectories(Path.of(arguments[0])));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", store::serve);
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // until the end
    }
    server.stop(0);
    System.exit(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(1);
      int slash = path.indexOf('/');
      String bucket = slash < 0 ? path : path.substring(0, slash);
      String key = slash < 0 ? "" : path.substring(slash + 1);
      Map<String, String> query = query(exchange);
      NavigableMap<String, Stored> objects =
          buckets.computeIfAbsent(bucket, _ -> new ConcurrentSkipListMap<>());
      if (key.isEmpty()) {
        bucket(exchange, bucket, objects, query);
        return;
      }
      switch (exchange.getRequestMethod()) {
        case "PUT" -> {
          if (query.containsKey("acl") || query.containsKey("tagging")) {
            answer(exchange, 200, "");
          } else {
            put(exchange, objects, key, query);
          }
        }
        case "POST" -> post(exchange, objects, key, query);
        case "DELETE" -> {
          drop(objects, key);
          answer(exchange, 204, "");
        }
        default -> {
          if (query.containsKey("acl")) {
            answer(exchange, 200, ACL); // s3cmd asks before it copies
          } else if (query.containsKey("tagging")) {
            answer(exchange, 200, TAGS); // the AWS CLI asks before it copies in parts
          } else {
            get(exchange, Optional.ofNullable(objects.get(key)));
          }
        }
      }
    } catch (RuntimeException e) {
      e.printStackTrace(); // clients that hang up before the end are no fault
      throw e;
    }
  }

  private void bucket(
      HttpExchange exchange,
      String bucket,
      NavigableMap<String, Stored> objects,
      Map<String, String> query)
      throws IOException {
    if (query.containsKey("location")) {
      answer(exchange, 200, "<LocationConstraint></LocationConstraint>");
    } else if (query.containsKey("versioning")) {
      answer(exchange, 200, "<VersioningConfiguration></VersioningConfiguration>");
    } else if (exchange.getRequestMethod().equals("POST")) {
      Matcher keys = PART.matcher(new String(body(exchange).readAllBytes(), UTF_8));
      while (keys.find()) {
        drop(objects, keys.group(2));
      }
      answer(exchange, 200, "<DeleteResult></DeleteResult>");
    } else if (exchange.getRequestMethod().equals("GET") && bucket.isEmpty()) {
      StringBuilder names = new StringBuilder("<ListAllMyBucketsResult><Buckets>");
      buckets
          .keySet()
          .forEach(name ->
              names
                  .append("<Bucket><Name>")
                  .append(name)
                  .append("</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket>"));
      answer(exchange, 200, names + "</Buckets></ListAllMyBucketsResult>");
    } else if (exchange.getRequestMethod().equals("GET")) {
      answer(exchange, 200, listing(objects, query));
    } else {
      answer(exchange, 200, "");
    }
  }

  private static String listing(NavigableMap<String, Stored> objects, Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.getOrDefault("delimiter", "");
    boolean url = query.containsKey("encoding-type");
    int most = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
    String after =
        query.getOrDefault(
            "continuation-token",
            query.getOrDefault("start-after", query.getOrDefault("marker", "")));
    StringBuilder xml = new StringBuilder(1 << 16);
    String last = "";
    boolean more = false;
    String key =
        after.compareTo(prefix) < 0 ? objects.ceilingKey(prefix) : objects.higherKey(after);
    for (int count = 0; key != null && key.startsWith(prefix); count++) {
      if (count == most) {
        more = true;
        break;
      }
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      if (end >= 0) {
        last = key.substring(0, end + 1) + Character.MAX_VALUE;
        xml.append("<CommonPrefixes><Prefix>")
            .append(text(key.substring(0, end + 1), url))
            .append("</Prefix></CommonPrefixes>");
      } else {
        last = key;
        entry(xml, text(key, url), requireNonNull(objects.get(key)));
      }
      key = objects.higherKey(last);
    }
    return "<ListBucketResult><Prefix>"
        + text(prefix, url)
        + "</Prefix><MaxKeys>"
        + most
        + "</MaxKeys><IsTruncated>"
        + more
        + "</IsTruncated>"
        + (url ? "<EncodingType>url</EncodingType>" : "")
        + (more
            ? "<NextMarker>%1$s</NextMarker><NextContinuationToken>%1$s</NextContinuationToken>"
                .formatted(text(last, url))
            : "")
        + xml
        + "</ListBucketResult>";
  }

  private static void entry(StringBuilder xml, String key, Stored stored) {
    xml.append("<Contents><Key>")
        .append(key)
        .append("</Key><LastModified>")
        .append(XML_DATE.format(stored.modified()))
        .append("</LastModified><ETag>&quot;")
        .append(stored.etag())
        .append("&quot;</ETag><Size>")
        .append(stored.size())
        .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
  }

  private static String text(String key, boolean url) {
    return url ? URLEncoder.encode(key, UTF_8).replace("%2F", "/") : key;
  }

  private void put(
      HttpExchange exchange,
      NavigableMap<String, Stored> objects,
      String key,
      Map<String, String> query)
      throws IOException {
    Optional<String> source = header(exchange, "x-amz-copy-source");
    if (query.containsKey("partNumber")) {
      int number = Integer.parseInt(query.get("partNumber"));
      Written part = source.isPresent() ? copied(exchange, source.get()) : taken(exchange);
      requireNonNull(uploads.get(query.get("uploadId"))).parts().put(number, part);
      answerWrite(exchange, part.md5(), source.isPresent() ? "CopyPartResult" : "");
    } else if (source.isPresent()) {
      Stored from = source(source.get());
      Map<String, String> headers =
          header(exchange, "x-amz-metadata-directive").filter("REPLACE"::equals).isPresent()
              ? metadata(exchange)
              : from.headers();
      store(objects, key, new Stored(from.segments(), from.size(), from.etag(), now(), headers));
      answerWrite(exchange, from.etag(), "CopyObjectResult");
    } else {
      Written written = taken(exchange);
      store(
          objects,
          key,
          new Stored(written.segments(), written.size(), written.md5(), now(), metadata(exchange)));
      answerWrite(exchange, written.md5(), "");
    }
  }

  private Written taken(HttpExchange exchange) throws IOException {
    long announced =
        header(exchange, "x-amz-decoded-content-length")
            .or(() -> header(exchange, "content-length"))
            .map(Long::parseLong)
            .orElse(Long.MAX_VALUE);
    return content.take(body(exchange), announced, header(exchange, "content-md5"));
  }

  private Stored source(String header) {
    String path = URLDecoder.decode(header.replace("+", "%2B"), UTF_8);
    String bare = path.startsWith("/") ? path.substring(1) : path;
    int slash = bare.indexOf('/');
    return requireNonNull(
        requireNonNull(buckets.get(bare.substring(0, slash))).get(bare.substring(slash + 1)));
  }

  private Written copied(HttpExchange exchange, String header) {
    Stored from = source(header);
    Matcher range = RANGE.matcher(header(exchange, "x-amz-copy-source-range").orElse("bytes=0-"));
    range.matches();
    long first = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? from.size() - 1 : Long.parseLong(range.group(2));
    return new Written(
        QuickContent.slice(from.segments(), first, last - first + 1),
        last - first + 1,
        from.etag());
  }

  private void drop(NavigableMap<String, Stored> objects, String key) throws IOException {
    release(Optional.ofNullable(objects.remove(key)));
  }

  private void release(Optional<Stored> gone) throws IOException {
    if (gone.isPresent()) {
      content.release(gone.get().segments());
    }
  }

  private void store(NavigableMap<String, Stored> objects, String key, Stored stored)
      throws IOException {
    content.keep(stored.segments());
    release(Optional.ofNullable(objects.put(key, stored)));
  }

  private void post(
      HttpExchange exchange,
      NavigableMap<String, Stored> objects,
      String key,
      Map<String, String> query)
      throws IOException {
    if (query.containsKey("uploads")) {
      String id = "upload" + nextUpload.incrementAndGet();
      uploads.put(id, new Upload(metadata(exchange), new ConcurrentSkipListMap<>()));
      answer(
          exchange,
          200,
          "<InitiateMultipartUploadResult><Key>%s</Key><UploadId>%s</UploadId></InitiateMultipartUploadResult>"
              .formatted(key, id));
      return;
    }
    Upload upload = requireNonNull(uploads.remove(query.get("uploadId")));
    Matcher wanted = PART.matcher(new String(body(exchange).readAllBytes(), UTF_8));
    List<Segment> segments = new ArrayList<>();
    long size = 0;
    var digest = QuickContent.md5();
    int count = 0;
    while (wanted.find()) {
      Written part = requireNonNull(upload.parts().get(Integer.parseInt(wanted.group(1))));
      segments.addAll(part.segments());
      size += part.size();
      digest.update(part.md5().getBytes(UTF_8));
      count++;
    }
    String etag = HexFormat.of().formatHex(digest.digest()) + "-" + count;
    store(objects, key, new Stored(segments, size, etag, now(), upload.headers()));
    answer(
        exchange,
        200,
        "<CompleteMultipartUploadResult><ETag>&quot;%s&quot;</ETag></CompleteMultipartUploadResult>"
            .formatted(etag));
  }

  private static void get(HttpExchange exchange, Optional<Stored> found) throws IOException {
    if (found.isEmpty()) {
      answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
      return;
    }
    Stored stored = found.get();
    stored.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("ETag", '"' + stored.etag() + '"');
    exchange.getResponseHeaders().set("Last-Modified", HTTP_DATE.format(stored.modified()));
    Matcher range = RANGE.matcher(header(exchange, "range").orElse(""));
    long first = 0;
    long last = stored.size() - 1;
    if (range.matches()) {
      first = Long.parseLong(range.group(1));
      last = range.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(range.group(2)));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(first, last, stored.size()));
    }
    long length = last - first + 1;
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
    }
    exchange.sendResponseHeaders(range.matches() ? 206 : 200, head || length == 0 ? -1 : length);
    if (!head) {
      QuickContent.send(
          QuickContent.slice(stored.segments(), first, length), exchange.getResponseBody());
    }
  }

  private static void answerWrite(HttpExchange exchange, String etag, String document)
      throws IOException {
    exchange.getResponseHeaders().set("ETag", '"' + etag + '"');
    answer(
        exchange,
        200,
        document.isEmpty()
            ? ""
            : "<%1$s><ETag>&quot;%2$s&quot;</ETag><LastModified>%3$s</LastModified></%1$s>"
                .formatted(document, etag, XML_DATE.format(now())));
  }

  private static void answer(HttpExchange exchange, int status, String document)
      throws IOException {
    byte[] bytes = document.getBytes(UTF_8);
    boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
    if (!empty) {
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
    }
    exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
    if (!empty) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Map<String, String> metadata(HttpExchange exchange) {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith("x-amz-meta-") || lower.equals("content-type")) {
            headers.put(lower, values.getFirst());
          }
        });
    return headers;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /** The body, without the chunks that it may have been signed in. */
  private static InputStream body(HttpExchange exchange) {
    boolean chunks = header(exchange, "x-amz-content-sha256").orElse("").startsWith("STREAMING-");
    return chunks ? new SignedChunks(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new TreeMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
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
}
