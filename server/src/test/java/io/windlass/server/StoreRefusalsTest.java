package io.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a store refuses for good reaches the caller as a clear 4xx, and leaves nothing behind. The
 * store is a small HTTP server, as no store at hand can be made to answer all of this.
 */
@QuarkusTest
class StoreRefusalsTest extends ServerTest {
  private static final String SECRET = "Store9Secret8That7Must6Not5Show4";

  private final CapturedLog log = new CapturedLog();
  private volatile Refusal refusal = new Refusal(200, "");
  private volatile String refused = "nobody";
  private HttpServer store;

  private record Refusal(int status, String code) {}

  @BeforeEach
  void start() throws IOException {
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    store.createContext("/", this::answer);
    store.start();
    log.listen();
  }

  @AfterEach
  void stop() {
    log.close();
    store.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "403, RequestTimeTooSkewed, store_clock_skew",
    "400, ExpiredToken, store_keys_expired",
    "403, SignatureDoesNotMatch, store_keys_invalid",
    "403, InvalidAccessKeyId, store_keys_invalid",
    "400, KMS.DisabledException, kms_key_denied",
    "404, NoSuchBucket, bucket_not_found",
  })
  void aRefusalIsToldWithItsOwnCodeAndNothingIsStored(int status, String storeCode, String code) {
    String folder = folderOverTheStore();
    refusal = new Refusal(status, storeCode);

    Http.Answer answer =
        admin()
            .post(
                "/api/v1/uploads",
                "{\"path\": \"%s/large.bin\", \"size\": 20000000, \"newVersion\": false}"
                    .formatted(folder));

    assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
    assertThat(answer.json().path("code").asText()).isEqualTo(code);
    assertThat(answer.json().path("detail").asText()).isNotEmpty();
    assertThat(answer.body()).doesNotContain(SECRET);
    assertThat(admin().get("/api/v1/entries?path=" + folder + "/large.bin").status())
        .isEqualTo(404);
    assertThat(log.text()).doesNotContain(SECRET).doesNotContain(running.adminToken());
  }

  @Test
  void aRefusedReplacementOfKeysNamesEveryLossToPrograms() {
    String folder = folderOverTheStore();
    String project = folder.substring(0, folder.indexOf('/'));
    String id =
        admin()
            .get("/api/v1/connections?project=" + project)
            .expect(200)
            .at("/items/0/id")
            .asText();
    refused = "AKIAOTHER";

    JsonNode document =
        admin()
            .patch(
                "/api/v1/connections/" + id,
                "{\"type\": \"s3\", \"credentials\": {\"access_key_id\": \"AKIAOTHER\","
                    + " \"secret_access_key\": \"Another9Secret8\"}}")
            .expect(409);

    assertThat(document.path("code").asText()).isEqualTo("replacement_refused");
    assertThat(document.at("/errors/0/subject").asText()).contains(project + "/base");
    assertThat(document.at("/errors/0/code").asText()).isNotEmpty();
    assertThat(document.at("/errors/0/detail").asText()).isNotEmpty();
    assertThat(document.toString()).doesNotContain("Another9Secret8");
  }

  private String folderOverTheStore() {
    String project = Running.name("refusals");
    admin().post("/api/v1/projects", "{\"name\": \"" + project + "\"}").expect(200);
    String connection =
        post(
                "connections?project=" + project,
                """
                {"type": "s3", "name": "%s", "config": {"endpoint": "http://127.0.0.1:%d"},
                 "credentials": {"access_key_id": "AKIAREFUSALS", "secret_access_key": "%s"}}
                """
                    .formatted(project, store.getAddress().getPort(), SECRET))
            .path("id")
            .asText();
    long location =
        post(
                "locations",
                """
                {"kind": "external", "connectionId": "%s", "bucket": "%s", "baseKey": "base",
                 "sts": false, "requesterPays": false}
                """
                    .formatted(connection, project))
            .path("id")
            .asLong();
    String folder = project + "/data";
    long id =
        post("folders", "{\"path\": \"" + folder + "\", \"parents\": false}").path("id").asLong();
    admin()
        .put("/api/v1/entries/" + id + "/location", "{\"locationId\": " + location + "}")
        .expect(200);
    return folder;
  }

  private JsonNode post(String route, String body) {
    return admin().post("/api/v1/" + route, body).expect(200);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      Refusal current = signed.contains(refused) ? new Refusal(403, "AccessDenied") : refusal;
      byte[] body =
          current.code().isEmpty()
              ? "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>".getBytes(UTF_8)
              : "<Error><Code>%s</Code><Message>no</Message></Error>"
                  .formatted(current.code())
                  .getBytes(UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().add("Content-Type", "application/xml");
      exchange.sendResponseHeaders(current.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
