package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.server.globus.GlobusScene.Lab;
import io.windlass.server.globus.GlobusScene.Person;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code globus task}: list, show, event-list, update, cancel, pause-info. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class TaskReplayTest {
  private static final String LIST = "/v0.10/task_list";

  @Inject GlobusScene scene;
  private Person ann;
  private Lab lab;
  private String bucket;

  @BeforeEach
  void begin() {
    ann = scene.person();
    lab = scene.lab(ann);
    bucket = lab.bucket();
    lab.put(bucket, "a.txt", "aaa");
  }

  private String submit(String label, String from, String options) {
    return ann.globus()
        .post(
            "/v0.10/transfer",
            """
            {'DATA_TYPE': 'transfer', 'DATA': [{'DATA_TYPE': 'transfer_item',
              'source_path': '/%s/%s', 'destination_path': '/%s/copy-%s', 'recursive': false}],
             'source_endpoint': '%s', 'destination_endpoint': '%s', 'submission_id': '%s',
             'label': '%s' %s}
            """
                .formatted(
                    bucket,
                    from,
                    bucket,
                    label,
                    lab.id(),
                    lab.id(),
                    UUID.randomUUID(),
                    label,
                    options))
        .is(202)
        .path("task_id")
        .asText();
  }

  private JsonNode ended(String task) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> ann.globus().get("/v0.10/task/" + task).ok(),
            document -> !document.path("status").asText().equals("ACTIVE"));
  }

  private List<String> list(String filter, String... more) {
    String[] query = new String[more.length + 2];
    query[0] = "filter";
    query[1] = filter;
    System.arraycopy(more, 0, query, 2, more.length);
    return ann.globus().get(LIST, query).ok().findValuesAsText("task_id");
  }

  @Test
  void aTaskHasEveryFieldThatClientsIndex() {
    JsonNode task = ended(submit("all", "a.txt", ", 'verify_checksum': true"));
    for (String field :
        new String[] {
          "task_id",
          "type",
          "status",
          "fatal_error",
          "label",
          "owner_id",
          "username",
          "request_time",
          "completion_time",
          "deadline",
          "source_endpoint_id",
          "source_endpoint_display_name",
          "destination_endpoint_id",
          "destination_endpoint_display_name",
          "source_endpoint",
          "destination_endpoint",
          "sync_level",
          "encrypt_data",
          "verify_checksum",
          "delete_destination_extra",
          "recursive_symlinks",
          "preserve_timestamp",
          "skip_source_errors",
          "fail_on_quota_errors",
          "filter_rules",
          "files",
          "directories",
          "symlinks",
          "files_transferred",
          "files_skipped",
          "bytes_transferred",
          "bytes_checksummed",
          "effective_bytes_per_second",
          "subtasks_total",
          "subtasks_pending",
          "subtasks_retrying",
          "subtasks_succeeded",
          "subtasks_expired",
          "subtasks_canceled",
          "subtasks_failed",
          "subtasks_skipped_errors",
          "faults",
          "nice_status",
          "nice_status_short_description",
          "nice_status_details",
          "nice_status_expires_in",
          "is_paused",
          "is_ok",
          "history_deleted",
          "canceled_by_admin",
          "canceled_by_admin_message",
          "source_base_path",
          "destination_base_path",
          "command"
        }) {
      assertThat(task.has(field)).as(field).isTrue();
    }
    assertThat(task.path("DATA_TYPE").asText()).isEqualTo("task");
    assertThat(task.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(task.path("type").asText()).isEqualTo("TRANSFER");
    assertThat(task.path("label").asText()).isEqualTo("all");
    assertThat(task.path("verify_checksum").asBoolean()).isTrue();
    assertThat(task.path("owner_id").asText()).isEqualTo(ann.identity());
    assertThat(task.path("username").asText()).isEqualTo(ann.user().name());
    assertThat(task.path("source_endpoint_display_name").asText())
        .isEqualTo(lab.collection().name());
    assertThat(task.path("completion_time").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00");
    assertThat(task.path("source_base_path").asText()).isEqualTo("/" + bucket + "/");
    assertThat(task.path("is_ok").isNull()).isTrue();
    assertThat(task.path("subtasks_total").asInt())
        .isEqualTo(
            task.path("subtasks_pending").asInt()
                + task.path("subtasks_retrying").asInt()
                + task.path("subtasks_succeeded").asInt()
                + task.path("subtasks_expired").asInt()
                + task.path("subtasks_canceled").asInt()
                + task.path("subtasks_failed").asInt());
  }

  /** With the parameters of {@code globus task list}. */
  @Test
  void tasksAreListedNewestFirst() {
    String first = submit("first", "a.txt", "");
    ended(first);
    String second = submit("second", "a.txt", "");
    ended(second);
    JsonNode answer =
        ann.globus()
            .get(
                LIST,
                "limit",
                "1000",
                "filter",
                "type:TRANSFER,DELETE",
                "orderby",
                "request_time DESC")
            .ok();
    assertThat(answer.path("DATA_TYPE").asText()).isEqualTo("task_list");
    assertThat(answer.path("length").asInt()).isEqualTo(2);
    assertThat(answer.path("total").asInt()).isEqualTo(2);
    assertThat(answer.path("limit").asInt()).isEqualTo(1000);
    assertThat(answer.path("offset").asInt(-1)).isZero();
    assertThat(answer.at("/DATA/0/source_base_path").isNull()).as("told of one alone").isTrue();
    assertThat(answer.path("DATA").findValuesAsText("task_id")).containsExactly(second, first);
    assertThat(list("", "orderby", "request_time ASC")).containsExactly(first, second);
    assertThat(list("", "limit", "1", "offset", "1")).containsExactly(first);
    assertThat(scene.person().globus().get(LIST).ok().path("total").asInt(-1)).isZero();
  }

  @Test
  void tasksAreFiltered() {
    String good = submit("Good one", "a.txt", "");
    String bad = submit("bad", "missing.txt", "");
    ended(good);
    ended(bad);
    assertThat(list("status:SUCCEEDED")).containsExactly(good);
    assertThat(list("type:TRANSFER,DELETE/status:FAILED")).containsExactly(bad);
    assertThat(list("status:ACTIVE,INACTIVE")).isEmpty();
    assertThat(list("type:DELETE")).isEmpty();
    assertThat(list("task_id:" + good)).containsExactly(good);
    assertThat(list("label:~good*")).containsExactly(good);
    assertThat(list("label:!~good*")).containsExactly(bad);
    assertThat(list("label:=bad")).containsExactly(bad);
    assertThat(list("request_time:2001-01-01 00:00:00,/completion_time:,2001-01-01")).isEmpty();
    assertThat(list("request_time:2001-01-01 00:00:00,")).hasSize(2);
    ann.globus().get(LIST, "filter", "colour:red").fails(400, "ClientError.BadRequest");
    ann.globus().get(LIST, "filter", "status:DONE").fails(400, "ClientError.BadRequest");
    ann.globus().get(LIST, "limit", "1001").fails(400, "ClientError.BadRequest");
  }

  @Test
  void fieldsTrimWhatIsAnswered() {
    String task = submit("trim", "a.txt", "");
    JsonNode trimmed = ann.globus().get("/v0.10/task/" + task, "fields", "task_id,status").ok();
    assertThat(trimmed.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("DATA_TYPE", "task_id", "status");
    assertThat(
            ann.globus()
                .get(LIST, "filter", "type:TRANSFER,DELETE", "fields", "task_id")
                .ok()
                .at("/DATA/0"))
        .hasSize(2);
  }

  @Test
  void aTaskThatCannotSucceedFailsAndSaysWhy() {
    JsonNode task = ended(submit("missing", "missing.txt", ""));
    assertThat(task.path("status").asText()).isEqualTo("FAILED");
    assertThat(task.at("/fatal_error/code").asText()).isEqualTo("FILE_NOT_FOUND");
    assertThat(task.path("faults").asInt()).isPositive();
  }

  /** The command line sends an empty filter. */
  @Test
  void eventsAreListedNewestFirst() {
    String task = submit("missing", "missing.txt", "");
    ended(task);
    String path = "/v0.10/task/" + task + "/event_list";
    JsonNode events = ann.globus().get(path, "limit", "1000", "offset", "0", "filter", "").ok();
    assertThat(events.path("DATA_TYPE").asText()).isEqualTo("event_list");
    assertThat(events.path("total").asInt()).isEqualTo(events.path("DATA").size()).isPositive();
    JsonNode oldest = events.path("DATA").path(events.path("DATA").size() - 1);
    assertThat(oldest.path("code").asText()).isEqualTo("STARTED");
    for (JsonNode event : events.path("DATA")) {
      assertThat(event.path("DATA_TYPE").asText()).isEqualTo("event");
      assertThat(event.path("details").isTextual()).isTrue();
      assertThat(event.path("description").isTextual()).isTrue();
      assertThat(event.path("is_error").isBoolean()).isTrue();
    }
    JsonNode errors = ann.globus().get(path, "filter", "is_error:1").ok();
    JsonNode others = ann.globus().get(path, "filter", "is_error:0").ok();
    assertThat(errors.path("DATA").findValuesAsText("is_error")).containsOnly("true").isNotEmpty();
    assertThat(others.path("DATA").findValuesAsText("is_error")).containsOnly("false").isNotEmpty();
    assertThat(errors.path("total").asInt() + others.path("total").asInt())
        .isEqualTo(events.path("total").asInt());
    assertThat(ann.globus().get(path, "limit", "1", "offset", "1").ok().path("DATA").path(0))
        .isEqualTo(events.path("DATA").path(1));
    ann.globus().get(path, "filter", "code:STARTED").fails(400, "ClientError.BadRequest");
  }

  @Test
  void whatWasSentIsShownWithItsChecksum() {
    String task = submit("sent", "a.txt", ", 'verify_checksum': true");
    ended(task);
    JsonNode sent = ann.globus().get("/v0.10/task/" + task + "/successful_transfers").ok();
    assertThat(sent.path("DATA_TYPE").asText()).isEqualTo("successful_transfers");
    assertThat(sent.has("next_marker")).isTrue();
    assertThat(sent.path("next_marker").isNull()).isTrue();
    JsonNode file = sent.at("/DATA/0");
    assertThat(file.path("DATA_TYPE").asText()).isEqualTo("successful_transfer");
    assertThat(file.path("source_path").asText()).isEqualTo("/" + bucket + "/a.txt");
    assertThat(file.path("destination_path").asText()).isEqualTo("/" + bucket + "/copy-sent");
    assertThat(file.path("size").asInt()).isEqualTo(3);
  }

  @Test
  void whatWasSkippedIsShownWithItsReason() {
    lab.put(bucket, "dir/b.txt", "b");
    String task = submit("skipped", "missing.txt", ", 'skip_source_errors': true");
    JsonNode document = ended(task);
    assertThat(document.path("status").asText()).as(document.toString()).isEqualTo("SUCCEEDED");
    assertThat(document.path("subtasks_skipped_errors").asInt()).isEqualTo(1);
    JsonNode skipped = ann.globus().get("/v0.10/task/" + task + "/skipped_errors").ok();
    JsonNode error = skipped.at("/DATA/0");
    assertThat(error.path("DATA_TYPE").asText()).isEqualTo("skipped_error");
    assertThat(error.path("error_code").asText()).isEqualTo("FILE_NOT_FOUND");
    assertThat(error.path("source_path").asText()).isEqualTo("/" + bucket + "/missing.txt");
    assertThat(error.path("is_directory").isBoolean()).isTrue();
  }

  /** {@code task_wait} ends at {@code INACTIVE} too: somebody has to do something. */
  @Test
  void whatWaitsForCredentialsIsChangedAndCancelled() {
    scene.wantOwnCredentials(lab);
    String task = submit("waiting", "a.txt", ", 'deadline': '2035-01-01 00:00:00'");
    String path = "/v0.10/task/" + task;
    JsonNode running = ended(task);
    assertThat(running.path("status").asText()).isEqualTo("INACTIVE");
    assertThat(running.path("nice_status").asText()).isEqualTo("NO_CREDENTIALS");
    assertThat(running.path("is_ok").asBoolean(true)).isFalse();
    assertThat(running.path("completion_time").isNull()).isTrue();
    assertThat(list("status:INACTIVE")).containsExactly(task);
    ann.globus().get(path + "/successful_transfers").fails(400, "ClientError.BadRequest");
    assertThat(running.path("deadline").asText()).isEqualTo("2035-01-01T00:00:00+00:00");
    JsonNode updated =
        ann.globus()
            .put(path, "{'DATA_TYPE': 'task', 'label': 'other', 'deadline': '2036-01-01'}")
            .ok();
    assertThat(updated.path("code").asText()).isEqualTo("Updated");
    JsonNode cancelled = ann.globus().post(path + "/cancel").ok();
    assertThat(cancelled.path("DATA_TYPE").asText()).isEqualTo("result");
    assertThat(cancelled.path("code").asText()).isEqualTo("Canceled");
    JsonNode ended =
        await()
            .until(
                () -> ann.globus().get(path).ok(),
                document -> !document.path("completion_time").isNull());
    assertThat(ended.path("label").asText()).isEqualTo("other");
    assertThat(ended.path("deadline").asText()).startsWith("2036-01-01");
    assertThat(ended.path("status").asText()).isEqualTo("FAILED");
    assertThat(ended.at("/fatal_error/code").asText()).isEqualTo("CANCELED");
    assertThat(ann.globus().post(path + "/cancel").ok().path("message").isTextual())
        .as("clients send a cancellation again")
        .isTrue();
    ann.globus().put(path, "{'DATA_TYPE': 'task', 'label': 'late'}").fails(409, "Conflict");
  }

  @Test
  void aTaskThatHasEndedIsRemovedFromLists() {
    String task = submit("gone", "a.txt", "");
    ended(task);
    assertThat(ann.globus().post("/v0.10/task/" + task + "/remove").ok().path("code").isTextual())
        .isTrue();
    assertThat(list("")).isEmpty();
  }

  @Test
  void nothingIsEverPaused() {
    String task = submit("paused", "a.txt", "");
    JsonNode info = ann.globus().get("/v0.10/task/" + task + "/pause_info").ok();
    assertThat(info.path("pause_rules").isArray()).isTrue();
    assertThat(info.path("pause_rules")).isEmpty();
  }

  @Test
  void tasksOfOthersAreNotThere() {
    String task = submit("mine", "a.txt", "");
    Person bob = scene.person();
    for (String path : new String[] {"", "/event_list", "/successful_transfers", "/pause_info"}) {
      bob.globus().get("/v0.10/task/" + task + path).fails(404, "ClientError.NotFound");
    }
    bob.globus().post("/v0.10/task/" + task + "/cancel").fails(404, "ClientError.NotFound");
    ann.globus().get("/v0.10/task/nonsense").fails(404, "ClientError.NotFound");
  }
}
