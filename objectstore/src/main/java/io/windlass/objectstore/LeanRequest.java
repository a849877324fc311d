package io.windlass.objectstore;

import io.windlass.objectstore.ObjectStore.WriteOptions;
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
    body = Optional.of(bytes);
    return this;
  }

  /** What to write along with an object. */
  LeanRequest options(WriteOptions options) {
    options.metadata().forEach((name, value) -> header("x-amz-meta-" + lower(name), value));
    header("x-amz-storage-class", options.storageClass());
    header("x-amz-server-side-encryption", options.encryption());
    header("x-amz-server-side-encryption-aws-kms-key-id", options.kmsKeyId());
    header("x-amz-acl", options.acl());
    if (options.onlyIfAbsent()) {
      header("if-none-match", "*");
    }
    return this;
  }

  /** Whether HTTP can say these options without a word on how to encode them. */
  static boolean plain(WriteOptions options) {
    return options.metadata().entrySet().stream()
            .allMatch(entry -> plain(entry.getKey()) && plain(entry.getValue()))
        && options.contentType().stream().allMatch(LeanRequest::plain)
        && options.storageClass().stream().allMatch(LeanRequest::plain)
        && options.encryption().stream().allMatch(LeanRequest::plain)
        && options.kmsKeyId().stream().allMatch(LeanRequest::plain)
        && options.acl().stream().allMatch(LeanRequest::plain);
  }

  private static boolean plain(String text) {
    return PRINTABLE.matcher(text).matches();
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
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
}
