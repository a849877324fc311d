package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.server.globus.GlobusScene.Person;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the command line does before it does anything: a token for a client identity. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class LoginReplayTest {
  private static final String TOKEN = "/v2/oauth2/token";
  private static final String TRANSFER = "urn:globus:auth:scope:transfer.api.globus.org:all";
  private static final String AUTH =
      "openid profile email urn:globus:auth:scope:auth.globus.org:view_identity_set";

  @Inject GlobusScene scene;

  @Test
  void aTokenIsTheSecretOfAClientIdentity() {
    Person ann = scene.person();
    JsonNode answer =
        scene
            .client("any-client", ann.token())
            .form(TOKEN, "grant_type", "client_credentials", "scope", TRANSFER)
            .ok();
    assertThat(answer.path("scope").asText()).isEqualTo(TRANSFER);
    assertThat(answer.path("resource_server").asText()).isEqualTo("transfer.api.globus.org");
    assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.path("expires_in").asInt()).isEqualTo(172_800);
    assertThat(answer.path("other_tokens").isArray()).isTrue();
    assertThat(answer.path("other_tokens")).isEmpty();
    new Globus(GlobusScene.server(), Optional.of("Bearer " + answer.path("access_token").asText()))
        .get("/v0.10/bookmark_list")
        .ok();
  }

  @Test
  void scopesOfSeveralServicesGiveATokenForEach() {
    JsonNode answer =
        scene
            .client("any-client", scene.person().token())
            .form(TOKEN, "grant_type", "client_credentials", "scope", TRANSFER + " " + AUTH)
            .ok();
    JsonNode other = answer.path("other_tokens").path(0);
    assertThat(other.path("resource_server").asText()).isEqualTo("auth.globus.org");
    assertThat(other.path("scope").asText()).isEqualTo(AUTH);
  }

  @Test
  void aWrongSecretIsRefused() {
    JsonNode error =
        scene
            .client("any-client", "wl_wrong")
            .form(TOKEN, "grant_type", "client_credentials", "scope", TRANSFER)
            .is(401);
    assertThat(error.path("error").asText()).isEqualTo("invalid_client");
    assertThat(error.path("message").isTextual()).isTrue();
    assertThat(scene.nobody().form(TOKEN, "grant_type", "client_credentials").is(401)).isNotEmpty();
  }

  @Test
  void otherGrantsAreRefused() {
    JsonNode error =
        scene
            .client("any-client", scene.person().token())
            .form(TOKEN, "grant_type", "refresh_token", "refresh_token", "x")
            .is(400);
    assertThat(error.path("error").asText()).isEqualTo("unsupported_grant_type");
  }

  @Test
  void everythingElseNeedsAToken() {
    for (String path : new String[] {"/v0.10/bookmark_list", "/v0.10/endpoint_search"}) {
      scene.nobody().get(path).fails(401, "AuthenticationFailed");
    }
    new Globus(GlobusScene.server(), Optional.of("Bearer wl_none"))
        .get("/v0.10/bookmark_list")
        .fails(401, "AuthenticationFailed");
  }

  @Test
  void unknownRoutesSpeakTheDialectToo() {
    scene.person().globus().get("/v0.10/no_such_thing").fails(404, "ClientError.NotFound");
    scene.nobody().get("/v0.10/no_such_thing").fails(404, "ClientError.NotFound");
  }

  @Test
  void identitiesAreFoundByExactNameAndById() {
    Person ann = scene.person();
    Person bob = scene.person();
    JsonNode byName =
        ann.globus()
            .get("/v2/api/identities", "usernames", bob.user().name(), "provision", "false")
            .ok()
            .path("identities");
    assertThat(byName).hasSize(1);
    assertThat(byName.path(0).path("id").asText()).isEqualTo(bob.identity());
    assertThat(byName.path(0).path("email").isNull()).as("somebody else's").isTrue();
    JsonNode byId =
        ann.globus()
            .get("/v2/api/identities", "ids", ann.identity() + "," + UUID.randomUUID())
            .ok()
            .path("identities");
    assertThat(byId).hasSize(1);
    assertThat(byId.path(0).path("username").asText()).isEqualTo(ann.user().name());
    assertThat(byId.path(0).path("email").asText()).isEqualTo(ann.user().emails().getFirst());
    String part = bob.user().name().substring(0, 8);
    assertThat(ann.globus().get("/v2/api/identities", "usernames", part).ok().path("identities"))
        .isEmpty();
  }

  @Test
  void whoamiIsTheOwnerOfTheToken() {
    Person ann = scene.person();
    JsonNode own = ann.globus().get("/v2/oauth2/userinfo").ok();
    assertThat(own.path("preferred_username").asText()).isEqualTo(ann.user().name());
    assertThat(own.path("sub").asText()).isEqualTo(ann.identity());
  }
}
