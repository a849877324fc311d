package io.windlass.server.fsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.CreatedAwsKey;
import io.windlass.foundation.Secret;
import io.windlass.server.fsx.FsxScene.Person;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands that AWS has published, by the real CLI, on a directory that is really linked. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class AwsCliTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The id of the published commands. */
  private static final String FILE_SYSTEM = "fs-0123456789abcdef0";

  @Inject FsxScene scene;
  @TempDir Path home;
  private Person admin;
  private Aws aws;
  private String project;

  @BeforeEach
  void begin() {
    admin = scene.administrator();
    aws = new Aws(FsxScene.server(), admin.key(), home);
    project = scene.project(admin);
  }

  @ParameterizedTest
  @MethodSource("io.windlass.server.fsx.Aws#installed")
  void thePublishedCommandsWorkFromCreationToDeletion(String program) throws IOException {
    aws = new Aws(program, FsxScene.server(), admin.key(), home);
    Path directory = Files.createDirectory(home.resolve("lustre"));
    FsxScene.Bucket bucket = scene.openBucket(admin, project);
    bucket.put("myPrefix/hello.txt", "hello");

    JsonNode fileSystem = createFileSystem(directory).path("FileSystem");
    assertThat(fileSystem.path("FileSystemId").asText()).isEqualTo(FILE_SYSTEM);
    String association =
        aws.ok(
                "create-data-repository-association",
                "--file-system-id",
                FILE_SYSTEM,
                "--file-system-path",
                "/ns1/path1/",
                "--data-repository-path",
                "s3://" + bucket.name() + "/myPrefix/",
                "--s3",
                "AutoImportPolicy={Events=[NEW,CHANGED,DELETED]},AutoExportPolicy={}")
            .at("/Association/AssociationId")
            .asText();
    awaitAssociation(association, "AVAILABLE");

    String task = importAll(bucket);
    assertThat(directory.resolve("ns1/path1/hello.txt")).hasContent("hello");
    assertThat(aws.run("cancel-data-repository-task", "--task-id", task).error())
        .isEqualTo("DataRepositoryTaskEnded");
    exportAll(bucket, directory);
    updateAndTag(association);
    deleteAll(association, directory);
  }

  private JsonNode createFileSystem(Path directory) {
    return aws.ok(
        "create-file-system",
        "--client-request-token",
        "CRT1234",
        "--file-system-type",
        "LUSTRE",
        "--file-system-type-version",
        "2.15",
        "--storage-capacity",
        "1200",
        "--lustre-configuration",
        "DeploymentType=PERSISTENT_2,PerUnitStorageThroughput=125",
        "--subnet-ids",
        "subnet-012345678",
        "--tags",
        "Key=windlass:file-system-id,Value=" + FILE_SYSTEM,
        "Key=windlass:directory,Value=" + directory,
        "Key=windlass:project,Value=" + project);
  }

  private String importAll(FsxScene.Bucket bucket) {
    String task =
        aws.ok(
                "create-data-repository-task",
                "--file-system-id",
                FILE_SYSTEM,
                "--type",
                "IMPORT_METADATA_FROM_REPOSITORY",
                "--paths",
                "s3://" + bucket.name() + "/myPrefix/",
                "--report",
                "Enabled=true,Path=s3://%s/myPrefix/reports,".formatted(bucket.name())
                    + "Format=REPORT_CSV_20191124,Scope=FAILED_FILES_ONLY")
            .at("/DataRepositoryTask/TaskId")
            .asText();
    awaitTask(task);
    JsonNode succeeded =
        aws.ok(
                "describe-data-repository-tasks",
                "--filters",
                "Name=file-system-id,Values=" + FILE_SYSTEM,
                "Name=task-lifecycle,Values=SUCCEEDED")
            .path("DataRepositoryTasks");
    // those of a file system of this id that is gone come before it
    JsonNode described = succeeded.path(succeeded.size() - 1);
    assertThat(described.path("TaskId").asText()).isEqualTo(task);
    assertThat(described.at("/Status/FailedCount").asInt()).isZero();
    assertThat(described.at("/Status/TotalCount").asInt())
        .isEqualTo(described.at("/Status/SucceededCount").asInt())
        .isPositive();
    return task;
  }

  private void awaitTask(String task) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    admin
                        .fsx()
                        .call("DescribeDataRepositoryTasks", "{'TaskIds': ['" + task + "']}")
                        .ok()
                        .at("/DataRepositoryTasks/0/Lifecycle")
                        .asText())
                .isEqualTo("SUCCEEDED"));
  }

  /** As published: paths with blanks between them, below the root, with a report. */
  private void exportAll(FsxScene.Bucket bucket, Path directory) throws IOException {
    Files.writeString(directory.resolve("ns1/path1/made.txt"), "made here");
    Files.createDirectory(directory.resolve("ns1/path1/dir"));
    Files.writeString(directory.resolve("ns1/path1/dir/too.txt"), "here too");
    String task =
        aws.ok(
                "create-data-repository-task",
                "--file-system-id",
                FILE_SYSTEM,
                "--type",
                "EXPORT_TO_REPOSITORY",
                "--paths",
                "ns1/path1/made.txt",
                "/ns1/path1/dir",
                "--report",
                "Enabled=true,Path=s3://%s/myPrefix/reports,".formatted(bucket.name())
                    + "Format=REPORT_CSV_20191124,Scope=FAILED_FILES_ONLY")
            .at("/DataRepositoryTask/TaskId")
            .asText();
    awaitTask(task);
    assertThat(bucket.text("myPrefix/made.txt")).isEqualTo("made here");
    assertThat(bucket.text("myPrefix/dir/too.txt")).isEqualTo("here too");
    assertThat(bucket.text("myPrefix/reports/" + task + "/failures.csv")).isEmpty();
  }

  private void updateAndTag(String association) {
    JsonNode updated =
        aws.ok(
                "update-data-repository-association",
                "--association-id",
                association,
                "--s3",
                "AutoImportPolicy={Events=[NEW]},AutoExportPolicy={Events=[]}")
            .path("Association");
    assertThat(updated.at("/S3/AutoImportPolicy/Events").toString()).isEqualTo("[\"NEW\"]");
    String arn = updated.path("ResourceARN").asText();
    Aws.Done tagged =
        aws.run("tag-resource", "--resource-arn", arn, "--tags", "Key=Department,Value=R&D @ x");
    assertThat(tagged.error()).isEqualTo("BadRequest");
    assertThat(
            aws.run("tag-resource", "--resource-arn", arn, "--tags", "Key=Department,Value=Labs")
                .code())
        .isZero();
    assertThat(aws.ok("list-tags-for-resource", "--resource-arn", arn).path("Tags").toString())
        .isEqualTo("[{\"Key\":\"Department\",\"Value\":\"Labs\"}]");
    awaitAssociation(association, "AVAILABLE");
  }

  private void deleteAll(String association, Path directory) {
    JsonNode deleted =
        aws.ok(
            "delete-data-repository-association",
            "--association-id",
            association,
            "--no-delete-data-in-file-system");
    assertThat(deleted.path("Lifecycle").asText()).isEqualTo("DELETING");
    assertThat(deleted.path("DeleteDataInFileSystem").asBoolean()).isFalse();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> describe(association).fails(400, "DataRepositoryAssociationNotFound"));
    assertThat(
            aws.run("describe-data-repository-associations", "--association-ids", association)
                .error())
        .isEqualTo("DataRepositoryAssociationNotFound");
    assertThat(directory.resolve("ns1/path1/hello.txt")).hasContent("hello");
    assertThat(
            aws.ok("delete-file-system", "--file-system-id", FILE_SYSTEM)
                .path("Lifecycle")
                .asText())
        .isEqualTo("DELETING");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            admin
                .fsx()
                .call("DescribeFileSystems", "{'FileSystemIds': ['" + FILE_SYSTEM + "']}")
                .fails(400, "FileSystemNotFound"));
    assertThat(directory.resolve("ns1/path1/hello.txt")).hasContent("hello");
  }

  private Fsx.Reply describe(String association) {
    return admin
        .fsx()
        .call("DescribeDataRepositoryAssociations", "{'AssociationIds': ['" + association + "']}");
  }

  private void awaitAssociation(String association, String lifecycle) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(describe(association).ok().at("/Associations/0/Lifecycle").asText())
                .isEqualTo(lifecycle));
  }

  @Test
  void pagesGoThroughTheCliAsTheyAre() {
    String bucket = scene.bucket(admin, project);
    String fileSystem = scene.fileSystem(admin, project).path("FileSystemId").asText();
    try {
      for (String name : new String[] {"one", "two"}) {
        aws.ok(
            "create-data-repository-association",
            "--file-system-id",
            fileSystem,
            "--file-system-path",
            "/" + name,
            "--data-repository-path",
            "s3://" + bucket + "/" + name,
            "--batch-import-meta-data-on-create");
      }
      String filter = "Name=file-system-id,Values=" + fileSystem;
      JsonNode first =
          aws.ok(
              "describe-data-repository-associations", "--filters", filter, "--max-results", "1");
      JsonNode second =
          aws.ok(
              "describe-data-repository-associations",
              "--filters",
              filter,
              "--next-token",
              first.path("NextToken").asText());

      assertThat(first.at("/Associations/0/FileSystemPath").asText()).isEqualTo("/one");
      assertThat(first.at("/Associations/0/BatchImportMetaDataOnCreate").asBoolean()).isTrue();
      assertThat(second.at("/Associations/0/FileSystemPath").asText()).isEqualTo("/two");
      assertThat(second.has("NextToken")).isFalse();
    } finally {
      scene.forget(fileSystem);
    }
  }

  @Test
  void theCliNamesTheErrorsOfTheService() {
    assertThat(
            aws.run(
                    "create-data-repository-association",
                    "--file-system-id",
                    "fs-00000000000000000",
                    "--data-repository-path",
                    "s3://bucket/prefix")
                .error())
        .isEqualTo("FileSystemNotFound");
    Aws.Done shape =
        aws.run("describe-file-systems", "--file-system-ids", "file-system", "--max-results", "5");
    assertThat(shape.error()).isEqualTo("BadRequest");
    assertThat(shape.err()).contains("1 validation error detected", "fileSystemIds.1.member");
    Aws stranger =
        new Aws(
            FsxScene.server(),
            new CreatedAwsKey(admin.key().key(), Secret.of(UUID.randomUUID().toString())),
            home);
    assertThat(stranger.run("describe-file-systems").error())
        .isEqualTo("InvalidSignatureException");
  }
}
