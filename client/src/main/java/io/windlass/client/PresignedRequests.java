package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.client.model.PresignedPart;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to addresses that need no keys, and what a store's refusal means. Thread-safe. */
final class PresignedRequests {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
  private static final Set<String> PASSING_CODES = Set.of("RequestTimeout", "SlowDown");
  // what the HTTP client sets itself and refuses from callers
  private static final Set<String> SET_BY_CLIENT = Set.of("host", "content-length", "connection");
  private static final Pattern CODE = Pattern.compile("<Code>([^<]{1,200})</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,1000})</Message>");
  private static final int REFUSAL_LIMIT = 64 * 1024;

  private final HttpClient client;

  PresignedRequests(HttpClient client) {
    this.client = client;
  }

  /** Why a store did not do what was asked. */
  record Refusal(int status, Optional<String> code, Optional<String> message) {
    /** Whether the same request may succeed later. */
    boolean passing() {
      return PASSING.contains(status) || code.filter(PASSING_CODES::contains).isPresent();
    }

    WindlassApiException asException(String what) {
      String answer = code.map(word -> word + " (" + status + ")").orElse("status " + status);
      return new WindlassApiException(
          "store_refused",
          "The store refused "
              + what
              + ": "
              + answer
              + message.map(text -> ", " + text).orElse("")
              + (message.filter(text -> text.endsWith(".")).isPresent() ? "" : "."),
          Optional.of("Verify the connection of this location: windlass connections verify."),
          Optional.empty());
    }
  }

  /** Sends bytes; empty when the store took them. */
  Optional<Refusal> put(PresignedPart part, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(part.url())).timeout(TIMEOUT).method(part.method(), body);
    part.headers()
        .forEach((name, value) -> {
          if (!SET_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            request.header(name, value);
          }
        });
    HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream answer = response.body()) {
      return response.statusCode() / 100 == 2
          ? Optional.empty()
          : Optional.of(refusal(response.statusCode(), answer));
    }
  }

  /**
   * Asks for a range, of exactly the object with this ETag. The caller closes the answer's body.
   *
   * @param last offset of the last byte
   */
  HttpResponse<InputStream> get(String url, Optional<String> etag, long first, long last)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(TIMEOUT)
            .header("Range", "bytes=" + first + "-" + last);
    etag.ifPresent(tag -> request.header("If-Match", tag));
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  /** What a store says about its refusal. */
  static Refusal refusal(int status, InputStream body) throws IOException {
    String text = new String(body.readNBytes(REFUSAL_LIMIT), UTF_8);
    return new Refusal(status, first(CODE, text), first(MESSAGE, text));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
