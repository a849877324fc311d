package io.windlass.server.synapse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.foundation.Ids;
import io.windlass.server.synapse.Scene.Person;
import io.windlass.server.synapse.Wire.Reply;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
class AccessReplayTest {
  private static final List<String> KEYS =
      List.of(
          "canView",
          "canEdit",
          "canMove",
          "canAddChild",
          "canCertifiedUserEdit",
          "canCertifiedUserAddChild",
          "isCertifiedUser",
          "canChangePermissions",
          "canChangeSettings",
          "canDelete",
          "canDownload",
          "canUpload",
          "canEnableInheritance",
          "ownerPrincipalId",
          "canPublicRead",
          "canModerate",
          "isCertificationRequired",
          "isEntityOpenData");

  @Inject Scene scene;
  private Person alice;
  private Person bob;
  private Wire wire;
  private String project;
  private String folder;

  @BeforeEach
  void begin() {
    alice = scene.person("alice");
    bob = scene.person("bob");
    wire = alice.wire();
    Calls calls = new Calls(wire);
    project = calls.storeProject("project " + Ids.random(10));
    folder = calls.storeFolder("data", project);
  }

  /** {@code syn.setPermissions}: the benefactor first, then PUT or POST. */
  private Reply setPermissions(String entity, long principal, String types) {
    String benefactor = wire.get("/repo/v1/entity/" + entity + "/benefactor").is(200).text("id");
    ObjectNode acl = (ObjectNode) wire.get("/repo/v1/entity/" + benefactor + "/acl").is(200).json();
    acl.withArray("resourceAccess")
        .addObject()
        .put("principalId", principal)
        .putArray("accessType")
        .addAll(List.of(types.split(",")).stream().map(acl::textNode).toList());
    return benefactor.equals(entity)
        ? wire.put("/repo/v1/entity/" + entity + "/acl", acl.toString())
        : wire.post("/repo/v1/entity/" + entity + "/acl", acl.toString());
  }

  @Test
  void aProjectsListIsChangedInPlace() {
    setPermissions(project, bob.user().id(), "READ,DOWNLOAD").is(200);

    bob.wire().get("/repo/v1/entity/" + folder).is(200);
    JsonNode acl = wire.get("/repo/v1/entity/" + project + "/acl").is(200).json();
    assertThat(acl.path("id").asText()).isEqualTo(project);
    assertThat(acl.path("resourceAccess").get(0).path("principalId").isNumber()).isTrue();
  }

  @Test
  void aFoldersFirstOwnListIsPostedWithTheParentsIdAndEtag() {
    Reply created = setPermissions(folder, 273949, "READ").is(201);

    assertThat(created.text("id")).isEqualTo(folder);
    scene.nobody().get("/repo/v1/entity/" + folder).is(200);
    scene.nobody().get("/repo/v1/entity/" + project).is(403);
    assertThat(wire.get("/repo/v1/entity/" + folder + "/benefactor").is(200).text("id"))
        .isEqualTo(folder);
    JsonNode again = wire.get("/repo/v1/entity/" + folder + "/acl").is(200).json();
    wire.post("/repo/v1/entity/" + folder + "/acl", again.toString()).is(403);
    wire.delete("/repo/v1/entity/" + folder + "/acl").isEmpty(204);
    scene.nobody().get("/repo/v1/entity/" + folder).is(403);
    wire.delete("/repo/v1/entity/" + project + "/acl").is(403);
  }

  @Test
  void whatInheritsHasNoListAndSaysSoInTheWordsClientsMatch() {
    Reply reply = wire.get("/repo/v1/entity/" + folder + "/acl").is(404);

    assertThat(reply.text("reason"))
        .startsWith(
            "The requested ACL does not exist. This entity inherits its permissions from: /entity/"
                + project
                + "/acl");
    String acl = wire.get("/repo/v1/entity/" + project + "/acl").is(200).body();
    wire.put("/repo/v1/entity/" + folder + "/acl", acl.replace(project, folder)).is(403);
  }

  @Test
  void aListThatBreaksARuleIsRefused() {
    ObjectNode acl = (ObjectNode) wire.get("/repo/v1/entity/" + project + "/acl").is(200).json();

    wire.put("/repo/v1/entity/" + folder + "/acl", acl.toString()).fails(400, "id_mismatch");
    ObjectNode old = acl.deepCopy().put("etag", "00000000-0000-0000-0000-000000000000");
    wire.put("/repo/v1/entity/" + project + "/acl", old.toString()).is(412);
    ObjectNode none = acl.deepCopy();
    none.remove("etag");
    wire.put("/repo/v1/entity/" + project + "/acl", none.toString()).is(412);
    setPermissions(project, 273949, "READ,DOWNLOAD").is(400);
    setPermissions(project, 273950, "READ").is(400);
    setPermissions(project, bob.user().id(), "FLY").fails(400, "unknown_access_type");
  }

  @Test
  void nobodyButTheOwnerCanLockThemselvesOut() {
    setPermissions(project, bob.user().id(), "READ,CHANGE_PERMISSIONS").is(200);
    ObjectNode acl = (ObjectNode) wire.get("/repo/v1/entity/" + project + "/acl").is(200).json();
    ObjectNode withoutBob = acl.deepCopy();
    withoutBob
        .putArray("resourceAccess")
        .addObject()
        .put("principalId", alice.user().id())
        .putArray("accessType")
        .add("READ")
        .add("CHANGE_PERMISSIONS");

    bob.wire().put("/repo/v1/entity/" + project + "/acl", withoutBob.toString()).is(400);
    wire.put("/repo/v1/entity/" + project + "/acl", withoutBob.toString()).is(200);
  }

  @Test
  void permissionsHoldEveryKey() {
    JsonNode own = wire.get("/repo/v1/entity/" + project + "/permissions").is(200).json();
    setPermissions(project, bob.user().id(), "READ").is(200);
    JsonNode readers = bob.wire().get("/repo/v1/entity/" + folder + "/permissions").is(200).json();

    for (String key : KEYS) {
      assertThat(own.has(key)).as(key).isTrue();
      assertThat(readers.has(key)).as(key).isTrue();
    }
    assertThat(own.path("ownerPrincipalId").asLong()).isEqualTo(alice.user().id());
    assertThat(own.path("canMove").asBoolean()).isTrue();
    assertThat(own.path("canPublicRead").asBoolean()).isFalse();
    assertThat(readers.path("canView").asBoolean()).isTrue();
    assertThat(readers.path("canDownload").asBoolean()).isFalse();
    assertThat(readers.path("canEdit").asBoolean()).isFalse();
  }
}
