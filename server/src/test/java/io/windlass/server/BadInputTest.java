package io.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is refused with a stable code, leaves nothing behind, and no secret in the log. */
@QuarkusTest
class BadInputTest extends ServerTest {
  private final CapturedLog log = new CapturedLog();

  @BeforeEach
  void listen() {
    log.listen();
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "type: [s3", "type: s3\n\tname: x", "\"s3\"", "{\"type\": \"ftp\"}"})
  void aConnectionDocumentThatIsNoneIsRefused(String document) {
    Http.Answer answer =
        admin().post("/api/v1/connections", document, "Content-Type", "application/yaml");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.json().path("code").asText()).isNotEmpty();
  }

  @Test
  void aWrongSecretIsRefusedAndNothingIsStored() {
    JsonNode keys = admin().post("/api/v1/aws-keys", "{\"name\": \"for-wrong\"}").expect(200);
    String before = admin().get("/api/v1/connections").body();

    Http.Answer answer =
        admin().post("/api/v1/connections", connection(keys, "Wrong0Secret1That2Must3Not4Show5"));

    assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
    assertThat(answer.body()).doesNotContain("Wrong0Secret1That2Must3Not4Show5");
    assertThat(admin().get("/api/v1/connections").body()).isEqualTo(before);
    assertThat(log.text()).doesNotContain("Wrong0Secret1That2Must3Not4Show5");
  }

  @Test
  void anUnknownBucketIsNamedAsSuch() {
    JsonNode keys = admin().post("/api/v1/aws-keys", "{\"name\": \"for-unknown\"}").expect(200);
    String secret = keys.path("secretAccessKey").asText();
    String connection =
        admin()
            .post("/api/v1/connections", connection(keys, secret))
            .expect(200)
            .path("id")
            .asText();

    JsonNode verification =
        admin()
            .post(
                "/api/v1/connections/" + connection + "/verify",
                "{\"bucket\": \"no-such-bucket-here\", \"readOnly\": true}")
            .expect(200);

    assertThat(verification.path("status").asText()).isEqualTo("invalid");
    assertThat(verification.toString()).contains("NoSuchBucket");
    assertThat(admin().get("/api/v1/connections/" + connection).body()).doesNotContain(secret);
    assertThat(log.text()).doesNotContain(secret).doesNotContain(running.adminToken());
  }

  private String connection(JsonNode keys, String secret) {
    return """
    {"type": "s3", "name": "%s",
     "credentials": {"access_key_id": "%s", "secret_access_key": "%s"},
     "config": {"endpoint": "%s", "region": "us-east-1"},}
    """
        .formatted(
            Running.name("bad"),
            keys.path("accessKeyId").asText(),
            secret,
            keys.path("endpoint").asText());
  }
}
