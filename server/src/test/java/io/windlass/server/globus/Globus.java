package io.windlass.server.globus;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * What the Globus SDK does with HTTP: its headers, its JSON with blanks behind colons, its way of
 * writing query parameters. Quotes may be written as apostrophes.
 */
final class Globus {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final Optional<String> authorization;

  Globus(URI server, Optional<String> authorization) {
    this.server = server;
    this.authorization = authorization;
  }

  Reply get(String path, String... query) {
    return send("GET", path + query(query), Optional.empty(), Optional.empty());
  }

  Reply post(String path, String json) {
    return send(
        "POST", path, Optional.of("application/json"), Optional.of(json.replace('\'', '"')));
  }

  /** As the SDK posts without data. */
  Reply post(String path) {
    return send("POST", path, Optional.empty(), Optional.empty());
  }

  Reply put(String path, String json) {
    return send("PUT", path, Optional.of("application/json"), Optional.of(json.replace('\'', '"')));
  }

  Reply patch(String path, String json) {
    return send(
        "PATCH", path, Optional.of("application/json"), Optional.of(json.replace('\'', '"')));
  }

  Reply delete(String path) {
    return send("DELETE", path, Optional.empty(), Optional.empty());
  }

  Reply form(String path, String... fields) {
    return send(
        "POST",
        path,
        Optional.of("application/x-www-form-urlencoded"),
        Optional.of(query(fields).substring(1)));
  }

  private static String query(String... pairs) {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      query
          .append(i == 0 ? '?' : '&')
          .append(pairs[i])
          .append('=')
          .append(URLEncoder.encode(pairs[i + 1], UTF_8));
    }
    return query.toString();
  }

  Reply send(
      String method, String path, Optional<String> type, Optional<String> body, String... more) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody))
            .header("Accept", "application/json")
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "globus-sdk-py-4.9.0")
            .header("X-Globus-Client-Info", "product=python-sdk,version=4.9.0");
    type.ifPresent(it -> request.header("Content-Type", it));
    authorization.ifPresent(it -> request.header("Authorization", it));
    for (int i = 0; i < more.length; i += 2) {
      request.setHeader(more[i], more[i + 1]);
    }
    try {
      return new Reply(CLIENT.send(request.build(), ofString()));
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

    /** The document, after a look at the status and at what every answer must be like. */
    JsonNode is(int status) {
      assertThat(status()).as(response.body()).isEqualTo(status);
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/json");
      return json();
    }

    /** A document of success. */
    JsonNode ok() {
      return is(200);
    }

    /** A refusal by Globus Transfer: everything of it is a text, as the SDK wants it. */
    JsonNode fails(int status, String code) {
      JsonNode error = is(status);
      assertThat(error.path("code").asText()).as(response.body()).isEqualTo(code);
      assertThat(error.path("message").isTextual()).isTrue();
      assertThat(error.path("request_id").isTextual()).isTrue();
      assertThat(error.path("resource").asText()).isEqualTo(response.uri().getPath());
      return error;
    }

    private JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + status() + " " + response.body(), e);
      }
    }
  }
}
