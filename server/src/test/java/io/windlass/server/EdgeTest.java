package io.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.server.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EdgeTest extends ServerTest {

  @ParameterizedTest
  @ValueSource(strings = {"/nope", "/api/v1/nope", "/api/v1/nope/", "/health/nope"})
  void anUnknownRouteIsAProblem(String path) {
    Answer answer = new Http(server).get(path);

    assertThat(answer.problem()).isEqualTo("404 route_not_found");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("requestId").asText())
        .isNotEmpty()
        .isEqualTo(answer.header("X-Request-Id"));
  }

  @Test
  void aMethodThatARouteDoesNotKnowIsAProblem() {
    assertThat(new Http(server).get("/").problem()).isEqualTo("405 method_not_allowed");
  }

  @Test
  void theRequestIdOfTheClientIsKept() {
    Answer answer = new Http(server, "X-Request-Id", "from-the-client.1").get("/api/v1/nope");

    assertThat(answer.header("X-Request-Id")).isEqualTo("from-the-client.1");
    assertThat(new Http(server, "X-Request-Id", "a b<script>").get("/nope").header("X-Request-Id"))
        .startsWith("req_");
  }

  @Test
  void aBodyOfTenMegabytesIsRefusedAndTheConnectionStaysUsable() {
    Answer answer =
        new Http(server)
            .send("POST", "/api/v1/projects", BodyPublishers.ofByteArray(new byte[10_000_000]));

    assertThat(answer.problem()).isEqualTo("413 body_too_large");
    assertThat(new Http(server).get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void healthAnswersWithAndWithoutATrailingSlash() {
    assertThat(new Http(server).get("/health/live").status()).isEqualTo(200);
    assertThat(new Http(server).get("/health/live/").status()).isEqualTo(200);
  }
}
