package io.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CatalogApiTest extends ServerTest {

  @Test
  void foldersAreMadeMovedTrashedAndRestored() {
    String project = project();
    long folder = folder(project + "/a/b/c");

    assertThat(at(project + "/a/b/c").path("id").asLong()).isEqualTo(folder);
    admin()
        .post("/api/v1/entries/" + folder + "/move", "{\"path\": \"" + project + "/d\"}")
        .expect(200);
    assertThat(at(project + "/d").path("path").asText()).isEqualTo(project + "/d");

    admin().delete("/api/v1/entries/" + folder).expect(204);
    assertThat(admin().get("/api/v1/entries/" + folder).problem()).isEqualTo("404 entry_not_found");
    assertThat(admin().get("/api/v1/trash").body()).contains("\"id\":" + folder);
    admin().post("/api/v1/trash/" + folder + "/restore", null).expect(200);
    assertThat(at(project + "/d").path("id").asLong()).isEqualTo(folder);
  }

  @Test
  void childrenComeInPages() {
    String project = project();
    for (int i = 0; i < 5; i++) {
      folder(project + "/f" + i);
    }
    long id = at(project).path("id").asLong();

    JsonNode first = admin().get("/api/v1/entries/" + id + "/children?limit=3").expect(200);
    JsonNode second =
        admin()
            .get(
                "/api/v1/entries/"
                    + id
                    + "/children?limit=3&cursor="
                    + encoded(first.path("nextCursor").asText()))
            .expect(200);

    assertThat(first.path("items")).hasSize(3);
    assertThat(second.path("items").findValuesAsText("name")).containsExactly("f3", "f4");
    assertThat(second.has("nextCursor")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "-1", "many"})
  void aLimitOutOfRangeIsRefused(String limit) {
    assertThat(admin().get("/api/v1/projects?limit=" + limit).problem())
        .isEqualTo("400 invalid_limit");
  }

  @Test
  void rolesOfAProjectSayWhoMayDoWhat() {
    String project = project();
    Http user = user(Running.name("reader"));
    String name = user.get("/api/v1/whoami").expect(200).at("/user/name").asText();

    assertThat(user.get("/api/v1/entries?path=" + project).status()).isEqualTo(404);
    admin()
        .put("/api/v1/projects/" + project + "/members/" + name, "{\"role\": \"reader\"}")
        .expect(200);
    assertThat(user.get("/api/v1/entries?path=" + project).status()).isEqualTo(200);
    assertThat(
            user.post("/api/v1/folders", "{\"path\": \"" + project + "/x\", \"parents\": false}")
                .problem())
        .isEqualTo("403 access_denied");
    admin().delete("/api/v1/projects/" + project + "/members/" + name).expect(204);
    assertThat(user.get("/api/v1/entries?path=" + project).status()).isEqualTo(404);
  }

  @Test
  void aStaleEtagIsRefused() {
    String project = project();
    long folder = folder(project + "/a");

    assertThat(
            admin()
                .patch(
                    "/api/v1/entries/" + folder,
                    "{\"description\": \"x\", \"etag\": \"00000000-0000-0000-0000-000000000000\"}")
                .status())
        .isEqualTo(412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a//b", "", "a\\u0007b", "\\ud800"})
  void namesThatAreNoneAreRefusedAndNothingIsStored(String name) {
    String project = project();
    long id = at(project).path("id").asLong();

    assertThat(
            admin()
                .post(
                    "/api/v1/folders",
                    "{\"parentId\": " + id + ", \"name\": \"" + name + "\", \"parents\": false}")
                .status())
        .isEqualTo(400);
    assertThat(admin().get("/api/v1/entries/" + id + "/children").expect(200).path("items"))
        .isEmpty();
  }

  @Test
  void namesMayBeAnyUnicode() {
    String project = project();
    folder(project + "/Проба 数据 é");

    assertThat(admin().get("/api/v1/entries?path=" + encoded(project + "/Проба 数据 é")).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"name\": 7x}", "nonsense", "{\"nme\": \"x\"}"})
  void malformedBodiesAreRefused(String body) {
    assertThat(admin().post("/api/v1/projects", body).problem()).isEqualTo("400 malformed_json");
  }

  @Test
  void aMissingBodyOrFieldIsNamed() {
    assertThat(admin().post("/api/v1/projects", null).problem()).isEqualTo("400 body_missing");
    assertThat(admin().post("/api/v1/projects", "{}").problem()).isEqualTo("400 field_missing");
  }

  @Test
  void aRepeatedPostWithTheSameKeyIsAnsweredOnce() {
    String body = "{\"name\": \"" + Running.name("once") + "\"}";

    JsonNode first = admin().post("/api/v1/projects", body, "Idempotency-Key", "key-1").expect(200);
    Http.Answer again = admin().post("/api/v1/projects", body, "Idempotency-Key", "key-1");

    assertThat(again.expect(200)).isEqualTo(first);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(
            admin()
                .post("/api/v1/projects", "{\"name\": \"other\"}", "Idempotency-Key", "key-1")
                .problem())
        .isEqualTo("409 idempotency_key_reused");
    assertThat(admin().post("/api/v1/projects", body, "Idempotency-Key", "key-2").status())
        .isEqualTo(409);
  }

  @Test
  void aFailedPostMayBeRepeatedWithItsKey() {
    String name = Running.name("retried");
    String body = "{\"path\": \"" + name + "/x\", \"parents\": false}";
    assertThat(admin().post("/api/v1/folders", body, "Idempotency-Key", "key-3").status())
        .isEqualTo(404);

    admin().post("/api/v1/projects", "{\"name\": \"" + name + "\"}").expect(200);
    admin().post("/api/v1/folders", body, "Idempotency-Key", "key-3").expect(200);
  }

  private String project() {
    String name = Running.name("project");
    admin().post("/api/v1/projects", "{\"name\": \"" + name + "\"}").expect(200);
    return name;
  }

  private long folder(String path) {
    return admin()
        .post("/api/v1/folders", "{\"path\": \"" + path + "\", \"parents\": true}")
        .expect(200)
        .path("id")
        .asLong();
  }

  private JsonNode at(String path) {
    return admin().get("/api/v1/entries?path=" + encoded(path)).expect(200);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
