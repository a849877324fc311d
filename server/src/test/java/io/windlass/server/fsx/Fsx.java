package io.windlass.server.fsx;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.server.aws.signature.TestSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** FSx's API as an SDK speaks it: one signed POST for each operation. Immutable. */
record Fsx(URI server, TestSigner signer) implements FsxClient {
  static final String TYPE = "application/x-amz-json-1.1";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Reply call(String operation, String request) {
    return raw(operation, request.replace('\'', '"').getBytes(UTF_8));
  }

  Reply raw(String operation, byte[] body) {
    return send(headers(operation), body, Instant.now());
  }

  Map<String, String> headers(String operation) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", TYPE);
    headers.put("X-Amz-Target", "AWSSimbaAPIService_v20180301." + operation);
    return headers;
  }

  Reply send(Map<String, String> headers, byte[] body, Instant at) {
    return unsigned(signed(headers, body, at), body);
  }

  Map<String, String> signed(Map<String, String> headers, byte[] body, Instant at) {
    return signer.sign("POST", "/", server.getAuthority(), headers, body, at);
  }

  Reply unsigned(Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/"))
            .version(HttpClient.Version.HTTP_1_1)
            .POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
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
  record Reply(HttpResponse<String> response) implements FsxClient.Reply {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    @Override
    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + response.body(), e);
      }
    }

    @Override
    public boolean worked() {
      return response.statusCode() == 200;
    }

    @Override
    public JsonNode ok() {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(header("Content-Type")).isEqualTo(TYPE);
      assertThat(header("x-amzn-RequestId")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      return json();
    }

    @Override
    public String fails(int status, String code) {
      assertThat(response.statusCode() + " " + json().path("__type").asText())
          .as(response.body())
          .isEqualTo(status + " " + code);
      assertThat(header("x-amzn-ErrorType")).isEqualTo(code);
      assertThat(header("Content-Type")).isEqualTo(TYPE);
      assertThat(header("x-amzn-RequestId")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      String message = json().path("Message").asText();
      assertThat(message.length()).isBetween(1, 256);
      return message;
    }

    @Override
    public Optional<String> detail(String member) {
      return Optional.of(json().path(member).asText());
    }

    /** Seconds since the epoch with a fraction of milliseconds. */
    @Override
    public void hasTime(String member) {
      assertThat(response.body()).containsPattern("\"" + member + "\":\\d{10}\\.\\d{3}[,}]");
    }
  }
}
