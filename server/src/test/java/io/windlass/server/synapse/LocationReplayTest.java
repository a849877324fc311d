package io.windlass.server.synapse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.connection.Connection;
import io.windlass.foundation.Ids;
import io.windlass.server.synapse.Scene.Bucket;
import io.windlass.server.synapse.Scene.Person;
import io.windlass.server.synapse.Scene.Store;
import io.windlass.server.synapse.Wire.Reply;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Storage locations, upload settings and upload destinations. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class LocationReplayTest {
  @Inject Scene scene;
  private Person alice;
  private Wire wire;
  private Calls calls;
  private String project;

  @BeforeEach
  void begin() {
    alice = scene.person("alice");
    wire = alice.wire();
    calls = new Calls(wire);
    project = calls.storeProject("project " + Ids.random(10));
  }

  @Test
  void aManagedLocationWithKeysGetsABaseKeyOfTheServersMaking() {
    JsonNode first = calls.managedStorageLocation(true).is(201).json();
    JsonNode second = calls.managedStorageLocation(true).is(201).json();

    assertThat(first.path("storageLocationId").isNumber()).isTrue();
    assertThat(first.path("createdBy").isNumber()).isTrue();
    assertThat(first.path("createdBy").asLong()).isEqualTo(alice.user().id());
    assertThat(first.path("uploadType").asText()).isEqualTo("S3");
    assertThat(first.path("stsEnabled").asBoolean()).isTrue();
    assertThat(first.path("baseKey").asText()).startsWith(alice.id() + "/");
    assertThat(first.has("bucket")).isFalse();
    assertThat(second.path("storageLocationId")).isNotEqualTo(first.path("storageLocationId"));
    assertThat(
            wire.get("/repo/v1/storageLocation/" + first.path("storageLocationId").asText())
                .is(200)
                .json())
        .isEqualTo(first);
    wire.post(
            "/repo/v1/storageLocation",
            "{\"concreteType\":\"%sproject.S3StorageLocationSetting\",\"baseKey\":\"x\"}"
                .formatted(Calls.MODEL))
        .is(400);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void anExternalLocationIsFoundThroughTheConnectionThatReachesItsBucket(Store store) {
    Bucket bucket = scene.bucket(store, alice, project).ownedBy(alice, "base");

    JsonNode made = calls.storageLocation(bucket.name(), " /base/ ", true).is(201).json();
    JsonNode again = calls.storageLocation(bucket.name(), "base", true).is(201).json();

    assertThat(made.path("baseKey").asText()).isEqualTo("base");
    assertThat(made.path("bucket").asText()).isEqualTo(bucket.name());
    assertThat(made.path("concreteType").asText())
        .isEqualTo("org.sagebionetworks.repo.model.project.ExternalS3StorageLocationSetting");
    assertThat(again.path("storageLocationId")).isEqualTo(made.path("storageLocationId"));
    assertThat(wire.get("/repo/v1/storageLocation").is(200).json().path("list").get(0))
        .isEqualTo(made);
    String id = made.path("storageLocationId").asText();
    scene.person("bob").wire().get("/repo/v1/storageLocation/" + id).is(403);
    wire.get("/repo/v1/storageLocation/999999999").is(404);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void whoDoesNotStandInTheOwnerFileDoesNotGetTheLocation(Store store) {
    Bucket bucket = scene.bucket(store, alice, project);

    Reply missing = calls.storageLocation(bucket.name(), "base", true).is(400);
    bucket.put("base/owner.txt", "somebody, else\n");
    Reply other = calls.storageLocation(bucket.name(), "base", true).is(400);
    bucket.put("base/owner.txt", "\uFEFFsomebody,  " + alice.id() + " \r\nelse\r\n");

    assertThat(missing.text("reason")).contains(bucket.name()).contains("base/owner.txt");
    assertThat(other.text("reason")).contains(bucket.name()).contains("base/owner.txt");
    calls.storageLocation(bucket.name(), "base", true).is(201);
  }

  @Test
  void eachLocationGoesThroughTheConnectionThatSuitsIt() {
    Bucket bucket = scene.ownersBucket(Store.CEPH, alice, project);
    scene.bucket(Store.CEPH, alice, project);
    bucket.ownedBy(alice, "keys").ownedBy(alice, "plain");

    String keys = calls.storageLocation(bucket.name(), "keys", true).text("storageLocationId");
    String plain = calls.storageLocation(bucket.name(), "plain", false).text("storageLocationId");

    assertThat(scene.signing(keys)).isEqualTo(Connection.Kind.ROLE);
    assertThat(scene.signing(plain)).isEqualTo(Connection.Kind.KEYS);
    assertThat(calls.storageLocation(bucket.name(), "keys", true).text("storageLocationId"))
        .isEqualTo(keys);
    assertThat(calls.storageLocation(bucket.name(), "plain", false).text("storageLocationId"))
        .isEqualTo(plain);
  }

  @Test
  void aBucketThatIsNotThereIs400() {
    calls
        .storageLocation(
            "no-such-bucket-" + Ids.random(8).toLowerCase(java.util.Locale.ROOT), "b", true)
        .is(400);
    calls.storageLocation("Not A Bucket", "b", true).is(400);
    wire.post(
            "/repo/v1/storageLocation",
            "{\"concreteType\":\"%sproject.ExternalS3StorageLocationSetting\"}"
                .formatted(Calls.MODEL))
        .is(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a*", "a?b", "$x", "a\\\\b"})
  void baseKeysThatMeanMoreThanThemselvesInPoliciesAreRefused(String baseKey) {
    Bucket bucket = scene.bucket(Store.EMBEDDED, alice, project).ownedBy(alice, "");

    calls.storageLocation(bucket.name(), baseKey, true).is(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExternalStorageLocationSetting",
        "ExternalGoogleCloudStorageLocationSetting",
        "ProxyStorageLocationSettings",
        "Nonsense"
      })
  void kindsOfStorageThatWindlassDoesNotHaveAreRefusedPlainly(String type) {
    wire.post(
            "/repo/v1/storageLocation",
            "{\"concreteType\":\"%sproject.%s\",\"bucket\":\"x\"}".formatted(Calls.MODEL, type))
        .fails(400, "unsupported_location_type");
  }

  @Test
  void aFolderWithAStsLocationIsMadeAsTheClientDoes() {
    String folder = calls.storeFolder("sts", project);
    String location = calls.managedStorageLocation(true).text("storageLocationId");

    JsonNode setting = calls.setStorageLocation(folder, location).is(201).json();

    assertThat(setting.path("locations").get(0).isNumber()).isTrue();
    assertThat(setting.path("projectId").asText()).isEqualTo(folder);
    assertThat(setting.path("settingsType").asText()).isEqualTo("upload");
    assertThat(setting.path("id").isTextual()).isTrue();
    assertThat(wire.get("/repo/v1/projectSettings/" + folder + "/type/upload").is(200).json())
        .isEqualTo(setting);
    assertThat(wire.get("/repo/v1/projectSettings/" + setting.path("id").asText()).is(200).json())
        .isEqualTo(setting);
    String inner = calls.storeFolder("inner", folder);
    wire.get("/repo/v1/projectSettings/" + inner + "/type/upload").isEmpty(200);
  }

  @Test
  void aSettingIsReplacedWithItsEtagAndAnswersNoBody() {
    String folder = calls.storeFolder("data", project);
    String first = calls.managedStorageLocation(false).text("storageLocationId");
    ObjectNode setting = (ObjectNode) calls.setStorageLocation(folder, first).is(201).json();
    String sts = calls.managedStorageLocation(true).text("storageLocationId");
    setting.putArray("locations").add(sts);

    wire.put("/repo/v1/projectSettings", setting.toString()).isEmpty(200);

    wire.put("/repo/v1/projectSettings", setting.toString()).is(412);
    JsonNode now = wire.get("/repo/v1/projectSettings/" + folder + "/type/upload").is(200).json();
    assertThat(now.path("locations").get(0).asText()).isEqualTo(sts);
    ObjectNode elsewhere = now.deepCopy();
    elsewhere.put("projectId", project);
    wire.put("/repo/v1/projectSettings", elsewhere.toString()).is(400);
    wire.delete("/repo/v1/projectSettings/" + now.path("id").asText()).isEmpty(204);
    wire.get("/repo/v1/projectSettings/" + folder + "/type/upload").isEmpty(200);
  }

  @Test
  void aSettingThatBreaksARuleIs400() {
    String folder = calls.storeFolder("sts", project);
    String sts = calls.managedStorageLocation(true).text("storageLocationId");
    String plain = calls.managedStorageLocation(false).text("storageLocationId");

    calls.setStorageLocation(project, sts).is(400);
    calls.setStorageLocation(folder, sts + "," + plain).is(400);
    calls.setStorageLocation(folder, "").is(400);
    calls.setStorageLocation(folder, "999999999").is(400);
    calls.setStorageLocation(folder, sts).is(201);
    wire.post("/repo/v1/projectSettings", Calls.setting(folder, plain, "")).is(400);
    String inner = calls.storeFolder("inner", folder);
    calls.setStorageLocation(inner, plain).is(400);
    wire.post("/repo/v1/projectSettings", Calls.setting("syn999999999", plain, "")).is(404);
    wire.get("/repo/v1/projectSettings/" + folder + "/type/other").is(400);
  }

  @Test
  void aFolderWithChildrenOrTrashedOnesTakesNoStsLocation() {
    String folder = calls.storeFolder("sts", project);
    String inner = calls.storeFolder("inner", folder);
    String sts = calls.managedStorageLocation(true).text("storageLocationId");

    calls.setStorageLocation(folder, sts).is(400);
    wire.delete("/repo/v1/entity/" + inner).is(204);
    calls.setStorageLocation(folder, sts).is(400);
    wire.put("/repo/v1/trashcan/purge/" + inner).is(200);
    calls.setStorageLocation(folder, sts).is(201);
    calls.storeFolder("inner", folder);
    String setting =
        wire.get("/repo/v1/projectSettings/" + folder + "/type/upload").is(200).text("id");
    wire.delete("/repo/v1/projectSettings/" + setting).is(400);
  }

  @Test
  void nobodySetsALocationOfSomebodyElse() {
    Bucket bucket = scene.bucket(Store.EMBEDDED, alice, project).ownedBy(alice, "");
    String location =
        calls.storageLocation(bucket.name(), "", true).is(201).text("storageLocationId");
    Calls bob = new Calls(scene.person("bob").wire());
    String bobs = bob.storeFolder("x", bob.storeProject("project " + Ids.random(10)));

    bob.setStorageLocation(bobs, location).is(403);
  }

  @Test
  void aNewStsLocationMustNotOverlapSomebodyElses() {
    Person bob = scene.person("bob");
    Bucket bucket = scene.bucket(Store.EMBEDDED, alice, project);
    bucket.ownedBy(alice, "base").ownedBy(bob, "base/inner").ownedBy(bob, "base2");
    calls.storageLocation(bucket.name(), "base", true).is(201);

    Reply overlap = new Calls(bob.wire()).storageLocation(bucket.name(), "base/inner", true);

    overlap.is(400);
    assertThat(overlap.text("reason")).doesNotContain(alice.user().name());
    new Calls(bob.wire()).storageLocation(bucket.name(), "base2", true).is(201);
  }

  @ParameterizedTest
  @CsvSource({"true, S3UploadDestination", "false, S3UploadDestination"})
  void theDestinationNamesTheEffectiveLocation(boolean sts, String type) {
    String folder = calls.storeFolder("data", project);
    String location = calls.managedStorageLocation(sts).text("storageLocationId");
    calls.setStorageLocation(folder, location).is(201);
    String inner = calls.storeFolder("inner", folder);

    JsonNode destination =
        wire.get("/file/v1/entity/" + inner + "/uploadDestination").is(200).json();
    JsonNode usual = wire.get("/file/v1/entity/" + project + "/uploadDestination").is(200).json();

    assertThat(destination.path("concreteType").asText()).endsWith("." + type);
    assertThat(destination.path("storageLocationId").isNumber()).isTrue();
    assertThat(destination.path("storageLocationId").asText()).isEqualTo(location);
    assertThat(destination.path("stsEnabled").asBoolean()).isEqualTo(sts);
    assertThat(destination.has("baseKey")).isEqualTo(sts);
    assertThat(usual.path("storageLocationId").asLong()).isEqualTo(1);
    assertThat(usual.path("uploadType").asText()).isEqualTo("S3");
    JsonNode choices =
        wire.get("/file/v1/entity/" + inner + "/uploadDestinationLocations").is(200).json();
    assertThat(choices.path("list").get(0).path("storageLocationId").asText()).isEqualTo(location);
    wire.get("/file/v1/entity/" + inner + "/uploadDestination/" + location).is(200);
    wire.get("/file/v1/entity/" + inner + "/uploadDestination/1").is(404);
    scene.person("bob").wire().get("/file/v1/entity/" + inner + "/uploadDestination").is(403);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void anObjectInTheBucketBecomesAFileHandle(Store store) {
    byte[] content = "a,b\n1,2\n".getBytes(UTF_8);
    Bucket bucket = scene.bucket(store, alice, project).ownedBy(alice, "base");
    bucket.put("base/data/t.csv", "a,b\n1,2\n");
    bucket.put("base2/t.csv", "a,b\n1,2\n");
    String location =
        calls.storageLocation(bucket.name(), "base", true).is(201).text("storageLocationId");
    String folder = calls.storeFolder("sts", project);
    calls.setStorageLocation(folder, location).is(201);

    JsonNode handle =
        calls.registerObject(location, bucket.name(), "base/data/t.csv", content).is(200).json();
    String file = calls.createFile("t.csv", folder, handle.path("id").asText());

    assertThat(handle.path("concreteType").asText())
        .isEqualTo("org.sagebionetworks.repo.model.file.S3FileHandle");
    assertThat(handle.path("id").isTextual()).isTrue();
    assertThat(handle.path("storageLocationId").isNumber()).isTrue();
    assertThat(handle.path("contentSize").asLong()).isEqualTo(content.length);
    assertThat(handle.path("bucketName").asText()).isEqualTo(bucket.name());
    assertThat(handle.path("key").asText()).isEqualTo("base/data/t.csv");
    assertThat(handle.path("status").asText()).isEqualTo("AVAILABLE");
    assertThat(calls.download(file)).isEqualTo(content);
    calls.registerObject(location, bucket.name(), "base2/t.csv", content).is(400);
    calls.registerObject(location, bucket.name(), "base/owner.txt", content).is(400);
    calls.registerObject(location, bucket.name(), "base/none.csv", content).is(400);
    calls.registerObject(location, "other-bucket", "base/data/t.csv", content).is(400);
    calls.registerObject("1", bucket.name(), "base/data/t.csv", content).is(400);
    new Calls(scene.person("bob").wire())
        .registerObject(location, bucket.name(), "base/data/t.csv", content)
        .is(403);
    wire.post(
            "/file/v1/externalFileHandle/s3",
            "{\"storageLocationId\":\"%s\",\"bucketName\":\"%s\",\"key\":\"base/data/t.csv\"}"
                .formatted(location, bucket.name()))
        .fails(400, "field_missing");
    wire.post(
            "/file/v1/externalFileHandle",
            "{\"concreteType\":\"%sfile.ExternalFileHandle\",\"externalURL\":\"https://e.org\"}"
                .formatted(Calls.MODEL))
        .fails(400, "url_files_unsupported");
  }
}
