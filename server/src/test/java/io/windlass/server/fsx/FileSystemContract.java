package io.windlass.server.fsx;

import static io.windlass.server.fsx.AssociationCalls.assertIncompatible;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.catalog.identity.CreatedAwsKey;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Ids;
import io.windlass.server.fsx.FsxScene.Person;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** File systems, request by request. All belong to a node that is down. */
@SuppressWarnings("NullAway.Init")
abstract class FileSystemContract {
  @Inject FsxScene scene;
  private final List<String> made = new ArrayList<>();
  private Person admin;
  private FsxClient fsx;
  private String project;

  @BeforeEach
  void begin() {
    admin = scene.administrator();
    fsx = as(admin.key(), FsxScene.REGION);
    project = scene.project(admin);
  }

  /** Who speaks for somebody. */
  abstract FsxClient as(CreatedAwsKey key, String region);

  @AfterEach
  void end() {
    made.forEach(scene::forget);
  }

  private FsxClient.Reply create(String members, String tags) {
    FsxClient.Reply reply =
        fsx.call(
            "CreateFileSystem",
            "{%s, 'Tags': [{'Key': 'windlass:project', 'Value': '%s'},".formatted(members, project)
                + "{'Key': 'windlass:node', 'Value': 'node_down'}"
                + tags
                + "]}");
    JsonNode id = reply.json().at("/FileSystem/FileSystemId");
    if (id.isTextual()) {
      made.add(id.asText());
    }
    return reply;
  }

  private static String lustre(String configuration, String more) {
    return "'FileSystemType': 'LUSTRE', 'SubnetIds': ['subnet-0123456789abcdef0'],"
        + " 'StorageCapacity': 1200, 'LustreConfiguration': {"
        + configuration
        + "}"
        + more;
  }

  private static String tag(String key, String value) {
    return ", {'Key': '" + key + "', 'Value': '" + value + "'}";
  }

  private static List<String> ids(JsonNode answer) {
    List<String> ids = new ArrayList<>();
    answer.path("FileSystems").forEach(it -> ids.add(it.path("FileSystemId").asText()));
    return ids;
  }

  @Test
  void thePublishedArgumentsMakeAFileSystem() {
    FsxClient.Reply reply =
        create(
            lustre(
                "'DeploymentType': 'PERSISTENT_2', 'PerUnitStorageThroughput': 250,"
                    + " 'AutomaticBackupRetentionDays': 0,"
                    + " 'LogConfiguration': {'Level': 'WARN_ERROR', 'Destination':"
                    + " 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/fsx/x'}",
                ", 'FileSystemTypeVersion': '2.15', 'SecurityGroupIds': ['sg-0123456789abcdef0']"),
            "");
    JsonNode it = reply.ok().path("FileSystem");

    String id = it.path("FileSystemId").asText();
    assertThat(id).matches("fs-[0-9a-f]{17}");
    assertThat(it.path("OwnerId").asText()).matches("\\d{12}");
    assertThat(it.path("ResourceARN").asText())
        .isEqualTo("arn:aws:fsx:us-east-1:" + it.path("OwnerId").asText() + ":file-system/" + id);
    assertThat(it.path("FileSystemType").asText()).isEqualTo("LUSTRE");
    assertThat(it.path("Lifecycle").asText()).isEqualTo("CREATING");
    assertThat(it.path("StorageCapacity").toString()).isEqualTo("1200");
    assertThat(it.path("StorageType").asText()).isEqualTo("SSD");
    assertThat(it.path("SubnetIds").toString()).isEqualTo("[\"subnet-0123456789abcdef0\"]");
    assertThat(it.path("FileSystemTypeVersion").asText()).isEqualTo("2.15");
    assertThat(it.path("DNSName").asText()).startsWith(id + ".");
    assertThat(it.at("/LustreConfiguration/DeploymentType").asText()).isEqualTo("PERSISTENT_2");
    assertThat(it.at("/LustreConfiguration/PerUnitStorageThroughput").asInt()).isEqualTo(250);
    assertThat(it.at("/LustreConfiguration/MountName").asText()).matches("[0-9a-f]{8}");
    assertThat(it.at("/LustreConfiguration/LogConfiguration/Level").asText())
        .isEqualTo("WARN_ERROR");
    assertThat(it.path("Tags")).hasSize(2);
    reply.hasTime("CreationTime");
    JsonNode described = fsx.call("DescribeFileSystems", "{'FileSystemIds': ['" + id + "']}").ok();
    assertThat(described.at("/FileSystems/0")).isEqualTo(it);
  }

  @Test
  void anIdMayBeFixedSoThatDocumentedCommandsFindIt() {
    String id = "fs-" + hex();
    String tags = tag("windlass:file-system-id", id) + tag("windlass:directory", "/srv/" + id);

    assertThat(create(lustre("", ""), tags).ok().at("/FileSystem/FileSystemId").asText())
        .isEqualTo(id);
    create(lustre("", ""), tags).badRequest();
    create(lustre("", ""), tag("windlass:file-system-id", "fs-1")).badRequest();
  }

  private static String hex() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 17);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'FileSystemType': 'WINDOWS', 'SubnetIds': ['subnet-01234567'], 'StorageCapacity': 1 | UnsupportedOperation
          'FileSystemType': 'NFS', 'SubnetIds': ['subnet-01234567'], 'StorageCapacity': 1 | BadRequest
          'FileSystemType': 'LUSTRE', 'SubnetIds': ['subnet-01234567'], 'StorageCapacity': 1 | MissingFileSystemConfiguration
          'FileSystemType': 'LUSTRE', 'SubnetIds': ['subnet-01234567'], 'LustreConfiguration': {} | BadRequest
          'FileSystemType': 'LUSTRE', 'SubnetIds': ['net-1'], 'StorageCapacity': 1, 'LustreConfiguration': {} | BadRequest
          'FileSystemType': 'LUSTRE', 'SubnetIds': [], 'StorageCapacity': 1, 'LustreConfiguration': {} | BadRequest
          'FileSystemType': 'LUSTRE', 'StorageCapacity': 1, 'LustreConfiguration': {} | BadRequest
          LUSTRE 'DeploymentType': 'SCRATCH_1' | UnsupportedOperation
          LUSTRE 'DeploymentType': 'PERSISTENT_3' | BadRequest
          LUSTRE 'AutomaticBackupRetentionDays': 7 | BadRequest
          LUSTRE 'ImportPath': 's3://bucket/prefix' | BadRequest
          LUSTRE 'AutoImportPolicy': 'NEW' | BadRequest
          LUSTRE 'LogConfiguration': {'Level': 'ALL'} | BadRequest
          LUSTRE }, 'FileSystemTypeVersion': '2.10', 'Else': { | UnsupportedOperation
          LUSTRE }, 'FileSystemTypeVersion': '2.14', 'Else': { | BadRequest
          LUSTRE }, 'StorageType': 'INTELLIGENT_TIERING', 'Else': { | UnsupportedOperation
          """)
  void whatIsNotSupportedIsRefused(String members, String code) {
    String request =
        members.startsWith("LUSTRE") ? lustre(members.substring("LUSTRE".length()), "") : members;

    FsxClient.Reply reply = create(request, "");
    if (code.equals("BadRequest")) {
      reply.badRequest();
    } else {
      reply.fails(400, code);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          windlass:directory | relative/path
          windlass:mount-point | relative
          windlass:device | /
          windlass:project | nobodys
          """)
  void placesThatAreNoneAreRefused(String key, String value) {
    create(lustre("", ""), tag(key, value)).fails(400, "BadRequest");
  }

  @Test
  void onePlaceIsEnough() {
    create(lustre("", ""), tag("windlass:directory", "/a/b") + tag("windlass:device", "/dev/c"))
        .badRequest();
  }

  @Test
  void withSeveralProjectsOneMustBeNamed() {
    scene.project(admin);
    assertThat(fsx.call("CreateFileSystem", "{" + lustre("", "") + "}").badRequest())
        .contains("windlass:project");
  }

  @Test
  void theSameTokenMakesOneFileSystem() {
    String token = ", 'ClientRequestToken': '" + Ids.random(20) + "'";
    JsonNode first = create(lustre("", token), "").ok().path("FileSystem");

    assertThat(create(lustre("", token), "").ok().at("/FileSystem/FileSystemId"))
        .isEqualTo(first.path("FileSystemId"));
    assertIncompatible(
        create(lustre("'PerUnitStorageThroughput': 250", token), ""), "LustreConfiguration");
    assertIncompatible(create(lustre("", token).replace("1200", "2400"), ""), "StorageCapacity");
    assertIncompatible(create(lustre("", token).replace("abcdef0", "abcdef1"), ""), "SubnetIds");
    assertIncompatible(create(lustre("", token), tag("Name", "another")), "Tags");
  }

  @Test
  void aHundredAreTheMost() {
    FsxClient.Reply last = create(lustre("", ""), "");
    while (last.worked()) {
      last = create(lustre("", ""), "");
    }

    last.fails(400, "ServiceLimitExceeded");
    last.says("Limit", "FILE_SYSTEM_COUNT");
    assertThat(made).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void pagesFollowTheOrderOfCreation() {
    for (int i = 0; i < 3; i++) {
      create(lustre("", ""), "").ok();
    }
    String wanted = "'FileSystemIds': ['" + String.join("', '", made) + "']";

    JsonNode first = fsx.call("DescribeFileSystems", "{'MaxResults': 2, " + wanted + "}").ok();
    String next = ", 'NextToken': '" + first.path("NextToken").asText() + "'}";
    JsonNode second = fsx.call("DescribeFileSystems", "{" + wanted + next).ok();

    List<String> all = new ArrayList<>(ids(first));
    all.addAll(ids(second));
    assertThat(all).isEqualTo(made);
    assertThat(second.has("NextToken")).isFalse();
  }

  @Test
  void deletionAnswersFlatAndKeepsBackupsOut() {
    String id = create(lustre("", ""), "").ok().at("/FileSystem/FileSystemId").asText();
    String request = "{'FileSystemId': '" + id + "'%s}";

    fsx.call(
            "DeleteFileSystem",
            request.formatted(", 'LustreConfiguration': {'SkipFinalBackup': false}"))
        .badRequest();
    String token = ", 'ClientRequestToken': '" + Ids.random(20) + "'";
    String asked = ", 'LustreConfiguration': {'SkipFinalBackup': true}" + token;
    assertThat(fsx.call("DeleteFileSystem", request.formatted(asked)).ok().toString())
        .isEqualTo("{\"FileSystemId\":\"%s\",\"Lifecycle\":\"DELETING\"}".formatted(id));
    fsx.call("DeleteFileSystem", request.formatted(asked)).ok();
  }

  @Test
  void whatIsNotThereOrNotOnesOwnIsNotFound() {
    String id = create(lustre("", ""), "").ok().at("/FileSystem/FileSystemId").asText();
    FsxClient stranger =
        as(scene.person(false, EnumSet.of(Scope.VIEW, Scope.MODIFY)).key(), FsxScene.REGION);
    String request = "{'FileSystemIds': ['%s']}";

    fsx.call("DescribeFileSystems", request.formatted("fs-0123456789abcdef0"))
        .fails(400, "FileSystemNotFound");
    fsx.call("DeleteFileSystem", "{'FileSystemId': 'fs-0123456789abcdef0'}")
        .fails(400, "FileSystemNotFound");
    stranger.call("DescribeFileSystems", request.formatted(id)).fails(400, "FileSystemNotFound");
    stranger
        .call("DeleteFileSystem", "{'FileSystemId': '" + id + "'}")
        .fails(400, "FileSystemNotFound");
    assertThat(ids(stranger.call("DescribeFileSystems", "{}").ok())).doesNotContain(id);
  }
}
