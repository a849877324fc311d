package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.client.model.PresignedPart;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to addresses that need no keys, and what a store's refusal means. Thread-safe. */
final class PresignedRequests {
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
  private static final Set<String> PASSING_CODES = Set.of("RequestTimeout", "SlowDown");
  private static final Set<String> SET_BY_SENDER = Set.of("host", "content-length", "connection");
  private static final Pattern CODE = Pattern.compile("<Code>([^<]{1,200})</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,1000})</Message>");
  private static final int REFUSAL_LIMIT = 64 * 1024;

  private final Sender direct;
  private final Sender proxied;

  /**
   * Requests to stores.
   *
   * @param direct sends straight to a store
   * @param proxied sends by the proxy that the platform names
   */
  PresignedRequests(Sender direct, Sender proxied) {
    this.direct = direct;
    this.proxied = proxied;
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
  Optional<Refusal> put(PresignedPart part, Sender.Body body)
      throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>(part.headers());
    headers.keySet().removeIf(name -> SET_BY_SENDER.contains(name.toLowerCase(Locale.ROOT)));
    URI uri = URI.create(part.url());
    try (Sender.Answer answer =
        sender(uri).send(new Sender.Request(part.method(), uri, headers, Optional.of(body)))) {
      Refusal refusal = refusal(answer.status(), answer.body());
      return answer.status() / 100 == 2 ? Optional.empty() : Optional.of(refusal);
    }
  }

  /**
   * Asks for a range, of exactly the object with this ETag. The caller closes the answer.
   *
   * @param last offset of the last byte
   */
  Sender.Answer get(String url, Optional<String> etag, long first, long last)
      throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Range", "bytes=" + first + "-" + last);
    etag.ifPresent(tag -> headers.put("If-Match", tag));
    URI uri = URI.create(url);
    return sender(uri).send(new Sender.Request("GET", uri, headers, Optional.empty()));
  }

  private Sender sender(URI uri) {
    ProxySelector selector = ProxySelector.getDefault();
    boolean straight =
        selector == null
            || selector.select(uri).stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
    return straight ? direct : proxied;
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
