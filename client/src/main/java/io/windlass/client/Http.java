package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.client.model.ProblemDocument;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Sends requests to one server and reads its answers; tries passing faults again. Thread-safe. */
final class Http implements AutoCloseable {
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  private final HttpClient client;
  private final URI server;
  private final Supplier<Optional<String>> token;
  private final Retries retries;
  final ObjectMapper json = WindlassJson.mapper();

  Http(HttpClient client, URI server, Supplier<Optional<String>> token, Retries retries) {
    this.client = client;
    this.server = server;
    this.token = token;
    this.retries = retries;
  }

  /** A request; each segment of the path is encoded. */
  Call call(String method, Object... segments) {
    String path =
        Arrays.stream(segments)
            .map(segment -> encode(segment.toString()))
            .collect(Collectors.joining("/"));
    return new Call(this, method, path);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("%3A", ":");
  }

  /** The answer's body. Every status but 2xx is an exception. */
  byte[] send(Call call) {
    try (InputStream body = open(call)) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** The answer's body as it arrives; the caller closes it. */
  InputStream open(Call call) {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<InputStream> response =
            client.send(request(call), BodyHandlers.ofInputStream());
        if (response.statusCode() / 100 == 2) {
          return response.body();
        }
        byte[] body = readAll(response.body());
        if (!PASSING.contains(response.statusCode()) || !retries.again(attempt)) {
          throw new WindlassApiException(
              response.statusCode(), problem(response.statusCode(), body));
        }
        retries.pauseAfter(attempt, retryAfter(response));
      } catch (IOException e) {
        if (!retries.again(attempt)) {
          throw unreachable(e);
        }
        retries.pauseAfter(attempt, Duration.ZERO);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new WindlassApiException(
            "interrupted", "The request was interrupted.", Optional.empty(), Optional.of(e));
      }
    }
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + "/api/v1/" + call.pathAndQuery()))
            .timeout(call.patience())
            .header("Accept", call.accept())
            .method(call.method(), call.publisher());
    call.contentType().ifPresent(type -> request.header("Content-Type", type));
    call.idempotencyKey().ifPresent(key -> request.header("Idempotency-Key", key));
    token.get().ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request.build();
  }

  private static byte[] readAll(InputStream body) throws IOException {
    try (body) {
      return body.readAllBytes();
    }
  }

  private ProblemDocument problem(int status, byte[] body) {
    try {
      ProblemDocument document = json.readValue(body, ProblemDocument.class);
      if (document != null) {
        return document;
      }
    } catch (IOException e) {
      // not a problem document: something between here and the server answered
    }
    Optional<String> none = Optional.empty();
    return new ProblemDocument(none, none, status, none, none, none, none, List.of());
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    try {
      return response
          .headers()
          .firstValue("Retry-After")
          .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
          .orElse(Duration.ZERO);
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  private WindlassApiException unreachable(IOException cause) {
    String why = cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    return new WindlassApiException(
        WindlassApiException.UNREACHABLE,
        "No Windlass server answers at " + server + why + ".",
        Optional.of(
            "Check the address, and that the server runs: windlass serve starts one on this"
                + " machine."),
        Optional.of(cause));
  }

  static WindlassApiException unreadable(JacksonException cause) {
    return new WindlassApiException(
        "unreadable_answer",
        "The server's answer cannot be read: " + cause.getOriginalMessage() + ".",
        Optional.of("Check that the address is that of a Windlass server of the same version."),
        Optional.of(cause));
  }

  @Override
  public void close() {
    client.close();
  }
}
