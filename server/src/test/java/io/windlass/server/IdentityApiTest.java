package io.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdentityApiTest extends ServerTest {

  @Test
  void theFirstAdministratorIsWhoTheTokenFileSays() {
    JsonNode identity = admin().get("/api/v1/whoami").expect(200);

    assertThat(identity.at("/user/name").asText()).isEqualTo("admin");
    assertThat(identity.at("/user/administrator").asBoolean()).isTrue();
    assertThat(identity.path("scopes")).hasSize(4);
  }

  @Test
  void withoutATokenOrWithAWrongOneNothingIsAnswered() {
    assertThat(anonymous().get("/api/v1/whoami").problem()).isEqualTo("401 token_missing");
    assertThat(anonymous().get("/api/v1/whoami").header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(anonymous().as("wl_nothing_at_all").get("/api/v1/whoami").problem())
        .isEqualTo("401 token_invalid");
    assertThat(new Http(server, "Authorization", "Basic YTpi").get("/api/v1/whoami").problem())
        .isEqualTo("401 scheme_unknown");
  }

  @Test
  void aTokenDoesWhatItsScopesAllowUntilItIsRevoked() {
    JsonNode created =
        admin()
            .post("/api/v1/tokens", "{\"name\": \"viewer\", \"scopes\": [\"view\"]}")
            .expect(200);
    Http viewer = anonymous().as(created.path("token").asText());

    assertThat(viewer.get("/api/v1/whoami").status()).isEqualTo(200);
    assertThat(viewer.post("/api/v1/projects", "{\"name\": \"x\"}").problem())
        .isEqualTo("403 insufficient_scope");
    assertThat(
            viewer
                .post("/api/v1/tokens", "{\"name\": \"more\", \"scopes\": [\"modify\"]}")
                .problem())
        .isEqualTo("403 insufficient_scope");

    admin().delete("/api/v1/tokens/" + created.path("id").asText()).expect(204);
    assertThat(viewer.get("/api/v1/whoami").problem()).isEqualTo("401 token_invalid");
  }

  @Test
  void theListOfTokensHoldsNoText() {
    String text =
        admin().post("/api/v1/tokens", "{\"name\": \"listed\"}").expect(200).path("token").asText();

    String list = admin().get("/api/v1/tokens").body();
    assertThat(list).contains("listed").doesNotContain(text.substring(text.lastIndexOf('_') + 1));
  }

  @Test
  void onlyAdministratorsMakeUsers() {
    Http user = user(Running.name("somebody"));

    assertThat(user.post("/api/v1/users", "{\"name\": \"intruder\"}").status()).isEqualTo(403);
    assertThat(admin().get("/api/v1/users/intruder").problem()).isEqualTo("404 user_not_found");
  }

  @Test
  void groupsHaveMembers() {
    String name = Running.name("team");
    Http user = user(Running.name("member"));
    long member = user.get("/api/v1/whoami").expect(200).at("/user/id").asLong();
    long group =
        admin()
            .post("/api/v1/groups", "{\"name\": \"" + name + "\"}")
            .expect(200)
            .path("id")
            .asLong();

    admin().put("/api/v1/groups/" + group + "/members/" + member, null).expect(204);
    assertThat(admin().get("/api/v1/groups?limit=1000").body())
        .contains("\"members\":[" + member + "]");
  }
}
