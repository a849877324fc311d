package io.windlass.server.synapse;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;

/** What a Synapse client does with HTTP: no redirects followed, a token with each request. */
final class Wire {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final Optional<String> token;

  Wire(URI server, Optional<String> token) {
    this.server = server;
    this.token = token;
  }

  Reply get(String path) {
    return send("GET", path, Optional.empty());
  }

  Reply delete(String path) {
    return send("DELETE", path, Optional.empty());
  }

  Reply post(String path, String json) {
    return send("POST", path, Optional.of(json));
  }

  Reply put(String path, String json) {
    return send("PUT", path, Optional.of(json));
  }

  Reply put(String path) {
    return send("PUT", path, Optional.empty());
  }

  Reply send(String method, String path, Optional<String> json, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .method(method, json.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody))
            .header("Content-Type", "application/json; charset=UTF-8")
            .header("Accept", "application/json; charset=UTF-8");
    token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return exchange(request.build());
  }

  /** A request to a store, by a signed URL: nothing of ours goes along. */
  static HttpRequest.Builder toStore(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  /** What a signed URL gives. */
  static byte[] bytes(String url) {
    try {
      HttpResponse<byte[]> response =
          CLIENT.send(toStore(url).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Reply exchange(HttpRequest request) {
    try {
      return new Reply(CLIENT.send(request, ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An answer that was read to its end. */
  record Reply(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      try {
        return JSON.readTree(body());
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + status() + " " + body(), e);
      }
    }

    String text(String field) {
      return json().path(field).asText();
    }

    /** The same, after a look at the status and at what every JSON answer must be like. */
    Reply is(int status) {
      assertThat(status()).as(body()).isEqualTo(status);
      if (!body().isEmpty() && !header("Content-Type").startsWith("text/plain")) {
        assertThat(header("Content-Type")).startsWith("application/json");
        assertThat(nulls(json())).as("null in " + body()).isFalse();
      }
      return this;
    }

    /** An answer without a body, and without a content type that promises one. */
    Reply isEmpty(int status) {
      assertThat(status()).as(body()).isEqualTo(status);
      assertThat(body()).isEmpty();
      assertThat(header("Content-Type")).doesNotContain("json");
      return this;
    }

    /** A refusal in the dialect. */
    Reply fails(int status, String code) {
      is(status);
      assertThat(text("concreteType")).isEqualTo("org.sagebionetworks.repo.model.ErrorResponse");
      assertThat(text("reason")).isNotBlank();
      assertThat(text("errorCode")).isEqualTo(code);
      return this;
    }

    private static boolean nulls(JsonNode node) {
      if (node.isNull()) {
        return true;
      }
      for (JsonNode child : node) {
        if (nulls(child)) {
          return true;
        }
      }
      return false;
    }
  }
}
