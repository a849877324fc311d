package io.windlass.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.store.RefusedException.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a request asks for, read from its line and headers in the way the S3 handler reads them.
 *
 * @param operation the S3 operation
 * @param bucket empty for the list of buckets
 * @param key empty for a request to the bucket
 * @param prefix of a listing
 * @param delimiter of a listing
 * @param source what a copy reads
 */
record ObjectRequest(
    Operation operation,
    String bucket,
    String key,
    String prefix,
    String delimiter,
    Optional<Source> source) {
  private static final int MAX_KEY_BYTES = 1024;

  /** Query parameters that select an operation; a request has at most one of them. */
  private static final Set<String> SELECTORS =
      Set.of(
          "acl",
          "accelerate",
          "analytics",
          "attributes",
          "cors",
          "delete",
          "encryption",
          "intelligent-tiering",
          "inventory",
          "legal-hold",
          "lifecycle",
          "location",
          "logging",
          "metrics",
          "notification",
          "object-lock",
          "ownershipControls",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versioning",
          "versions",
          "website");

  /** An object that a copy reads. */
  record Source(String bucket, String key) {}

  /** S3 operations as far as grants tell them apart. */
  enum Operation {
    LIST_BUCKETS,
    LIST_OBJECTS,
    LIST_UPLOADS,
    DELETE_OBJECTS,
    BUCKET,
    READ_OBJECT,
    LIST_PARTS,
    PUT_OBJECT,
    COPY_OBJECT,
    DELETE_OBJECT,
    START_UPLOAD,
    UPLOAD_PART,
    COPY_PART,
    COMPLETE_UPLOAD,
    ABORT_UPLOAD,
    OTHER
  }

  static ObjectRequest of(HttpServletRequest request) throws RefusedException {
    String[] path = request.getRequestURI().split("/", 3);
    String bucket = path.length > 1 ? decode(path[1]) : "";
    String key = path.length > 2 ? decode(path[2]) : "";
    if (bucket.isEmpty() && !key.isEmpty()) {
      throw new RefusedException(Reason.INVALID_URI, "The path names no bucket.");
    }
    if (key.getBytes(UTF_8).length > MAX_KEY_BYTES) {
      throw new RefusedException(Reason.KEY_TOO_LONG, "A key has at most 1024 bytes of UTF-8.");
    }
    Optional<Source> source =
        request.getHeader("x-amz-copy-source") == null
            ? Optional.empty()
            : Optional.of(source(request.getHeader("x-amz-copy-source")));
    return new ObjectRequest(
        operation(request, bucket, key, source.isPresent()),
        bucket,
        key,
        parameter(request, "prefix"),
        parameter(request, "delimiter"),
        source);
  }

  private static Operation operation(
      HttpServletRequest request, String bucket, String key, boolean copy) throws RefusedException {
    Set<String> selectors =
        request.getParameterMap().keySet().stream()
            .filter(SELECTORS::contains)
            .collect(Collectors.toSet());
    if (selectors.size() > 1) {
      throw new RefusedException(
          Reason.INVALID_REQUEST, "The query selects more than one operation: " + selectors + ".");
    }
    String selector = selectors.isEmpty() ? "" : selectors.iterator().next();
    if (bucket.isEmpty()) {
      return request.getMethod().equals("GET") && selector.isEmpty()
          ? Operation.LIST_BUCKETS
          : Operation.OTHER;
    }
    return key.isEmpty()
        ? bucketOperation(request.getMethod(), selector)
        : objectOperation(request.getMethod(), selector, copy);
  }

  private static Operation bucketOperation(String method, String selector) {
    return switch (method + " " + selector) {
      case "GET " -> Operation.LIST_OBJECTS;
      case "GET uploads" -> Operation.LIST_UPLOADS;
      case "POST delete" -> Operation.DELETE_OBJECTS;
      default -> Operation.BUCKET;
    };
  }

  private static Operation objectOperation(String method, String selector, boolean copy) {
    return switch (method + " " + selector) {
      case "GET ", "HEAD ", "GET attributes" -> Operation.READ_OBJECT;
      case "GET uploadId" -> Operation.LIST_PARTS;
      case "PUT " -> copy ? Operation.COPY_OBJECT : Operation.PUT_OBJECT;
      case "PUT uploadId" -> copy ? Operation.COPY_PART : Operation.UPLOAD_PART;
      case "POST uploads" -> Operation.START_UPLOAD;
      case "POST uploadId" -> Operation.COMPLETE_UPLOAD;
      case "DELETE " -> Operation.DELETE_OBJECT;
      case "DELETE uploadId" -> Operation.ABORT_UPLOAD;
      default -> Operation.OTHER;
    };
  }

  private static Source source(String header) throws RefusedException {
    int query = header.indexOf('?');
    String path = decode(query < 0 ? header : header.substring(0, query));
    String trimmed = path.startsWith("/") ? path.substring(1) : path;
    int slash = trimmed.indexOf('/');
    if (slash < 1 || slash == trimmed.length() - 1) {
      throw new RefusedException(
          Reason.INVALID_ARGUMENT, "x-amz-copy-source has the form BUCKET/KEY.");
    }
    return new Source(trimmed.substring(0, slash), trimmed.substring(slash + 1));
  }

  private static String decode(String text) throws RefusedException {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Reason.INVALID_URI, "The path is not well encoded.");
    }
  }

  private static String parameter(HttpServletRequest request, String name) {
    String value = request.getParameter(name);
    return value == null ? "" : value;
  }
}
