package io.windlass.transfer.move;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.SystemMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A file behind an address on the web. The first request brings the facts with the bytes; what is
 * read later is asked for by range and must have the same ETag. The address is in no message: its
 * query may be a key.
 */
final class WebContent implements Content {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL) // never from https to http
          .build();

  private final URI address;
  private final HttpResponse<InputStream> answer;
  private final long size;
  private final AtomicReference<Optional<InputStream>> first;

  private WebContent(URI address, HttpResponse<InputStream> answer, long size) {
    this.address = address;
    this.answer = answer;
    this.size = size;
    this.first = new AtomicReference<>(Optional.of(answer.body()));
  }

  static WebContent open(String address) throws SideException, InterruptedException {
    URI uri = URI.create(address);
    HttpResponse<InputStream> answer = send(HttpRequest.newBuilder(uri));
    if (answer.statusCode() != 200) {
      close(answer.body());
      throw refused(answer.statusCode());
    }
    long size = answer.headers().firstValueAsLong("content-length").orElse(-1);
    if (size < 0) {
      close(answer.body());
      throw failure(
          Problem.of(
                  Kind.STORE_REFUSED,
                  "address_without_length",
                  "The server does not say how long the file is.")
              .withRemedy("Fetch it to a directory first, and transfer it from there."));
    }
    return new WebContent(uri, answer, size);
  }

  private static HttpResponse<InputStream> send(HttpRequest.Builder request)
      throws SideException, InterruptedException {
    try {
      return HTTP.send(
          request.header("User-Agent", "windlass").timeout(PATIENCE).build(),
          BodyHandlers.ofInputStream());
    } catch (IOException _) {
      throw failure(
          Problem.of(
              Kind.UNAVAILABLE, "connect_failed", "The server of the address did not answer."));
    }
  }

  private static SideException refused(int status) {
    if (status == 404 || status == 410) {
      return failure(
          Problem.of(Kind.NOT_FOUND, "file_not_found", "There is no file at the address."));
    }
    if (status == 401 || status == 403) {
      return failure(
          Problem.of(
                  Kind.STORE_REFUSED,
                  "permission_denied",
                  "The server refuses the address (" + status + ").")
              .withRemedy("A presigned address may have expired: make a new one."));
    }
    boolean busy = status == 429 || status == 503;
    return failure(
        status >= 500 || busy
            ? Problem.of(
                Kind.UNAVAILABLE,
                busy ? "endpoint_too_busy" : "connection_broken",
                "The server of the address answered " + status + ".")
            : Problem.of(
                Kind.STORE_REFUSED,
                "address_refused",
                "The server of the address answered " + status + "."));
  }

  private static SideException failure(Problem problem) {
    return new SideException(Side.SOURCE, problem.toException());
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean ranged() {
    return etag().isPresent()
        && answer.headers().firstValue("accept-ranges").filter("bytes"::equals).isPresent();
  }

  private Optional<String> etag() {
    return answer.headers().firstValue("etag").filter(tag -> !tag.startsWith("W/"));
  }

  @Override
  public String identity() {
    return etag().orElse("") + " " + size + " " + modified();
  }

  private String modified() {
    return answer.headers().firstValue("last-modified").orElse("");
  }

  @Override
  public SystemMetadata system() {
    return SystemMetadata.ofType(answer.headers().firstValue("content-type"));
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public Optional<Instant> modifiedAt() {
    try {
      return Optional.of(
          ZonedDateTime.parse(modified(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> md5() {
    return Optional.empty();
  }

  @Override
  public InputStream open(long offset, long length) throws IOException {
    Optional<InputStream> whole =
        offset == 0 && length == size ? first.getAndSet(Optional.empty()) : Optional.empty();
    return new ObjectContent.Reading(whole.isPresent() ? whole.get() : reopen(offset, length));
  }

  private InputStream reopen(long offset, long length) throws IOException {
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    boolean all = offset == 0 && length == size;
    if (!all) {
      request.header("Range", "bytes=" + offset + "-" + (offset + length - 1));
    }
    etag().ifPresent(tag -> request.header("If-Match", tag));
    try {
      HttpResponse<InputStream> again = send(request);
      boolean same = again.headers().firstValue("etag").equals(answer.headers().firstValue("etag"));
      if (same && again.statusCode() == (all ? 200 : 206)) {
        return again.body();
      }
      close(again.body());
      if (again.statusCode() / 100 == 2 || again.statusCode() == 412) {
        throw new SideException(Side.SOURCE, ObjectWriter.changed("the address"));
      }
      throw refused(again.statusCode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Where no ETag says so, nobody knows. */
  @Override
  public void requireUnchanged() {}

  @Override
  public void close() {
    first.getAndSet(Optional.empty()).ifPresent(WebContent::close);
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // nobody wants these bytes any more
    }
  }
}
