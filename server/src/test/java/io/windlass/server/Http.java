package io.windlass.server;

import static java.net.http.HttpResponse.BodyHandlers.ofString;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Plain HTTP against a server under test. Immutable. */
final class Http {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final String[] headers;

  Http(URI server, String... headers) {
    this.server = server;
    this.headers = headers;
  }

  /** The same server, spoken to with a token. */
  Http as(String token) {
    return new Http(server, "Authorization", "Bearer " + token);
  }

  Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Answer post(String path, @Nullable String json, String... more) {
    return send("POST", path, body(json), more);
  }

  Answer put(String path, @Nullable String json) {
    return send("PUT", path, body(json));
  }

  Answer patch(String path, @Nullable String json) {
    return send("PATCH", path, body(json));
  }

  private static BodyPublisher body(@Nullable String json) {
    return json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
  }

  Answer send(String method, String path, BodyPublisher body, String... more) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .method(method, body)
            .header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    for (int i = 0; i < more.length; i += 2) {
      request.setHeader(more[i], more[i + 1]);
    }
    try {
      return new Answer(CLIENT.send(request.build(), ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An answer that was read to its end. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The body, after checking the status. */
    JsonNode expect(int status) {
      if (status() != status) {
        throw new AssertionError("expected " + status + " but got " + this);
      }
      return body().isEmpty() ? JSON.nullNode() : json();
    }

    JsonNode json() {
      try {
        return JSON.readTree(body());
      } catch (IOException e) {
        throw new UncheckedIOException("not JSON: " + body(), e);
      }
    }

    /** The stable code of the problem, with its status before it. */
    String problem() {
      return status() + " " + json().path("code").asText();
    }

    @Override
    public String toString() {
      return status() + " " + body();
    }
  }
}
