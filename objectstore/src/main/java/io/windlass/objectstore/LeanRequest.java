package io.windlass.objectstore;

import io.windlass.objectstore.ObjectStore.WantedChecksum;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A request to a store before it is signed. Not thread-safe. */
final class LeanRequest {
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");

  private final String method;
  private final String bucket;
  private final String key;
  private final SortedMap<String, String> query = new TreeMap<>();
  private final SortedMap<String, String> headers = new TreeMap<>();
  private Optional<Body> body = Optional.empty();
  private Optional<WantedChecksum> checksum = Optional.empty();
  private boolean told;

  private LeanRequest(String method, String bucket, String key) {
    this.method = method;
    this.bucket = bucket;
    this.key = key;
  }

  static LeanRequest on(String method, ObjectId id) {
    LeanRequest request = new LeanRequest(method, id.bucket(), id.key());
    id.versionId().ifPresent(version -> request.query("versionId", version));
    return request;
  }

  static LeanRequest onBucket(String method, String bucket) {
    return new LeanRequest(method, bucket, "");
  }

  LeanRequest query(String name, String value) {
    query.put(LeanEndpoints.encode(name, false), LeanEndpoints.encode(value, false));
    return this;
  }

  /** A header, its name in lower case. */
  LeanRequest header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  LeanRequest header(String name, Optional<String> value) {
    value.ifPresent(text -> header(name, text));
    return this;
  }

  LeanRequest body(Body bytes) {
    return body(bytes, Optional.empty());
  }

  LeanRequest body(Body bytes, Optional<WantedChecksum> wanted) {
    body = Optional.of(bytes);
    checksum = wanted;
    return this;
  }

  /** The MD5 of the body in hexadecimal, which is signed in its place. */
  LeanRequest told(String md5) {
    told = true;
    return header("content-md5", Base64.getEncoder().encodeToString(HexFormat.of().parseHex(md5)));
  }

  /** Headers, their names in lower case. */
  LeanRequest headers(Map<String, String> more) {
    headers.putAll(more);
    return this;
  }

  /** Whether HTTP can say these options without a word on how to encode them. */
  static boolean plain(WriteOptions options) {
    return options.contentType().stream().allMatch(LeanRequest::plain)
        && options.metadata().keySet().stream().allMatch(LeanRequest::plain)
        && WriteHeaders.of(options).values().stream().allMatch(LeanRequest::plain);
  }

  private static boolean plain(String text) {
    return PRINTABLE.matcher(text).matches();
  }

  String method() {
    return method;
  }

  String bucket() {
    return bucket;
  }

  String key() {
    return key;
  }

  /** The query, encoded and in the order in which it is signed. */
  String queryString() {
    return queryString(query);
  }

  /** The parameters, encoded, to be added to. */
  SortedMap<String, String> parameters() {
    return new TreeMap<>(query);
  }

  static String queryString(SortedMap<String, String> query) {
    StringBuilder text = new StringBuilder();
    query.forEach((name, value) -> {
      if (!text.isEmpty()) {
        text.append('&');
      }
      text.append(name).append('=').append(value);
    });
    return text.toString();
  }

  /** A copy to be signed. */
  SortedMap<String, String> headers() {
    return new TreeMap<>(headers);
  }

  Optional<Body> body() {
    return body;
  }

  /** Whether the MD5 of the body is signed in its place. */
  boolean isTold() {
    return told;
  }

  /** Whether the content has an encoding of its own. */
  boolean encoded() {
    return headers.containsKey("content-encoding");
  }

  /** What the store is to keep of the body. */
  Optional<WantedChecksum> checksum() {
    return checksum;
  }
}
