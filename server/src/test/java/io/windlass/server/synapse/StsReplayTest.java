package io.windlass.server.synapse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Secret;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.StoreException;
import io.windlass.server.synapse.Scene.Bucket;
import io.windlass.server.synapse.Scene.Person;
import io.windlass.server.synapse.Scene.Store;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code syn.get_sts_storage_token}, and what the keys reach. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class StsReplayTest {
  @Inject Scene scene;
  private Person alice;
  private Wire wire;
  private Calls calls;
  private String project;
  private String folder;

  @BeforeEach
  void begin() {
    alice = scene.person("alice");
    wire = alice.wire();
    calls = new Calls(wire);
    project = calls.storeProject("project " + Ids.random(10));
    folder = calls.storeFolder("sts", project);
  }

  private String external(Bucket bucket, String baseKey) {
    bucket.ownedBy(alice, baseKey);
    String location =
        calls.storageLocation(bucket.name(), baseKey, true).is(201).text("storageLocationId");
    calls.setStorageLocation(folder, location).is(201);
    return location;
  }

  private JsonNode token(String id, String permission) {
    return wire.get("/repo/v1/entity/" + id + "/sts?permission=" + permission).is(200).json();
  }

  private static ObjectStore open(JsonNode token) {
    return new S3ObjectStores()
        .open(
            StoreAddress.at(
                URI.create(token.path("endpointUrl").asText()), token.path("region").asText()),
            new Signing.Keys(
                token.path("accessKeyId").asText(),
                Secret.of(token.path("secretAccessKey").asText()),
                Optional.of(Secret.of(token.path("sessionToken").asText()))));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void keysForReadingReachTheBaseKeyAndNothingElse(Store store) throws IOException {
    Bucket bucket = scene.bucket(store, alice, project);
    external(bucket, "base");
    bucket.put("base/x.txt", "x");
    bucket.put("base2/x.txt", "x");

    JsonNode token = token(folder, "read_only");

    assertThat(token.path("bucket").asText()).isEqualTo(bucket.name());
    assertThat(token.path("baseKey").asText()).isEqualTo("base");
    assertThat(token.path("expiration").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,6}Z");
    assertThat(Instant.parse(token.path("expiration").asText()))
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(50)), Instant.now().plus(Duration.ofHours(13)));
    try (ObjectStore keys = open(token)) {
      try (var content =
          keys.get(ObjectId.of(bucket.name(), "base/x.txt"), Optional.empty(), Optional.empty())) {
        assertThat(content.stream().readAllBytes()).isEqualTo("x".getBytes(UTF_8));
      }
      assertThat(keys.list(Listing.Request.below(bucket.name(), "base/")).objects()).isNotEmpty();
      assertDenied(() -> keys.head(ObjectId.of(bucket.name(), "base2/x.txt")));
      assertDenied(() ->
          keys.get(ObjectId.of(bucket.name(), "base2/x.txt"), Optional.empty(), Optional.empty()));
      assertDenied(() -> keys.list(Listing.Request.below(bucket.name(), "")));
      assertDenied(() -> keys.list(Listing.Request.below(bucket.name(), "base2/")));
      assertDenied(() ->
          keys.get(
              ObjectId.of(bucket.name(), "base/owner.txt"), Optional.empty(), Optional.empty()));
      assertDenied(() -> put(keys, bucket, "base/new.txt"));
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void keysForWritingWriteBelowTheBaseKeyAndLeaveTheOwnerFileAlone(Store store) {
    Bucket bucket = scene.bucket(store, alice, project);
    external(bucket, "base");

    try (ObjectStore keys = open(token(folder, "read_write"))) {
      put(keys, bucket, "base/new.txt");
      keys.delete(ObjectId.of(bucket.name(), "base/new.txt"));
      assertDenied(() -> put(keys, bucket, "base2/new.txt"));
      assertDenied(() -> put(keys, bucket, "base/owner.txt"));
    }
  }

  private static void put(ObjectStore store, Bucket bucket, String key) {
    store.put(ObjectId.of(bucket.name(), key), WriteOptions.NONE, Body.of("new".getBytes(UTF_8)));
  }

  private static void assertDenied(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(StoreException.class);
  }

  @Test
  void keysComeForAFileAndForASubfolderTooAndCoverTheWholeLocation() {
    Bucket bucket = scene.bucket(Store.EMBEDDED, alice, project);
    String location = external(bucket, "base");
    String inner = calls.storeFolder("inner", folder);
    bucket.put("base/x.txt", "x");
    String handle =
        calls
            .registerObject(location, bucket.name(), "base/x.txt", "x".getBytes(UTF_8))
            .is(200)
            .text("id");
    String file = calls.createFile("x.txt", inner, handle);

    for (String id : new String[] {folder, inner, file}) {
      assertThat(token(id, "read_only").path("baseKey").asText()).isEqualTo("base");
    }
    assertThat(
            wire.get("/file/v1/entity/" + file + "/uploadDestination/" + location)
                .is(200)
                .text("baseKey"))
        .isEqualTo("base");
  }

  @Test
  void aLocationWithoutABaseKeyLeavesTheFieldOut() {
    Bucket bucket = scene.bucket(Store.EMBEDDED, alice, project);
    external(bucket, "");

    assertThat(token(folder, "read_only").has("baseKey")).isFalse();
    assertThat(
            wire.get("/file/v1/entity/" + folder + "/uploadDestination")
                .is(200)
                .json()
                .has("baseKey"))
        .isFalse();
  }

  @Test
  void managedStorageIsOnlyRead() {
    String location = calls.managedStorageLocation(true).text("storageLocationId");
    calls.setStorageLocation(folder, location).is(201);

    JsonNode token = token(folder, "read_only");

    assertThat(token.path("baseKey").asText()).startsWith(alice.id() + "/");
    wire.get("/repo/v1/entity/" + folder + "/sts?permission=read_write")
        .fails(400, "managed_is_read_only");
    byte[] content = "managed".getBytes(UTF_8);
    String file = calls.storeFile("m.txt", folder, content);
    String key = calls.bundle(file).path("fileHandles").get(0).path("key").asText();
    assertThat(key).startsWith(token.path("baseKey").asText() + "/");
    try (ObjectStore keys = open(token)) {
      assertThat(keys.head(ObjectId.of(token.path("bucket").asText(), key)).size())
          .isEqualTo(content.length);
    }
  }

  @Test
  void aLocationWithKeysGoesThroughTheConnectionThatVendsThemForSure() {
    Bucket bucket = scene.ownersBucket(Store.CEPH, alice, project);
    scene.bucket(Store.CEPH, alice, project);

    external(bucket, "base");

    assertThat(token(folder, "read_only").path("bucket").asText()).isEqualTo(bucket.name());
  }

  @Test
  void theChecksComeInTheirOrder() {
    Wire bob = scene.person("bob").wire();

    wire.get("/repo/v1/entity/syn999999999/sts").fails(400, "unknown_permission");
    wire.get("/repo/v1/entity/" + folder + "/sts?permission=all").fails(400, "unknown_permission");
    wire.get("/repo/v1/entity/syn999999999/sts?permission=read_only").is(404);
    bob.get("/repo/v1/entity/" + folder + "/sts?permission=read_only").is(403);
    wire.get("/repo/v1/entity/" + folder + "/sts?permission=read_only").fails(400, "not_sts");
  }

  @Test
  void theRulesOfAFolderWithKeysHoldOnTheWire() {
    Bucket bucket = scene.bucket(Store.EMBEDDED, alice, project);
    external(bucket, "base");
    String inner = calls.storeFolder("inner", folder);
    String plain = calls.storeFolder("plain", project);
    String acl = wire.get("/repo/v1/entity/" + project + "/acl").is(200).body();

    wire.post("/repo/v1/entity/" + inner + "/acl", acl).fails(400, "sts_access_list");
    wire.post("/repo/v1/entity/" + folder + "/acl", acl).is(201);
    move(plain, folder, 400);
    move(inner, project, 400);
    move(folder, plain, 200);
    String handle = calls.upload("x.txt", "x".getBytes(UTF_8), "1");
    calls.createFileReply("x.txt", inner, handle).is(400);
    wire.delete("/repo/v1/entity/" + inner).is(204);
    String other = calls.storeFolder("other", project);
    wire.put("/repo/v1/trashcan/restore/" + inner + "/" + other).is(400);
    wire.put("/repo/v1/trashcan/restore/" + inner).is(200);
  }

  private void move(String id, String parent, int status) {
    JsonNode entity = calls.bundle(id).path("entity");
    wire.put(
            "/repo/v1/entity/" + id,
            ((com.fasterxml.jackson.databind.node.ObjectNode) entity.deepCopy())
                .put("parentId", parent)
                .toString())
        .is(status);
  }
}
