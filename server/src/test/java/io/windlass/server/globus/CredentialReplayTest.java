package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.server.globus.GlobusScene.Lab;
import io.windlass.server.globus.GlobusScene.Person;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code globus endpoint user-credential}, {@code globus gcs collection}: the GCS Manager API. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class CredentialReplayTest {
  private static final String CREDENTIALS = "/globus/api/user_credentials";

  @Inject GlobusScene scene;
  private final CephStore ceph = CephStore.shared();
  private Person ann;
  private Lab lab;

  @BeforeEach
  void begin() {
    ann = scene.person();
    lab = scene.cephLab(ann, ceph.alice());
  }

  /**
   * As {@code user-credential create s3 ENDPOINT GATEWAY IDENTITY USERNAME KEY SECRET} sends it.
   */
  private String document(String identity, S3TestStore.Account account) {
    return """
    {'DATA_TYPE': 'user_credential#1.0.0', 'identity_id': '%s', 'policies':
     {'DATA_TYPE': 's3_user_credential_policies#1.0.0', 's3_key_id': '%s',
      's3_secret_key': '%s'}, 'storage_gateway_id': '%s', 'username': 'ann'}
    """
        .formatted(identity, account.accessKeyId(), account.secretAccessKey().reveal(), lab.id());
  }

  private JsonNode create(S3TestStore.Account account) {
    JsonNode answer = ann.globus().post(CREDENTIALS, document(ann.identity(), account)).is(201);
    assertThat(answer.path("DATA_TYPE").asText()).isEqualTo("result#1.0.0");
    assertThat(answer.path("code").asText()).isEqualTo("success");
    assertThat(answer.path("http_response_code").asInt()).isEqualTo(201);
    assertThat(answer.path("message").isTextual()).isTrue();
    assertThat(answer.toString()).doesNotContain(account.secretAccessKey().reveal());
    return answer.at("/data/0");
  }

  @Test
  void ownCredentialsAreRegisteredShownAndDeleted() {
    JsonNode made = create(ceph.bob());
    String path = CREDENTIALS + "/" + made.path("id").asText();
    JsonNode shown = ann.globus().get(path).ok().at("/data/0");
    assertThat(shown.path("DATA_TYPE").asText()).isEqualTo("user_credential#1.0.0");
    assertThat(shown.path("identity_id").asText()).isEqualTo(ann.identity());
    assertThat(shown.path("storage_gateway_id").asText()).isEqualTo(lab.id());
    assertThat(shown.path("connector_id").asText())
        .isEqualTo("7643e831-5f6c-4b47-a07f-8ee90f401d23");
    assertThat(shown.path("invalid").asBoolean(true)).isFalse();
    assertThat(shown.path("provisioned").asBoolean()).isTrue();
    assertThat(shown.at("/policies/s3_key_id").asText()).isEqualTo(ceph.bob().accessKeyId());
    assertThat(shown.at("/policies/age").asText()).isEqualTo("fresh");
    assertThat(list("storage_gateway", lab.id())).hasSize(1);
    assertThat(list("storage_gateway", UUID.randomUUID().toString())).isEmpty();
    ann.globus().delete(path).ok();
    assertThat(list()).isEmpty();
    assertThat(ann.globus().get(path).is(404).path("code").asText()).isEqualTo("not_found");
  }

  @Test
  void theNameThatIsSentIsKeptUntilAnotherOneIs() {
    JsonNode made = create(ceph.bob());
    String path = CREDENTIALS + "/" + made.path("id").asText();
    assertThat(made.path("display_name").asText()).isNotEmpty();
    ann.globus().patch(path, "{'display_name': 'My keys'}").ok();
    assertThat(name(path)).isEqualTo("My keys");
    ann.globus().patch(path, "{'policies': {'s3_requester_pays': true}}").ok();
    ann.globus().put(path, document(ann.identity(), ceph.bob())).ok();
    assertThat(name(path)).isEqualTo("My keys");
    ann.globus().patch(path, "{'display_name': 'two\\nlines'}").is(400);
    assertThat(name(path)).isEqualTo("My keys");
    ann.globus().patch(path, "{'display_name': null}").ok();
    assertThat(name(path)).isEqualTo(made.path("display_name").asText());
  }

  private String name(String path) {
    return ann.globus().get(path).ok().at("/data/0/display_name").asText();
  }

  private JsonNode list(String... query) {
    return ann.globus().get(CREDENTIALS, query).ok().path("data");
  }

  @Test
  void thereIsOneForEachPersonAndCollection() {
    String first = create(ceph.alice()).path("id").asText();
    JsonNode second = create(ceph.bob());
    assertThat(second.path("id").asText()).isEqualTo(first);
    assertThat(list()).hasSize(1);
  }

  @Test
  void keysThatTheStoreRefusesAreNotRegistered() {
    String wrong =
        document(ann.identity(), ceph.bob()).replace(ceph.bob().accessKeyId(), "AKIAWRONG00000000");
    JsonNode error = ann.globus().post(CREDENTIALS, wrong).is(422);
    assertThat(error.path("code").asText()).isEqualTo("unprocessable_entity");
    assertThat(error.path("message").isTextual()).isTrue();
    assertThat(list()).isEmpty();
  }

  @Test
  void nobodyTouchesThoseOfOthers() {
    Person bob = scene.person();
    String path = CREDENTIALS + "/" + create(ceph.bob()).path("id").asText();
    for (Globus.Reply reply :
        new Globus.Reply[] {
          bob.globus().get(path),
          bob.globus().delete(path),
          bob.globus().patch(path, "{'policies': {}}"),
          ann.globus().post(CREDENTIALS, document(bob.identity(), ceph.alice()))
        }) {
      assertThat(reply.is(403).path("code").asText()).isEqualTo("permission_denied");
    }
    assertThat(
            bob.globus()
                .post(CREDENTIALS, document(bob.identity(), ceph.bob()))
                .is(404)
                .path("code")
                .asText())
        .as("a collection that he may not see")
        .isEqualTo("not_found");
    scene.nobody().get(CREDENTIALS).is(401);
  }

  /** A key of an entry stays, an entry whose secret is null goes, what is not named stays. */
  @Test
  void aPartIsChangedAndTheRestStays() {
    String path = CREDENTIALS + "/" + create(ceph.alice()).path("id").asText();
    JsonNode added =
        ann.globus()
            .patch(
                path,
                "{'policies': {'s3_multi_keys': [{'path_prefixes': ['other/'], 's3_key_id': '%s',"
                        .formatted(ceph.bob().accessKeyId())
                    + " 's3_secret_key': '%s'}]}}".formatted(ceph.bob().secretAccessKey().reveal()))
            .ok()
            .at("/data/0/policies");
    assertThat(added.path("s3_key_id").asText()).isEqualTo(ceph.alice().accessKeyId());
    assertThat(added.at("/s3_multi_keys/0/path_prefixes/0").asText()).isEqualTo("other/");
    assertThat(added.toString()).doesNotContain(ceph.bob().secretAccessKey().reveal());
    JsonNode paying =
        ann.globus()
            .patch(path, "{'policies': {'s3_requester_pays': true}}")
            .ok()
            .at("/data/0/policies");
    assertThat(paying.path("s3_requester_pays").asBoolean()).isTrue();
    assertThat(paying.path("s3_multi_keys")).hasSize(1);
    JsonNode removed =
        ann.globus()
            .patch(
                path,
                "{'policies': {'s3_multi_keys': [{'s3_key_id': '%s', 's3_secret_key': null}]}}"
                    .formatted(ceph.bob().accessKeyId()))
            .ok()
            .at("/data/0/policies");
    assertThat(removed.path("s3_multi_keys")).isEmpty();
    assertThat(removed.path("s3_requester_pays").asBoolean()).isTrue();
    assertThat(removed.path("s3_key_id").asText()).isEqualTo(ceph.alice().accessKeyId());
  }

  @Test
  void theManagerSaysWhichEndpointItIsWithoutAToken() {
    JsonNode info = scene.nobody().get("/globus/api/info").ok().at("/data/0");
    String owner = ann.globus().get("/v0.10/endpoint/" + lab.id()).ok().path("owner_id").asText();
    assertThat(info.path("DATA_TYPE").asText()).isEqualTo("info#1.0.0");
    assertThat(info.path("client_id").asText()).isEqualTo(owner);
  }

  @Test
  void collectionsAndTheirGatewaysAreShown() {
    JsonNode collection =
        ann.globus()
            .send(
                "GET",
                "/globus/api/collections/" + lab.id(),
                Optional.empty(),
                Optional.empty(),
                "X-Forwarded-Proto",
                "https")
            .ok()
            .at("/data/0");
    assertThat(collection.path("DATA_TYPE").asText()).isEqualTo("collection#1.0.0");
    assertThat(collection.path("storage_gateway_id").asText()).isEqualTo(lab.id());
    assertThat(collection.path("collection_type").asText()).isEqualTo("mapped");
    assertThat(collection.path("manager_url").asText()).startsWith("https://");
    assertThat(ann.globus().get("/globus/api/collections").ok().path("data")).hasSize(1);
    JsonNode gateway = ann.globus().get("/globus/api/storage_gateways").ok().at("/data/0");
    assertThat(gateway.path("id").asText()).isEqualTo(lab.id());
    assertThat(gateway.at("/policies/s3_user_credential_required").asBoolean(true)).isFalse();
    scene.person().globus().get("/globus/api/collections/" + lab.id()).is(404);
  }
}
