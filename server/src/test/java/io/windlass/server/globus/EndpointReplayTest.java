package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.server.globus.GlobusScene.Lab;
import io.windlass.server.globus.GlobusScene.Person;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoint documents and the search for them. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class EndpointReplayTest {
  private static final String SEARCH = "/v0.10/endpoint_search";

  @Inject GlobusScene scene;
  private Person ann;
  private Lab lab;

  @BeforeEach
  void begin() {
    ann = scene.person();
    lab = scene.lab(ann);
  }

  @Test
  void aCollectionHasEveryFieldThatClientsIndex() {
    JsonNode endpoint = ann.globus().get("/v0.10/endpoint/" + lab.id()).ok();
    for (String field :
        new String[] {
          "id",
          "display_name",
          "canonical_name",
          "description",
          "organization",
          "department",
          "keywords",
          "contact_email",
          "contact_info",
          "info_link",
          "owner_id",
          "owner_string",
          "entity_type",
          "is_globus_connect",
          "gcs_manager_url",
          "tlsftp_server",
          "https_server",
          "high_assurance",
          "public",
          "shareable",
          "local_user_info_available",
          "non_functional",
          "in_use",
          "default_directory",
          "force_encryption",
          "subscription_id",
          "DATA",
          "my_effective_roles",
          "mapped_collection_id",
          "host_endpoint_id",
          "network_use"
        }) {
      assertThat(endpoint.has(field)).as(field).isTrue();
    }
    assertThat(endpoint.path("DATA_TYPE").asText()).isEqualTo("endpoint");
    assertThat(endpoint.path("id").asText()).isEqualTo(lab.id());
    assertThat(endpoint.path("display_name").asText()).isEqualTo(lab.collection().name());
    assertThat(endpoint.path("is_globus_connect").isBoolean()).isTrue();
    assertThat(endpoint.path("default_directory").asText()).isEqualTo("/");
    assertThat(endpoint.at("/my_effective_roles/0").asText()).isEqualTo("administrator");
  }

  @Test
  void theOwnerIsTheEndpointThatCredentialCommandsAskFor() {
    JsonNode collection =
        ann.globus()
            .send(
                "GET",
                "/v0.10/endpoint/" + lab.id(),
                Optional.empty(),
                Optional.empty(),
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "windlass.example.org")
            .ok();
    assertThat(collection.path("entity_type").asText()).isEqualTo("GCSv5_mapped_collection");
    assertThat(collection.path("gcs_manager_url").asText())
        .isEqualTo("https://windlass.example.org/globus");
    JsonNode endpoint =
        ann.globus().get("/v0.10/endpoint/" + collection.path("owner_id").asText()).ok();
    assertThat(endpoint.path("entity_type").asText()).isEqualTo("GCSv5_endpoint");
    assertThat(endpoint.path("non_functional").asBoolean()).isTrue();
  }

  @Test
  void withoutTlsThereIsNoManagerAndNoTypeThatWouldLeadToOne() {
    JsonNode collection = ann.globus().get("/v0.10/endpoint/" + lab.id()).ok();
    assertThat(collection.path("gcs_manager_url").isNull()).isTrue();
    assertThat(collection.path("entity_type").asText()).doesNotStartWith("GCSv5");
  }

  @Test
  void whatACallerMayNotSeeIsNotThere() {
    Person bob = scene.person();
    bob.globus().get("/v0.10/endpoint/" + lab.id()).fails(404, "EndpointNotFound");
    bob.globus().get(lab.ls(), "path", "/").fails(404, "EndpointNotFound");
    bob.globus().get("/v0.10/endpoint/" + UUID.randomUUID()).fails(404, "EndpointNotFound");
    bob.globus().get("/v0.10/endpoint/not-a-uuid").fails(404, "EndpointNotFound");
    assertThat(
            bob.globus()
                .get(SEARCH, "filter_fulltext", lab.collection().name(), "filter_scope", "all")
                .ok()
                .path("DATA"))
        .isEmpty();
  }

  /** With the parameters of {@code globus endpoint search WORDS}. */
  @Test
  void aSearchFindsByWords() {
    JsonNode found =
        ann.globus()
            .get(
                SEARCH,
                "filter_fulltext",
                lab.collection().name().toUpperCase(Locale.ROOT),
                "filter_scope",
                "all",
                "limit",
                "100")
            .ok();
    assertThat(found.path("DATA_TYPE").asText()).isEqualTo("endpoint_list");
    assertThat(found.path("has_next_page").asBoolean(true)).isFalse();
    assertThat(found.path("DATA")).hasSize(1);
    assertThat(found.at("/DATA/0/id").asText()).isEqualTo(lab.id());
    JsonNode none =
        ann.globus()
            .get(SEARCH, "filter_fulltext", lab.collection().name() + " nothing", "limit", "100")
            .ok();
    assertThat(none.path("DATA")).isEmpty();
  }

  @Test
  void aSearchGoesByPages() {
    Lab other = scene.lab(ann);
    JsonNode first = page("0");
    assertThat(first.path("has_next_page").asBoolean()).isTrue();
    JsonNode second = page("1");
    assertThat(second.path("has_next_page").asBoolean(true)).isFalse();
    assertThat(List.of(first.at("/DATA/0/id").asText(), second.at("/DATA/0/id").asText()))
        .containsExactlyInAnyOrder(lab.id(), other.id());
  }

  private JsonNode page(String offset) {
    JsonNode page =
        ann.globus()
            .get(SEARCH, "filter_scope", "my-endpoints", "limit", "1", "offset", offset)
            .ok();
    assertThat(page.path("DATA")).hasSize(1);
    return page;
  }

  @Test
  void aSearchOfAllNeedsWords() {
    ann.globus().get(SEARCH, "filter_scope", "all").fails(400, "ClientError.BadRequest");
    ann.globus().get(SEARCH, "filter_scope", "some").fails(400, "ClientError.BadRequest");
  }

  @Test
  void scopesSayWhatTheCallerHasToDoWithACollection() {
    assertThat(ids("administered-by-me")).containsExactly(lab.id());
    assertThat(ids("shared-with-me")).doesNotContain(lab.id());
    assertThat(ids("my-gcp-endpoints")).isEmpty();
    assertThat(ids("in-use")).isEmpty();
    assertThat(ids("recently-used")).isEmpty();
  }

  private List<String> ids(String scope) {
    return ann.globus().get(SEARCH, "filter_scope", scope).ok().findValuesAsText("id");
  }

  @Test
  void listsOfWhatThereNeverIsAreEmpty() {
    for (String list :
        new String[] {"my_effective_pause_rule_list", "server_list", "role_list", "access_list"}) {
      JsonNode answer = ann.globus().get("/v0.10/endpoint/" + lab.id() + "/" + list).ok();
      assertThat(answer.path("DATA").isArray()).as(list).isTrue();
      assertThat(answer.path("DATA")).isEmpty();
    }
    assertThat(ann.globus().get("/v0.10/bookmark_list").ok().path("DATA")).isEmpty();
  }

  @Test
  void whoAsksForTheEndpointManagerIsToldWhereItsViewsAre() {
    for (String view : new String[] {"task_list", "pause_rule_list", "task/x/event_list"}) {
      assertThat(
              ann.globus()
                  .get("/v0.10/endpoint_manager/" + view)
                  .fails(404, "ClientError.NotFound")
                  .path("message")
                  .asText())
          .contains("windlass transfers list --everybody");
    }
    ann.globus()
        .post("/v0.10/endpoint_manager/admin_cancel", "{'task_id_list': []}")
        .fails(404, "ClientError.NotFound");
    scene.nobody().get("/v0.10/endpoint_manager/task_list").fails(401, "AuthenticationFailed");
  }
}
