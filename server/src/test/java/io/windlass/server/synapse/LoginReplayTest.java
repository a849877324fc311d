package io.windlass.server.synapse;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.Scope;
import io.windlass.server.synapse.Scene.Person;
import io.windlass.server.synapse.Wire.Reply;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LoginReplayTest {
  @SuppressWarnings("NullAway.Init")
  @Inject
  Scene scene;

  @ParameterizedTest
  @ValueSource(strings = {"/repo/v1", "/auth/v1", "/file/v1", "/repo/v1/"})
  void theRootsAnswerWithoutATokenAndDoNotMove(String root) {
    Reply reply = scene.nobody().get(root);

    assertThat(reply.status()).isLessThan(500).isNotEqualTo(301).isNotEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/repo/v1/userProfile", "/repo/v1/userProfile/"})
  void aTokenLogsInWithAndWithoutATrailingSlash(String path) {
    Person alice = scene.person("alice");

    Reply profile = alice.wire().get(path).is(200);

    assertThat(profile.json().path("ownerId").isTextual()).isTrue();
    assertThat(profile.text("ownerId")).isEqualTo(alice.id());
    assertThat(profile.text("userName")).isEqualTo(alice.user().name());
    assertThat(profile.json().path("emails").get(0).asText())
        .isEqualTo(alice.user().emails().getFirst());
  }

  @Test
  void anAdministratorMakesTheTokenThatSomebodyLogsInWith() {
    Person bob = scene.person("bob");
    String path = "/api/v1/tokens?user=" + bob.user().name();
    String body = "{\"name\":\"synapse\",\"scopes\":[]}";

    Reply made = scene.administrator().wire().post(path, body);
    Reply refused = scene.person("alice").wire().post(path, body);

    assertThat(made.status()).as(made.body()).isLessThan(300);
    Wire wire = scene.with(made.text("token"));
    assertThat(wire.get("/repo/v1/userProfile").is(200).text("ownerId")).isEqualTo(bob.id());
    assertThat(wire.get("/api/v1/whoami").json().path("scopes")).hasSize(3);
    assertThat(refused.status()).isEqualTo(403);
  }

  @Test
  void theOlderSessionTokenHeaderLogsInTooAndWins() {
    Person alice = scene.person("alice");
    Person bob = scene.person("bob");

    Reply profile =
        bob.wire()
            .send("GET", "/repo/v1/userProfile", Optional.empty(), "sessionToken", alice.token())
            .is(200);

    assertThat(profile.text("ownerId")).isEqualTo(alice.id());
  }

  @Test
  void aBadTokenIs401WithAReason() {
    Reply reply = scene.with("wl_1_nonsense").get("/repo/v1/userProfile");

    reply.fails(401, "token_invalid");
    assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void nobodyIsAnonymousAndMayNotWrite() {
    assertThat(scene.nobody().get("/repo/v1/userProfile").is(200).text("ownerId"))
        .isEqualTo("273950");
    assertThat(
            scene
                .nobody()
                .post(
                    "/repo/v1/entity",
                    "{\"name\":\"x\",\"concreteType\":\"org.sagebionetworks.repo.model.Project\"}")
                .status())
        .isEqualTo(403);
  }

  @Test
  void aTokenWithoutTheScopesOfARouteIsToldWhichAreMissing() {
    Person alice = scene.person("alice");
    Person viewer = scene.person(alice.user(), EnumSet.of(Scope.VIEW));

    Reply reply = viewer.wire().get("/repo/v1/entity/syn1/sts?permission=read_only").is(403);

    assertThat(reply.text("error")).isEqualTo("insufficient_scope");
    assertThat(reply.text("reason"))
        .startsWith("insufficient_scope. ")
        .contains("download, modify");
    assertThat(viewer.wire().get("/repo/v1/userProfile").status()).isEqualTo(200);
  }

  @Test
  void othersShowTheirNamesAndNotTheirAddresses() {
    Person alice = scene.person("alice");
    Person bob = scene.person("bob");

    Reply profile = alice.wire().get("/repo/v1/userProfile/" + bob.id()).is(200);

    assertThat(profile.text("userName")).isEqualTo(bob.user().name());
    assertThat(profile.json().has("emails")).isFalse();
    assertThat(
            alice
                .wire()
                .get("/repo/v1/user/" + bob.id() + "/bundle?mask=1")
                .is(200)
                .json()
                .path("userProfile")
                .path("userName")
                .asText())
        .isEqualTo(bob.user().name());
    alice.wire().get("/repo/v1/userProfile/999999999999").fails(404, "user_not_found");
  }

  @Test
  void usersAreFoundByIdAndByName() {
    Person alice = scene.person("alice");
    Person bob = scene.person("bob");

    Reply byId =
        alice.wire().get("/repo/v1/userGroupHeaders/batch?ids=" + bob.id() + ",273949").is(200);
    Reply byName =
        alice.wire().get("/repo/v1/userGroupHeaders?prefix=" + bob.user().name()).is(200);

    assertThat(byId.json().path("children").size()).isEqualTo(2);
    assertThat(byName.json().path("children").get(0).path("ownerId").asText()).isEqualTo(bob.id());
    assertThat(byName.json().path("children").get(0).path("isIndividual").asBoolean()).isTrue();
    assertThat(
            alice
                .wire()
                .get("/repo/v1/userGroupHeaders?prefix=" + bob.user().name() + "&offset=1")
                .is(200)
                .json()
                .path("children"))
        .isEmpty();
  }

  @Test
  void teamsArePagedUntilAnEmptyPage() {
    Person alice = scene.person("alice");

    Reply teams =
        alice.wire().get("/repo/v1/user/" + alice.id() + "/team?limit=10&offset=0").is(200);

    assertThat(teams.json().path("results").isArray()).isTrue();
  }

  @Test
  void anUnknownRouteIsAnErrorDocumentOfTheDialect() {
    Reply reply = scene.person("alice").wire().get("/repo/v1/no/such/route");

    reply.fails(404, "route_not_found");
  }

  @Test
  void aBodyThatIsNoJsonIs400() {
    scene.person("alice").wire().post("/repo/v1/entity", "{").fails(400, "malformed_json");
  }
}
