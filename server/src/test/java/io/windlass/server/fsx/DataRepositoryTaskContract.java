package io.windlass.server.fsx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.filesystem.FileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data repository tasks, request by request. */
abstract class DataRepositoryTaskContract extends AssociationCalls {
  private static final String NO_REPORT = "'Report': {'Enabled': false}";

  @BeforeEach
  void serve() {
    scene.fileSystemIs(fileSystem, FileSystem.Lifecycle.AVAILABLE);
  }

  private FsxClient.Reply task(String type, String more) {
    return fsx.call(
        "CreateDataRepositoryTask",
        "{'FileSystemId': '%s', 'Type': '%s', %s}".formatted(fileSystem, type, more));
  }

  private FsxClient.Reply imports(String more) {
    return task("IMPORT_METADATA_FROM_REPOSITORY", NO_REPORT + more);
  }

  private FsxClient.Reply tasks(String request) {
    return fsx.call("DescribeDataRepositoryTasks", request);
  }

  private static String id(FsxClient.Reply reply) {
    return reply.ok().at("/DataRepositoryTask/TaskId").asText();
  }

  private static List<String> taskIds(JsonNode answer) {
    List<String> ids = new ArrayList<>();
    answer.path("DataRepositoryTasks").forEach(it -> ids.add(it.path("TaskId").asText()));
    return ids;
  }

  @Test
  void aTaskComesBackAsItWasAskedFor() {
    created("/ns1", "/p");
    String report = "s3://" + bucket + "/p/reports/";

    FsxClient.Reply reply =
        task(
            "RELEASE_DATA_FROM_FILESYSTEM",
            "'Paths': ['ns1/a', '/ns1/b'], 'Report': {'Enabled': true, 'Path': '"
                + report
                + "', 'Format': 'REPORT_CSV_20191124', 'Scope': 'FAILED_FILES_ONLY'},"
                + " 'ReleaseConfiguration': {'DurationSinceLastAccess':"
                + " {'Unit': 'DAYS', 'Value': 30}}, 'Tags': [{'Key': 'a', 'Value': 'b'}]");
    JsonNode task = reply.ok().path("DataRepositoryTask");

    String id = task.path("TaskId").asText();
    assertThat(id).matches("task-[0-9a-f]{17}");
    assertThat(task.path("ResourceARN").asText())
        .matches("arn:aws:fsx:us-east-1:\\d{12}:task/" + id);
    assertThat(task.path("Lifecycle").asText()).isEqualTo("PENDING");
    assertThat(task.path("Type").asText()).isEqualTo("RELEASE_DATA_FROM_FILESYSTEM");
    assertThat(task.path("FileSystemId").asText()).isEqualTo(fileSystem);
    assertThat(task.path("Paths").toString()).isEqualTo("[\"ns1/a\",\"/ns1/b\"]");
    assertThat(task.path("Report").toString())
        .isEqualTo(
            "{\"Enabled\":true,\"Path\":\"%s\",\"Format\":\"REPORT_CSV_20191124\","
                    .formatted(report)
                + "\"Scope\":\"FAILED_FILES_ONLY\"}");
    assertThat(task.path("ReleaseConfiguration").toString())
        .isEqualTo("{\"DurationSinceLastAccess\":{\"Unit\":\"DAYS\",\"Value\":30}}");
    assertThat(task.path("Tags").toString()).isEqualTo("[{\"Key\":\"a\",\"Value\":\"b\"}]");
    reply.hasTime("CreationTime");
    for (String later :
        new String[] {"StartTime", "EndTime", "FailureDetails", "CapacityToRelease"}) {
      assertThat(task.has(later)).as(later).isFalse();
    }
  }

  @Test
  void withoutALinkThereIsNothingToDo() {
    imports("").badRequest();
  }

  @Test
  void anEnabledReportIsCompleteAndLiesUnderALink() {
    created("/ns1", "/p");
    String type = "IMPORT_METADATA_FROM_REPOSITORY";
    String rest = ", 'Format': 'REPORT_CSV_20191124', 'Scope': 'FAILED_FILES_ONLY'}";

    task(type, "'Report': {'Enabled': true}").badRequest();
    task(type, "'Report': {'Enabled': true, 'Path': 's3://" + bucket + "/p/r'}").badRequest();
    task(type, "'Report': {}").badRequest();
    task(type, "'Paths': []").badRequest();
    task(type, "'Report': {'Enabled': true, 'Path': 's3://" + bucket + "/other'" + rest)
        .badRequest();
    task(type, "'Report': {'Enabled': true, 'Path': 's3://" + bucket + "/p2'" + rest).badRequest();
    task(type, "'Report': {'Enabled': true, 'Path': 'reports'" + rest).badRequest();
    task(type, "'Report': {'Enabled': true, 'Path': 's3://" + bucket + "/p/r'" + rest).ok();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Format': 'CSV'",
        "'Scope': 'ALL_FILES'",
      })
  void wordsOfAReportAreChecked(String member) {
    task("IMPORT_METADATA_FROM_REPOSITORY", "'Report': {'Enabled': false, " + member + "}")
        .badRequest();
  }

  @Test
  void exportsAndAutomaticExportsCannotBeTogether() {
    create("/ns1", "s3://" + bucket + "/p", ", 'S3': {'AutoExportPolicy': {'Events': ['NEW']}}")
        .ok();

    task("EXPORT_TO_REPOSITORY", NO_REPORT).badRequest();
    imports("").ok();
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO_RELEASE_DATA, UnsupportedOperation",
    "EVERYTHING, BadRequest",
  })
  void otherTypesAreRefused(String type, String code) {
    created("/ns1", "/p");

    task(type, NO_REPORT).fails(400, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", 'CapacityToRelease': 1",
        ", 'CapacityToRelease': 0",
        ", 'ReleaseConfiguration': {}",
        ", 'Paths': ['a\\nb']",
      })
  void whatDoesNotBelongToAnImportIsRefused(String member) {
    created("/ns1", "/p");

    imports(member).badRequest();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "9223372036854775807", "9223372036854775808"})
  void anAgeIsANumberOfDays(String value) {
    created("/ns1", "/p");

    task(
            "RELEASE_DATA_FROM_FILESYSTEM",
            NO_REPORT
                + ", 'ReleaseConfiguration': {'DurationSinceLastAccess': {'Unit': 'DAYS', 'Value': "
                + value
                + "}}")
        .badRequest();
  }

  @Test
  void aHundredPathsAreTheMost() {
    created("/ns1", "/p");

    String paths = "'a'" + ", 'a'".repeat(100);
    task("EXPORT_TO_REPOSITORY", NO_REPORT + ", 'Paths': [" + paths + "]").badRequest();
  }

  @Test
  void theCopyOfAnOpenTaskIsRefused() {
    created("/ns1", "/p");
    String one = ", 'Paths': ['s3://" + bucket + "/p/a']";
    imports(one).ok();

    imports(one).fails(400, "DataRepositoryTaskExecuting");
    imports("").ok();
    task("EXPORT_TO_REPOSITORY", NO_REPORT + ", 'Paths': ['ns1/a']").ok();
  }

  @Test
  void aPathOutsideEveryLinkIsAcceptedAndFailsLater() {
    created("/ns1", "/p");

    imports(", 'Paths': ['s3://elsewhere/x']").ok();
    task("EXPORT_TO_REPOSITORY", NO_REPORT + ", 'Paths': ['nowhere']").ok();
  }

  @Test
  void theSameTokenMakesOneTask() {
    created("/ns1", "/p");
    String token = ", 'ClientRequestToken': '" + UUID.randomUUID() + "'";
    String first = id(imports(token));

    assertThat(id(imports(token))).isEqualTo(first);
    assertIncompatible(imports(token + ", 'Paths': ['s3://" + bucket + "/p']"), "Paths");
    assertIncompatible(task("EXPORT_TO_REPOSITORY", NO_REPORT + token), "Type");
    assertIncompatible(imports(token + ", 'Tags': [{'Key': 'a', 'Value': 'b'}]"), "Tags");
    assertThat(taskIds(tasks(here()).ok())).containsExactly(first);
  }

  @Test
  void aTaskIsCanceledOnce() {
    created("/ns1", "/p");
    String id = id(imports(""));
    String request = "{'TaskId': '" + id + "'}";

    assertThat(fsx.call("CancelDataRepositoryTask", request).ok().toString())
        .isEqualTo("{\"Lifecycle\":\"CANCELING\",\"TaskId\":\"%s\"}".formatted(id));

    assertThat(
            tasks("{'TaskIds': ['" + id + "']}")
                .ok()
                .at("/DataRepositoryTasks/0/Lifecycle")
                .asText())
        .isEqualTo("CANCELED");
    fsx.call("CancelDataRepositoryTask", request).fails(400, "DataRepositoryTaskEnded");
  }

  @Test
  void aFileSystemWithAnOpenTaskIsKept() {
    created("/ns1", "/p");
    imports("").ok();

    fsx.call("DeleteFileSystem", "{'FileSystemId': '" + fileSystem + "'}").badRequest();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String none = "task-0123456789abcdef0";
    fsx.call("CancelDataRepositoryTask", "{'TaskId': '" + none + "'}")
        .fails(400, "DataRepositoryTaskNotFound");
    tasks("{'TaskIds': ['" + none + "']}").fails(400, "DataRepositoryTaskNotFound");
    tasks("{'Filters': [{'Name': 'file-system-id', 'Values': ['fs-0123456789abcdef0']}]}")
        .fails(400, "FileSystemNotFound");
    fsx.call(
            "CreateDataRepositoryTask",
            "{'FileSystemId': 'fs-0123456789abcdef0', 'Type': 'EXPORT_TO_REPOSITORY', "
                + NO_REPORT
                + "}")
        .fails(400, "FileSystemNotFound");
    fsx.call("CancelDataRepositoryTask", "{'TaskId': 'task-1'}").badRequest();
  }

  @Test
  void filtersAndPagesSayWhatIsListed() {
    String link = created("/ns1", "/p").path("AssociationId").asText();
    String other = created("/ns2", "/q").path("AssociationId").asText();
    String one = id(imports(", 'Paths': ['s3://" + bucket + "/p']"));
    String two = id(imports(", 'Paths': ['s3://" + bucket + "/q']"));
    fsx.call("CancelDataRepositoryTask", "{'TaskId': '" + two + "'}").ok();
    String home = "{'Name': 'file-system-id', 'Values': ['" + fileSystem + "']}";
    String filters = "{'Filters': [" + home + ", {'Name': '%s', 'Values': [%s]}]}";

    assertThat(taskIds(tasks(filters.formatted("task-lifecycle", "'PENDING'")).ok()))
        .containsExactly(one);
    assertThat(taskIds(tasks(filters.formatted("task-lifecycle", "'PENDING', 'CANCELED'")).ok()))
        .containsExactly(one, two);
    tasks(filters.formatted("task-lifecycle", "'SLEEPING'")).badRequest();
    String byLink = "data-repository-association-id";
    assertThat(taskIds(tasks(filters.formatted(byLink, "'" + link + "'")).ok()))
        .containsExactly(one);
    assertThat(taskIds(tasks(filters.formatted(byLink, "'" + other + "'")).ok()))
        .containsExactly(two);
    assertThat(taskIds(tasks(filters.formatted("file-cache-id", "'fc-1'")).ok())).isEmpty();
    tasks(filters.formatted("backup-type", "'x'")).badRequest();

    JsonNode first = tasks("{'MaxResults': 1, 'Filters': [" + home + "]}").ok();
    assertThat(taskIds(first)).containsExactly(one);
    String next = "'NextToken': '" + first.path("NextToken").asText() + "'";
    JsonNode second = tasks("{" + next + ", 'Filters': [" + home + "]}").ok();
    assertThat(taskIds(second)).containsExactly(two);
    assertThat(second.has("NextToken")).isFalse();
    tasks("{" + next + "}").badRequest();
  }
}
