package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.Role;
import io.windlass.catalog.identity.Scope;
import io.windlass.server.globus.GlobusScene.Lab;
import io.windlass.server.globus.GlobusScene.Person;
import io.windlass.testing.CephStore;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what: by the project's access list, by the token, and by the store, which is Ceph. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class RightsReplayTest {
  @Inject GlobusScene scene;
  private final CephStore ceph = CephStore.shared();
  private Person ann;
  private Lab lab;
  private String bucket;

  @BeforeEach
  void begin() {
    ann = scene.person();
    lab = scene.cephLab(ann, ceph.alice());
    bucket = lab.bucket();
    lab.put(bucket, "a.txt", "aaa");
  }

  private static String transfer(Lab from, String bucket, Lab to, String target) {
    return """
    {'DATA_TYPE': 'transfer', 'DATA': [{'DATA_TYPE': 'transfer_item',
      'source_path': '/%s/a.txt', 'destination_path': '/%s/copy.txt'}],
     'source_endpoint': '%s', 'destination_endpoint': '%s', 'submission_id': '%s'}
    """
        .formatted(bucket, target, from.id(), to.id(), UUID.randomUUID());
  }

  private static JsonNode ended(Person who, String task) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> who.globus().get("/v0.10/task/" + task).ok(),
            document -> !document.path("status").asText().equals("ACTIVE"));
  }

  @Test
  void readersReadAndDoNotWrite() {
    Person bob = scene.person();
    scene.addMember(ann, lab, bob, Role.READER);
    bob.globus().get(lab.ls(), "path", "/" + bucket + "/").ok();
    String mkdir = "{'DATA_TYPE': 'mkdir', 'path': '/%s/new'}".formatted(bucket);
    bob.globus().post(lab.operation("mkdir"), mkdir).fails(403, "PermissionDenied");
    bob.globus()
        .post("/v0.10/transfer", transfer(lab, bucket, lab, bucket))
        .fails(403, "PermissionDenied");
    bob.globus()
        .post(
            "/v0.10/delete",
            "{'DATA_TYPE': 'delete', 'endpoint': '%s', 'submission_id': '%s', 'DATA': [{"
                    .formatted(lab.id(), UUID.randomUUID())
                + "'DATA_TYPE': 'delete_item', 'path': '/%s/a.txt'}]}".formatted(bucket))
        .fails(403, "PermissionDenied");
    assertThat(lab.text(bucket, "a.txt")).contains("aaa");
  }

  @Test
  void aTokenThatMayOnlyLookDoesNotRead() {
    Person looking = scene.person(EnumSet.of(Scope.VIEW));
    scene.addMember(ann, lab, looking, Role.OWNER);
    looking.globus().get("/v0.10/endpoint/" + lab.id()).ok();
    looking.globus().get(lab.ls(), "path", "/").fails(403, "PermissionDenied");
    looking
        .globus()
        .post("/v0.10/transfer", transfer(lab, bucket, lab, bucket))
        .fails(403, "PermissionDenied");
  }

  /** The store's own words come along. */
  @Test
  void whatTheStoreDeniesIsDenied() {
    Lab bobs = scene.cephLab(ann, ceph.bob());
    JsonNode error =
        ann.globus()
            .get(bobs.ls(), "path", "/" + bucket + "/")
            .fails(403, "EndpointPermissionDenied");
    assertThat(error.path("message").asText()).contains("AccessDenied");
    ann.globus()
        .post(bobs.operation("mkdir"), "{'DATA_TYPE': 'mkdir', 'path': '/%s/x'}".formatted(bucket))
        .fails(403, "EndpointPermissionDenied");
  }

  @Test
  void aTransferOfWhatTheStoreDeniesFailsAndSaysSo() {
    Lab bobs = scene.cephLab(ann, ceph.bob());
    String target = bobs.bucket();
    String task =
        ann.globus()
            .post("/v0.10/transfer", transfer(bobs, bucket, bobs, target))
            .is(202)
            .path("task_id")
            .asText();
    JsonNode document = ended(ann, task);
    assertThat(document.path("status").asText()).isEqualTo("FAILED");
    assertThat(document.at("/fatal_error/code").asText()).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void betweenAccountsFilesGoThroughWindlass() {
    Lab bobs = scene.cephLab(ann, ceph.bob());
    String target = bobs.bucket();
    String task =
        ann.globus()
            .post("/v0.10/transfer", transfer(lab, bucket, bobs, target))
            .is(202)
            .path("task_id")
            .asText();
    JsonNode document = ended(ann, task);
    assertThat(document.path("status").asText()).as(document.toString()).isEqualTo("SUCCEEDED");
    assertThat(bobs.text(target, "copy.txt")).contains("aaa");
  }

  /** A task that waits for credentials goes on with those that are registered meanwhile. */
  @Test
  void whoNeedsCredentialsOfTheirOwnIsToldAndServedWithThem() {
    scene.wantOwnCredentials(lab);
    JsonNode error =
        ann.globus()
            .get(lab.ls(), "path", "/" + bucket + "/")
            .fails(403, "EndpointPermissionDenied");
    assertThat(error.path("message").asText()).contains("credentials");
    String task =
        ann.globus()
            .post("/v0.10/transfer", transfer(lab, bucket, lab, bucket))
            .is(202)
            .path("task_id")
            .asText();
    assertThat(ended(ann, task).path("status").asText()).isEqualTo("INACTIVE");
    ann.globus()
        .post(
            "/globus/api/user_credentials",
            "{'storage_gateway_id': '%s', 'policies': {'s3_key_id': '%s', 's3_secret_key': '%s'}}"
                .formatted(
                    lab.id(), ceph.alice().accessKeyId(), ceph.alice().secretAccessKey().reveal()))
        .is(201);
    ann.globus().get(lab.ls(), "path", "/" + bucket + "/").ok();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(ann.globus().get("/v0.10/task/" + task).ok().path("status").asText())
                .isEqualTo("SUCCEEDED"));
    assertThat(lab.text(bucket, "copy.txt")).contains("aaa");
  }
}
