package io.windlass.objectstore;

import io.windlass.objectstore.ObjectStore.WriteOptions;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What headers say the options of a write, for whoever sends it. */
final class WriteHeaders {
  private WriteHeaders() {}

  /**
   * All but the content type, the checksum and {@code If-Match}, by name in lower case: what PUT,
   * CreateMultipartUpload and COPY have in common.
   */
  static SortedMap<String, String> of(WriteOptions options) {
    SortedMap<String, String> headers = new TreeMap<>();
    options
        .metadata()
        .forEach(
            (name, value) -> headers.put("x-amz-meta-" + name.toLowerCase(Locale.ROOT), value));
    SystemMetadata system = options.system();
    system.cacheControl().ifPresent(value -> headers.put("cache-control", value));
    system.contentDisposition().ifPresent(value -> headers.put("content-disposition", value));
    system.contentEncoding().ifPresent(value -> headers.put("content-encoding", value));
    system.contentLanguage().ifPresent(value -> headers.put("content-language", value));
    system.expires().ifPresent(value -> headers.put("expires", value));
    options
        .tags()
        .filter(tags -> !tags.isEmpty())
        .map(WriteHeaders::query)
        .ifPresent(text -> headers.put("x-amz-tagging", text));
    options.storageClass().ifPresent(value -> headers.put("x-amz-storage-class", value));
    options.encryption().ifPresent(value -> headers.put("x-amz-server-side-encryption", value));
    options
        .kmsKeyId()
        .ifPresent(value -> headers.put("x-amz-server-side-encryption-aws-kms-key-id", value));
    options.acl().ifPresent(value -> headers.put("x-amz-acl", value));
    if (options.onlyIfAbsent()) {
      headers.put("if-none-match", "*");
    }
    return headers;
  }

  /** Those of a copy: also what becomes of metadata and tags of the source. */
  static SortedMap<String, String> ofCopy(WriteOptions options) {
    SortedMap<String, String> headers = of(options);
    if (options.replaceMetadata()) {
      headers.put("x-amz-metadata-directive", "REPLACE");
    }
    if (options.tags().isPresent()) {
      headers.put("x-amz-tagging-directive", "REPLACE");
    }
    options
        .checksum()
        .ifPresent(wanted -> headers.put("x-amz-checksum-algorithm", wanted.algorithm().name()));
    return headers;
  }

  /** Those of CreateMultipartUpload: also the checksum that the parts will have. */
  static SortedMap<String, String> ofMultipart(WriteOptions options) {
    SortedMap<String, String> headers = of(options);
    options
        .checksum()
        .ifPresent(wanted -> {
          headers.put("x-amz-checksum-algorithm", wanted.algorithm().name());
          headers.put(
              "x-amz-checksum-type", wanted.algorithm().combines() ? "FULL_OBJECT" : "COMPOSITE");
        });
    return headers;
  }

  /** Tags as the query of a URL, which is how the header wants them. */
  private static String query(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag ->
            LeanEndpoints.encode(tag.getKey(), false)
                + "="
                + LeanEndpoints.encode(tag.getValue(), false))
        .collect(Collectors.joining("&"));
  }
}
