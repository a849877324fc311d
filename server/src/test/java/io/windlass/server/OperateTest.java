package io.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OperateTest extends ServerTest {

  @Test
  void readinessAsksTheDatabase() {
    Http.Answer answer = anonymous().get("/health/ready");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/checks/0/name").asText()).isEqualTo("database");
  }

  @Test
  void metricsCountRequestsByRouteAndNotById() {
    admin().get("/api/v1/entries/987654321").problem();

    assertThat(anonymous().get("/metrics").body())
        .contains("http_server_requests_seconds_count")
        .contains("route=\"/api/v1/entries/{id}\"")
        .contains("jvm_memory_used_bytes")
        .doesNotContain("987654321");
  }

  @Test
  void theOpenApiDocumentNamesTheRoutes() {
    assertThat(anonymous().get("/openapi").body())
        .contains("/api/v1/entries/{id}/credentials:")
        .contains("/api/v1/uploads/{id}/parts:")
        .contains("bearer");
  }
}
