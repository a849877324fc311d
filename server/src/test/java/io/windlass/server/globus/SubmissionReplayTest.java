package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.server.globus.GlobusScene.Lab;
import io.windlass.server.globus.GlobusScene.Person;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code globus transfer}, {@code delete} and {@code rm}: what they send, and what comes of it. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class SubmissionReplayTest {
  private static final String TRANSFER = "/v0.10/transfer";
  private static final String DELETE = "/v0.10/delete";

  @Inject GlobusScene scene;
  private Person ann;
  private Lab lab;
  private String source;
  private String target;

  @BeforeEach
  void begin() {
    ann = scene.person();
    lab = scene.lab(ann);
    source = lab.bucket();
    target = lab.bucket();
    lab.put(source, "data/a.txt", "aaa");
    lab.put(source, "data/sub/b.txt", "bb");
    lab.put(source, "data/sub/c.dat", "c");
  }

  private String submissionId() {
    JsonNode id = ann.globus().get("/v0.10/submission_id").ok();
    assertThat(id.path("DATA_TYPE").asText()).isEqualTo("submission_id");
    return id.path("value").asText();
  }

  /** As the command line writes it, with everything that its options leave as they are. */
  private String transfer(String submissionId, String more, String item) {
    return """
    {'DATA_TYPE': 'transfer', 'DATA': [{'DATA_TYPE': 'transfer_item', %s}],
     'source_endpoint': '%s', 'destination_endpoint': '%s', 'submission_id': '%s',
     'verify_checksum': true, 'preserve_timestamp': false, 'encrypt_data': false,
     'skip_source_errors': false, 'fail_on_quota_errors': false,
     'delete_destination_extra': false, 'notify_on_succeeded': true,
     'notify_on_failed': true, 'notify_on_inactive': true %s}
    """
        .formatted(item, lab.id(), lab.id(), submissionId, more);
  }

  private String item(String from, String to) {
    return "'source_path': '/%s/%s', 'destination_path': '/%s/%s'"
        .formatted(source, from, target, to);
  }

  private String directory() {
    return item("data/", "copy/") + ", 'recursive': true";
  }

  private JsonNode submitted(String body) {
    JsonNode answer = ann.globus().post(TRANSFER, body).is(202);
    assertThat(answer.path("DATA_TYPE").asText()).isEqualTo("transfer_result");
    assertThat(answer.path("code").asText()).isEqualTo("Accepted");
    assertThat(answer.path("message").isTextual()).isTrue();
    return answer;
  }

  /** As {@code task_wait}: polls while the task is active. */
  private JsonNode waited(JsonNode answer) {
    String task = "/v0.10/task/" + answer.path("task_id").asText();
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> ann.globus().get(task).ok(),
            document -> !document.path("status").asText().equals("ACTIVE"));
  }

  @Test
  void aDirectoryIsTransferred() {
    String submission = submissionId();
    JsonNode answer = submitted(transfer(submission, "", directory()));
    assertThat(answer.path("submission_id").asText()).isEqualTo(submission);
    assertThat(answer.path("resource").asText()).isEqualTo(TRANSFER);
    assertThat(answer.at("/task_link/href").asText())
        .isEqualTo("/v0.10/task/" + answer.path("task_id").asText() + "?format=json");
    JsonNode task = waited(answer);
    assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("SUCCEEDED");
    assertThat(task.path("files").asInt()).isEqualTo(3);
    assertThat(task.path("files_transferred").asInt()).isEqualTo(3);
    assertThat(task.path("bytes_transferred").asInt()).isEqualTo(6);
    assertThat(lab.text(target, "copy/sub/b.txt")).contains("bb");
  }

  @Test
  void theSameSubmissionMakesNoSecondTask() {
    String body = transfer(submissionId(), "", item("data/a.txt", "a.txt"));
    JsonNode first = submitted(body);
    JsonNode again = ann.globus().post(TRANSFER, body).is(200);
    assertThat(again.path("code").asText()).isEqualTo("Duplicate");
    assertThat(again.path("task_id")).isEqualTo(first.path("task_id"));
    waited(first);
    assertThat(ann.globus().post(TRANSFER, body).is(200).path("task_id"))
        .as("also when it has ended")
        .isEqualTo(first.path("task_id"));
  }

  @Test
  void theSameSubmissionIdWithAnotherBodyIsRefused() {
    String submission = submissionId();
    waited(submitted(transfer(submission, "", item("data/a.txt", "a.txt"))));
    ann.globus()
        .post(TRANSFER, transfer(submission, "", item("data/a.txt", "b.txt")))
        .fails(400, "ClientError.BadRequest");
  }

  @Test
  void whatIsNeitherFileNorDirectoryAsSaidFails() {
    JsonNode task =
        waited(
            submitted(
                transfer(submissionId(), "", item("data/a.txt", "a") + ", 'recursive': true")));
    assertThat(task.path("status").asText()).isEqualTo("FAILED");
    assertThat(task.at("/fatal_error/code").isTextual()).isTrue();
    assertThat(task.at("/fatal_error/description").isTextual()).isTrue();
  }

  @Test
  void filterRulesDecideAboutNames() {
    String rules =
        ", 'filter_rules': [{'DATA_TYPE': 'filter_rule', 'method': 'include', 'name': '*.txt',"
            + " 'type': 'file'}, {'DATA_TYPE': 'filter_rule', 'method': 'exclude', 'name': '*',"
            + " 'type': 'file'}]";
    JsonNode task = waited(submitted(transfer(submissionId(), rules, directory())));
    assertThat(task.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(task.path("files_transferred").asInt()).isEqualTo(2);
    assertThat(lab.text(target, "copy/sub/c.dat")).isEmpty();
    assertThat(task.at("/filter_rules/0/method").asText()).isEqualTo("include");
    assertThat(task.at("/filter_rules/1/type").asText()).isEqualTo("file");
  }

  @Test
  void aSyncLevelSendsOnlyWhatDiffers() {
    lab.put(target, "copy/a.txt", "aaa");
    lab.put(target, "copy/sub/b.txt", "other size");
    JsonNode task = waited(submitted(transfer(submissionId(), ", 'sync_level': 1", directory())));
    assertThat(task.path("sync_level").asInt(-1)).isEqualTo(1);
    assertThat(task.path("files_skipped").asInt()).isEqualTo(1);
    assertThat(task.path("files_transferred").asInt()).isEqualTo(2);
    assertThat(lab.text(target, "copy/sub/b.txt")).contains("bb");
  }

  @Test
  void anExternalChecksumMustFit() {
    String checksum = ", 'external_checksum': '47bce5c74f589f4867dbd57e9ca9f808'";
    JsonNode fits =
        waited(
            submitted(
                transfer(
                    submissionId(),
                    "",
                    item("data/a.txt", "a") + checksum.replace("47bce5c7", "47BCE5C7"))));
    assertThat(fits.path("status").asText()).as(fits.toString()).isEqualTo("SUCCEEDED");
    JsonNode differs =
        waited(submitted(transfer(submissionId(), "", item("data/sub/b.txt", "b") + checksum)));
    assertThat(differs.path("status").asText()).isEqualTo("FAILED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'DATA_TYPE': 'delete'}",
        "{'DATA_TYPE': 'transfer', 'DATA': 5}",
        "{}",
        "",
        "[1]",
        "nonsense"
      })
  void whatIsNoTransferDocumentIsRefused(String body) {
    ann.globus().post(TRANSFER, body).fails(400, "ClientError.BadRequest");
  }

  @Test
  void documentsWithoutItemsHaveACodeOfTheirOwn() {
    ann.globus()
        .post(
            TRANSFER,
            "{'DATA_TYPE': 'transfer', 'DATA': [], 'submission_id': '%s', 'source_endpoint': '%s',"
                    .formatted(UUID.randomUUID(), lab.id())
                + " 'destination_endpoint': '%s'}".formatted(lab.id()))
        .fails(400, "ClientError.BadRequest.NoTransferItems");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", 'sync_level': 4",
        ", 'sync_level': 'size'",
        ", 'deadline': 'soon'",
        ", 'deadline': '2001-01-01'",
        ", 'label': 'two\\nlines'",
        ", 'recursive_symlinks': 'follow'",
        ", 'encrypt_data': true",
        ", 'filter_rules': [{'method': 'drop', 'name': '*'}]"
      })
  void optionsThatMeanNothingAreRefused(String option) {
    ann.globus()
        .post(TRANSFER, transfer(UUID.randomUUID().toString(), option, directory()))
        .fails(400, "ClientError.BadRequest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a.txt', 'recursive': false, 'x': '", "/"})
  void nothingIsWrittenIntoTheRoot(String path) {
    ann.globus()
        .post(
            TRANSFER,
            transfer(
                submissionId(),
                "",
                "'source_path': '/%s/data/a.txt', 'destination_path': '%s'"
                    .formatted(source, path)))
        .fails(400, "ClientError.BadRequest");
  }

  @Test
  void collectionsThatTheCallerMayNotUseAreNotThere() {
    Person bob = scene.person();
    bob.globus()
        .post(TRANSFER, transfer(UUID.randomUUID().toString(), "", directory()))
        .fails(404, "EndpointNotFound");
  }

  /** As {@code globus delete --recursive}. */
  @Test
  void aDirectoryIsDeleted() {
    JsonNode answer =
        ann.globus()
            .post(
                DELETE,
                deletion(
                    "'recursive': true, 'ignore_missing': false, 'interpret_globs': false",
                    "data/"))
            .is(202);
    assertThat(answer.path("DATA_TYPE").asText()).isEqualTo("delete_result");
    JsonNode task = waited(answer);
    assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("SUCCEEDED");
    assertThat(task.path("type").asText()).isEqualTo("DELETE");
    assertThat(task.path("destination_endpoint_id").isNull()).isTrue();
    assertThat(lab.text(source, "data/a.txt")).isEmpty();
    assertThat(lab.text(source, "data/sub/b.txt")).isEmpty();
    String sent = "/v0.10/task/" + task.path("task_id").asText() + "/successful_transfers";
    assertThat(ann.globus().get(sent).ok().path("DATA")).isEmpty();
  }

  /** As {@code globus rm}. */
  @Test
  void globsDeleteWhatTheyFit() {
    JsonNode task =
        waited(
            ann.globus()
                .post(
                    DELETE,
                    deletion("'ignore_missing': false, 'interpret_globs': true", "data/sub/*.txt"))
                .is(202));
    assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("SUCCEEDED");
    assertThat(lab.text(source, "data/sub/b.txt")).isEmpty();
    assertThat(lab.text(source, "data/sub/c.dat")).contains("c");
  }

  private String deletion(String options, String path) {
    return """
    {'DATA_TYPE': 'delete', 'DATA': [{'DATA_TYPE': 'delete_item', 'path': '/%s/%s'}],
     'endpoint': '%s', 'submission_id': '%s', 'notify_on_succeeded': true, %s}
    """
        .formatted(source, path, lab.id(), submissionId(), options);
  }
}
