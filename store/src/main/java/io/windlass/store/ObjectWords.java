package io.windlass.store;

import io.windlass.store.StoredObject.Content;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What requests say of an object, and answers of a stored one. */
final class ObjectWords {
  private ObjectWords() {}

  /** An object as a request describes it, before it has bytes. */
  static StoredObject described(
      String key,
      Map<String, String> headers,
      @Nullable String storageClass,
      Map<String, String> metadata) {
    return new StoredObject(
        key,
        0,
        "",
        Instant.EPOCH,
        headers,
        storageClass(storageClass),
        metadata,
        new Content.Inline());
  }

  static S3Object listed(StoredObject object) {
    return S3Object.builder()
        .key(object.key())
        .size(object.size())
        .eTag(quoted(object.etag()))
        .lastModified(object.modified())
        .storageClass(object.storageClass())
        .build();
  }

  static Map<String, String> headers(CopyObjectRequest request) {
    return headers(
        request.contentType(),
        request.cacheControl(),
        request.contentDisposition(),
        request.contentEncoding(),
        request.contentLanguage(),
        request.expires());
  }

  @SuppressWarnings("deprecation") // the handler reads the time, not the text
  static GetObjectResponse.Builder answer(StoredObject object) {
    return GetObjectResponse.builder()
        .contentLength(object.size())
        .eTag(quoted(object.etag()))
        .lastModified(object.modified())
        .storageClass(object.storageClass())
        .metadata(object.metadata())
        .contentType(object.header("content-type").orElse("binary/octet-stream"))
        .cacheControl(object.header("cache-control").orElse(null))
        .contentDisposition(object.header("content-disposition").orElse(null))
        .contentEncoding(object.header("content-encoding").orElse(null))
        .contentLanguage(object.header("content-language").orElse(null))
        .expires(object.header("expires").map(Instant::parse).orElse(null));
  }

  static Map<String, String> headers(
      @Nullable String contentType,
      @Nullable String cacheControl,
      @Nullable String contentDisposition,
      @Nullable String contentEncoding,
      @Nullable String contentLanguage,
      @Nullable Instant expires) {
    Map<String, String> headers = new HashMap<>();
    put(headers, "content-type", contentType);
    put(headers, "cache-control", cacheControl);
    put(headers, "content-disposition", contentDisposition);
    put(headers, "content-encoding", contentEncoding);
    put(headers, "content-language", contentLanguage);
    put(headers, "expires", expires == null ? null : expires.toString());
    return headers;
  }

  private static void put(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  static String storageClass(@Nullable String asked) {
    return asked == null || asked.isEmpty() ? "STANDARD" : asked;
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static String quoted(String etag) {
    return "\"" + etag + "\"";
  }
}
