package io.windlass.transfer.move;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.SystemMetadata;
import io.windlass.transfer.web.AddressDenied;
import io.windlass.transfer.web.WebClient;
import io.windlass.transfer.web.WebClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A file behind an address on the web. The first request brings the facts with the bytes; what is
 * read later is asked for by range and must have the same ETag. The address is in no message: its
 * query may be a key.
 */
final class WebContent implements Content {
  private final WebClient client;
  private final URI address;
  private final Answer answer;
  private final long size;
  private final AtomicReference<Optional<Answer>> first;

  private WebContent(WebClient client, URI address, Answer answer, long size) {
    this.client = client;
    this.address = address;
    this.answer = answer;
    this.size = size;
    this.first = new AtomicReference<>(Optional.of(answer));
  }

  static WebContent open(WebClient client, String address)
      throws SideException, InterruptedException {
    URI uri = URI.create(address);
    Answer answer = get(client, uri, Map.of());
    if (answer.status() != 200) {
      answer.close();
      throw refused(answer.status());
    }
    long size = answer.header("Content-Length").map(Long::parseLong).orElse(-1L);
    if (size < 0) {
      answer.close();
      throw failure(
          Problem.of(
                  Kind.STORE_REFUSED,
                  "address_without_length",
                  "The server does not say how long the file is.")
              .withRemedy("Fetch it to a directory first, and transfer it from there."));
    }
    return new WebContent(client, uri, answer, size);
  }

  private static Answer get(WebClient client, URI address, Map<String, String> headers)
      throws SideException, InterruptedException {
    try {
      return client.get(address, headers);
    } catch (AddressDenied _) {
      throw failure(AddressDenied.problem());
    } catch (IOException _) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
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
    return etag().isPresent() && answer.header("Accept-Ranges").filter("bytes"::equals).isPresent();
  }

  private Optional<String> etag() {
    return answer.header("ETag").filter(tag -> !tag.startsWith("W/"));
  }

  @Override
  public String identity() {
    return etag().orElse("") + " " + size + " " + modified();
  }

  private String modified() {
    return answer.header("Last-Modified").orElse("");
  }

  @Override
  public SystemMetadata system() {
    return SystemMetadata.ofType(answer.header("Content-Type"));
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
    Optional<Answer> whole =
        offset == 0 && length == size ? first.getAndSet(Optional.empty()) : Optional.empty();
    return new ObjectContent.Reading(
        whole.isPresent() ? whole.get().body() : reopen(offset, length));
  }

  private InputStream reopen(long offset, long length) throws IOException {
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    boolean all = offset == 0 && length == size;
    Map<String, String> headers = new HashMap<>();
    if (!all) {
      headers.put("Range", "bytes=" + offset + "-" + (offset + length - 1));
    }
    etag().ifPresent(tag -> headers.put("If-Match", tag));
    try {
      Answer again = get(client, address, headers);
      boolean same = again.header("ETag").equals(answer.header("ETag"));
      if (same && again.status() == (all ? 200 : 206)) {
        return again.body();
      }
      again.close();
      if (again.status() / 100 == 2 || again.status() == 412) {
        throw new SideException(Side.SOURCE, ObjectWriter.changed("the address"));
      }
      throw refused(again.status());
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
    first.getAndSet(Optional.empty()).ifPresent(Answer::close);
  }
}
