package io.windlass.server.synapse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.foundation.Ids;
import io.windlass.server.synapse.Scene.Person;
import io.windlass.server.synapse.Wire.Reply;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
class EntityReplayTest {
  private static final String DATE = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  @Inject Scene scene;
  private Person alice;
  private Wire wire;
  private Calls calls;
  private String name;
  private String project;

  @BeforeEach
  void begin() {
    alice = scene.person("alice");
    wire = alice.wire();
    calls = new Calls(wire);
    name = "project " + Ids.random(10);
    project = calls.storeProject(name);
  }

  @Test
  void aProjectIsStoredAndReadInEveryFormOfItsId() {
    JsonNode entity = wire.get("/repo/v1/entity/" + project).is(200).json();

    assertThat(project).matches("syn\\d+");
    assertThat(entity.path("concreteType").asText())
        .isEqualTo("org.sagebionetworks.repo.model.Project");
    assertThat(entity.path("parentId").asText()).isEqualTo("syn4489");
    assertThat(entity.path("createdOn").asText()).matches(DATE);
    assertThat(entity.path("createdBy").isTextual()).isTrue();
    assertThat(entity.path("createdBy").asText()).isEqualTo(alice.id());
    assertThat(entity.path("etag").asText()).isNotEmpty();
    assertThat(entity.has("dataFileHandleId")).isFalse();
    assertThat(wire.get("/repo/v1/entity/" + project.replace("syn", "SYN")).is(200).json())
        .isEqualTo(entity);
    assertThat(wire.get("/repo/v1/entity/" + project.substring(3) + "/").is(200).json())
        .isEqualTo(entity);
  }

  @Test
  void storingWhatIsThereFindsTheChildAndChangesIt() {
    String folder = calls.storeFolder("data", project);
    String body =
        "{\"concreteType\":\"%sFolder\",\"name\":\"data\",\"parentId\":\"%s\"}"
            .formatted(Calls.MODEL, project);

    wire.post("/repo/v1/entity?", body).fails(409, "name_taken");
    assertThat(calls.find(project, "data").is(200).text("id")).isEqualTo(folder);
    JsonNode present = calls.bundle(folder).path("entity");
    Reply changed = wire.put("/repo/v1/entity/" + folder, present.toString()).is(200);

    assertThat(changed.text("id")).isEqualTo(folder);
    wire.post(
            "/repo/v1/entity",
            "{\"concreteType\":\"%sProject\",\"name\":\"%s\"}".formatted(Calls.MODEL, name))
        .is(409);
  }

  @Test
  void aChildThatIsNotThereIs404() {
    calls.find(project, "nothing").is(404);
    assertThat(
            wire.post(
                    "/repo/v1/entity/child", "{\"parentId\":null,\"entityName\":\"" + name + "\"}")
                .is(200)
                .text("id"))
        .isEqualTo(project);
  }

  @Test
  void theBundleHoldsWhatWasAskedForAndNothingElse() {
    String folder = calls.storeFolder("data", project);

    JsonNode bundle = calls.bundle(folder);
    JsonNode some =
        wire.post(
                "/repo/v1/entity/" + folder + "/bundle2",
                """
                {"includePermissions":true,"includeEntityPath":true,"includeHasChildren":true,
                 "includeBenefactorACL":true,"includeAccessControlList":true,
                 "includeTableBundle":true,"includeFileName":true}
                """)
            .is(200)
            .json();

    assertThat(fields(bundle))
        .containsExactlyInAnyOrder(
            "entity", "entityType", "annotations", "fileHandles", "restrictionInformation");
    assertThat(bundle.path("entityType").asText()).isEqualTo("folder");
    assertThat(bundle.path("annotations").path("annotations").isObject()).isTrue();
    assertThat(bundle.path("fileHandles").isArray()).isTrue();
    assertThat(bundle.path("restrictionInformation").path("restrictionLevel").asText())
        .isEqualTo("OPEN");
    assertThat(bundle.path("restrictionInformation").path("objectId").isNumber()).isTrue();
    assertThat(fields(some))
        .containsExactlyInAnyOrder("permissions", "path", "hasChildren", "benefactorAcl");
    assertThat(some.path("path").path("path").get(0).path("id").asText()).isEqualTo("syn4489");
    assertThat(some.path("path").path("path").get(2).path("id").asText()).isEqualTo(folder);
    assertThat(some.path("hasChildren").asBoolean()).isFalse();
  }

  @Test
  void childrenComeInPagesOfFifty() {
    for (int i = 0; i < 53; i++) {
      wire.post(
              "/repo/v1/entity",
              "{\"concreteType\":\"%sFolder\",\"name\":\"f%02d\",\"parentId\":\"%s\"}"
                  .formatted(Calls.MODEL, i, project))
          .is(201);
    }

    List<JsonNode> children = calls.children(project, "\"folder\",\"file\",\"table\",\"link\"");

    assertThat(children).hasSize(53);
    assertThat(children.getFirst().path("name").asText()).isEqualTo("f00");
    assertThat(children.getFirst().path("type").asText())
        .isEqualTo("org.sagebionetworks.repo.model.Folder");
    assertThat(children.getFirst().path("benefactorId").isNumber()).isTrue();
    assertThat(calls.children(project, "\"file\"")).isEmpty();
    assertThat(calls.children(project, "\"dockerrepo\"")).isEmpty();
    JsonNode counted =
        wire.post(
                "/repo/v1/entity/children",
                """
                {"parentId":"%s","includeTypes":["folder"],"includeTotalChildCount":true,
                 "includeSumFileSizes":true,"sortBy":"CREATED_ON","sortDirection":"DESC"}
                """
                    .formatted(project))
            .is(200)
            .json();
    assertThat(counted.path("page")).hasSize(50);
    assertThat(counted.path("page").get(0).path("name").asText()).isEqualTo("f52");
    assertThat(counted.path("totalChildCount").asLong()).isEqualTo(53);
    wire.post("/repo/v1/entity/children", "{\"parentId\":\"" + project + "\",\"includeTypes\":[]}")
        .fails(400, "include_types_missing");
  }

  @Test
  void anEntityMovesByAnotherParent() {
    String from = calls.storeFolder("from", project);
    String to = calls.storeFolder("to", project);
    String inner = calls.storeFolder("inner", from);

    String moved =
        calls
            .bundle(inner)
            .path("entity")
            .toString()
            .replace("\"parentId\":\"" + from + "\"", "\"parentId\":\"" + to + "\"");
    wire.put("/repo/v1/entity/" + inner, moved).is(200);

    assertThat(calls.children(to, "\"folder\"")).hasSize(1);
    assertThat(calls.children(from, "\"folder\"")).isEmpty();
    wire.put("/repo/v1/entity/" + inner, moved).fails(412, "etag_mismatch");
    String cycle =
        calls
            .bundle(to)
            .path("entity")
            .toString()
            .replace("\"parentId\":\"" + project + "\"", "\"parentId\":\"" + inner + "\"");
    wire.put("/repo/v1/entity/" + to, cycle).is(400);
  }

  @Test
  void aChangeNamesItsEtagAndItsOwnId() {
    String folder = calls.storeFolder("data", project);
    String type = "\"concreteType\":\"" + Calls.MODEL + "Folder\"";

    wire.put(
            "/repo/v1/entity/" + folder,
            "{%s,\"name\":\"x\",\"parentId\":\"%s\"}".formatted(type, project))
        .is(412);
    wire.put("/repo/v1/entity/" + folder, "{%s,\"id\":\"%s\"}".formatted(type, project))
        .fails(400, "id_mismatch");
    wire.put("/repo/v1/entity/" + folder, "{\"concreteType\":\"" + Calls.MODEL + "FileEntity\"}")
        .fails(400, "type_is_fixed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table.TableEntity", "Link", "nonsense"})
  void typesThatDoNotExistHereAreRefused(String type) {
    wire.post(
            "/repo/v1/entity",
            "{\"concreteType\":\"%s\",\"name\":\"x\",\"parentId\":\"%s\"}"
                .formatted(Calls.MODEL + type, project))
        .fails(400, "unsupported_entity_type");
  }

  @Test
  void badRequestsAre400AndUnknownIdsAre404() {
    wire.post("/repo/v1/entity", "{\"name\":\"x\"}").fails(400, "concrete_type_missing");
    wire.post(
            "/repo/v1/entity",
            "{\"concreteType\":\"%sFolder\",\"name\":\"a/b\",\"parentId\":\"%s\"}"
                .formatted(Calls.MODEL, project))
        .fails(400, "invalid_name");
    wire.post(
            "/repo/v1/entity",
            "{\"concreteType\":\"%sFolder\",\"name\":\"x\",\"parentId\":\"syn999999999\"}"
                .formatted(Calls.MODEL))
        .is(404);
    wire.get("/repo/v1/entity/syn999999999").is(404);
    wire.get("/repo/v1/entity/nonsense").fails(400, "invalid_entity_id");
    wire.get("/repo/v1/entity/syn999999999/sts?permission=read_only").is(404);
  }

  @Test
  void anEntityWithoutANameIsCalledByItsId() {
    Reply created =
        wire.post(
                "/repo/v1/entity",
                "{\"concreteType\":\"%sFolder\",\"parentId\":\"%s\"}"
                    .formatted(Calls.MODEL, project))
            .is(201);

    assertThat(created.text("name")).isEqualTo(created.text("id"));
  }

  @Test
  void strangersMayNotSeeIt() {
    Wire bob = scene.person("bob").wire();

    bob.get("/repo/v1/entity/" + project).is(403);
    assertThat(new Calls(bob).bundleReply(project).status()).isEqualTo(403);
    scene.nobody().get("/repo/v1/entity/" + project).is(403);
  }

  @Test
  void whatIsDeletedGoesToTheTrashAndComesBack() {
    String folder = calls.storeFolder("data", project);

    wire.delete("/repo/v1/entity/" + folder).isEmpty(204);
    wire.delete("/repo/v1/entity/" + folder).isEmpty(204);
    wire.delete("/repo/v1/entity/syn999999999").isEmpty(204);
    wire.get("/repo/v1/entity/" + folder).is(404);
    JsonNode trash = wire.get("/repo/v1/trashcan/view?offset=0&limit=10").is(200).json();
    assertThat(trash.path("results").get(0).path("entityId").asText()).isEqualTo(folder);
    String again = calls.storeFolder("data", project);
    wire.put("/repo/v1/trashcan/restore/" + folder).is(409);
    wire.put("/repo/v1/trashcan/restore/" + folder + "/" + again).isEmpty(200);
    assertThat(calls.children(again, "\"folder\"")).hasSize(1);
    wire.delete("/repo/v1/entity/" + again).isEmpty(204);
    wire.put("/repo/v1/trashcan/purge/" + again).isEmpty(200);
    wire.put("/repo/v1/trashcan/restore/" + again).is(404);
  }

  @Test
  void annotationsChangeWithTheEntitysEtag() {
    JsonNode empty = wire.get("/repo/v1/entity/" + project + "/annotations2").is(200).json();
    assertThat(empty.path("annotations").isObject()).isTrue();

    JsonNode stored =
        wire.put(
                "/repo/v1/entity/" + project + "/annotations2",
                """
                {"id":"%s","etag":"%s","annotations":{
                  "species":{"type":"STRING","value":["human","mouse"]},
                  "count":{"type":"LONG","value":["7"]}}}
                """
                    .formatted(project, empty.path("etag").asText()))
            .is(200)
            .json();

    assertThat(stored.path("annotations").path("species").path("value")).hasSize(2);
    assertThat(stored.path("etag")).isNotEqualTo(empty.path("etag"));
    assertThat(calls.bundle(project).path("annotations")).isEqualTo(stored);
    wire.put("/repo/v1/entity/" + project + "/annotations2", empty.toString()).is(412);
  }

  @Test
  void pathTypeAndBenefactorAnswerHeaders() {
    String folder = calls.storeFolder("data", project);

    JsonNode path = wire.get("/repo/v1/entity/" + folder + "/path").is(200).json().path("path");
    assertThat(path).hasSize(3);
    assertThat(path.get(0).path("id").asText()).isEqualTo("syn4489");
    assertThat(path.get(1).path("id").asText()).isEqualTo(project);
    assertThat(wire.get("/repo/v1/entity/" + folder + "/type").is(200).text("type"))
        .isEqualTo("org.sagebionetworks.repo.model.Folder");
    assertThat(wire.get("/repo/v1/entity/" + folder + "/benefactor").is(200).text("id"))
        .isEqualTo(project);
    wire.get("/repo/v1/entity/md5/0123").is(200);
  }

  private static Set<String> fields(JsonNode node) {
    Set<String> names = new HashSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
