package io.windlass.objectstore;

import java.util.Optional;

/**
 * The metadata that HTTP knows and a store keeps with an object, each as it was written; S3 calls
 * it system-defined metadata.
 *
 * @param contentType {@code Content-Type}
 * @param cacheControl {@code Cache-Control}
 * @param contentDisposition {@code Content-Disposition}
 * @param contentEncoding {@code Content-Encoding}
 * @param contentLanguage {@code Content-Language}
 * @param expires {@code Expires}; a date of HTTP, or whatever was stored as one
 */
public record SystemMetadata(
    Optional<String> contentType,
    Optional<String> cacheControl,
    Optional<String> contentDisposition,
    Optional<String> contentEncoding,
    Optional<String> contentLanguage,
    Optional<String> expires) {
  /** Nothing in particular. */
  public static final SystemMetadata NONE =
      new SystemMetadata(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** A content type and nothing else. */
  public static SystemMetadata ofType(Optional<String> contentType) {
    return NONE.withContentType(contentType);
  }

  /** The same, with another content type or none. */
  public SystemMetadata withContentType(Optional<String> type) {
    return new SystemMetadata(
        type, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires);
  }

  /** Whether nothing is said. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** The same, with what another says where this says nothing. */
  public SystemMetadata orElse(SystemMetadata other) {
    return new SystemMetadata(
        contentType.or(other::contentType),
        cacheControl.or(other::cacheControl),
        contentDisposition.or(other::contentDisposition),
        contentEncoding.or(other::contentEncoding),
        contentLanguage.or(other::contentLanguage),
        expires.or(other::expires));
  }
}
