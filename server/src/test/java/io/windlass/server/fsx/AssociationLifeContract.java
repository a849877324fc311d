package io.windlass.server.fsx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.catalog.identity.Scope;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.LinkDetails;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What comes after: changes, deletion, lists. */
abstract class AssociationLifeContract extends AssociationCalls {
  @Test
  void whatIsNotThereIsNotFound() {
    String none = "{'AssociationId': 'dra-0123456789abcdef'}";
    fsx.call("UpdateDataRepositoryAssociation", none)
        .fails(400, "DataRepositoryAssociationNotFound");
    fsx.call("DeleteDataRepositoryAssociation", none)
        .fails(400, "DataRepositoryAssociationNotFound");
    describe("{'AssociationIds': ['dra-0123456789abcdef0']}")
        .fails(400, "DataRepositoryAssociationNotFound");
    fileSystem = "fs-0123456789abcdef0";
    create("/ns1", "/p").fails(400, "FileSystemNotFound");
    create("relative", "nonsense", "").fails(400, "FileSystemNotFound");
    describe("{'Filters': [{'Name': 'file-system-id', 'Values': ['fs-0123456789abcdef0']}]}")
        .fails(400, "FileSystemNotFound");
  }

  @Test
  void pagesHoldTheOrderOfCreationAndTokensTheirFilters() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(created("/ns" + i, "/p" + i).path("AssociationId").asText());
    }
    String filter = "'Filters': [{'Name': 'file-system-id', 'Values': ['" + fileSystem + "']}]";

    JsonNode first = describe("{'MaxResults': 2, " + filter + "}").ok();
    String token = first.path("NextToken").asText();
    assertThat(token).matches("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$");
    assertThat(token.length()).isBetween(1, 255);
    String next = "'NextToken': '" + token + "'";
    JsonNode second = describe("{'MaxResults': 3, " + filter + ", " + next + "}").ok();

    List<String> all = new ArrayList<>(ids(first));
    all.addAll(ids(second));
    assertThat(all).isEqualTo(made);
    assertThat(second.has("NextToken")).isFalse();
    describe("{" + next + "}").badRequest();
    describe("{" + filter + ", 'NextToken': 'AAAA'}").badRequest();
    describe("{" + filter + ", 'NextToken': 'not base64'}").badRequest();
    fsx.call("DescribeFileSystems", "{" + next + "}").badRequest();
    describe("{'MaxResults': 26}").badRequest();
    describe("{'MaxResults': 0}").badRequest();
  }

  @Test
  void filtersSayWhatIsListed() {
    String one = created("/ns1", "/p").path("AssociationId").asText();
    String home = "{'Name': 'file-system-id', 'Values': ['" + fileSystem + "']}";

    assertThat(ids(describe("{'AssociationIds': ['" + one + "']}").ok())).containsExactly(one);
    String filter = "{'Filters': [{'Name': '%s', 'Values': ['%s']}, " + home + "]}";
    assertThat(ids(describe(filter.formatted("data-repository-type", "S3")).ok()))
        .containsExactly(one);
    assertThat(ids(describe(filter.formatted("data-repository-type", "NFS")).ok())).isEmpty();
    assertThat(ids(describe(filter.formatted("file-cache-id", "fc-0123456789abcdef0")).ok()))
        .isEmpty();
    describe(filter.formatted("data-repository-type", "HDFS"))
        .fails(400, "InvalidDataRepositoryType");
    for (String useless :
        new String[] {"backup-type", "file-system-type", "volume-id", "file-cache-type", "other"}) {
      describe(filter.formatted(useless, "x")).badRequest();
    }
    describe("{'Filters': [{'Name': 'file-system-id'}]}").badRequest();
    describe("{'Filters': [{'Values': ['x']}]}").badRequest();
    describe(filter.formatted("file-system-id", "a b")).badRequest();
  }

  @Test
  void anUpdateKeepsWhatItDoesNotName() {
    String id =
        create(
                "/ns1",
                "s3://" + bucket + "/p",
                ", 'S3': {'AutoImportPolicy': {'Events': ['NEW']},"
                    + " 'AutoExportPolicy': {'Events': ['NEW']}}")
            .ok()
            .at("/Association/AssociationId")
            .asText();
    scene.linkIs(id, LinkDetails.Lifecycle.AVAILABLE, Optional.empty());

    JsonNode updated =
        update(id, ", 'S3': {'AutoImportPolicy': {'Events': ['DELETED', 'CHANGED']}}")
            .ok()
            .path("Association");

    assertThat(updated.path("Lifecycle").asText()).isEqualTo("UPDATING");
    assertThat(updated.path("S3").toString())
        .isEqualTo(
            "{\"AutoImportPolicy\":{\"Events\":[\"CHANGED\",\"DELETED\"]},"
                + "\"AutoExportPolicy\":{\"Events\":[\"NEW\"]}}");
    assertThat(updated.path("ImportedFileChunkSize").asInt()).isEqualTo(1024);
    update(id, "").badRequest();
    scene.linkIs(id, LinkDetails.Lifecycle.AVAILABLE, Optional.empty());
    JsonNode off =
        update(
                id,
                ", 'ImportedFileChunkSize': 7,"
                    + " 'S3': {'AutoImportPolicy': {}, 'AutoExportPolicy': {'Events': []}}")
            .ok()
            .path("Association");
    assertThat(off.path("S3").toString()).isEqualTo("{}");
    assertThat(off.path("ImportedFileChunkSize").asInt()).isEqualTo(7);
  }

  @Test
  void anUpdateOfNothingIsTheWayOutOfMisconfigured() {
    String id = created("/ns1", "/p").path("AssociationId").asText();
    scene.linkIs(id, LinkDetails.Lifecycle.MISCONFIGURED, Optional.of("The notification is gone."));

    JsonNode before = describe("{'AssociationIds': ['" + id + "']}").ok().at("/Associations/0");
    assertThat(before.path("Lifecycle").asText()).isEqualTo("MISCONFIGURED");
    assertThat(before.at("/FailureDetails/Message").asText())
        .isEqualTo("The notification is gone.");
    JsonNode after = update(id, "").ok().path("Association");
    assertThat(after.path("Lifecycle").asText()).isEqualTo("UPDATING");
    assertThat(after.has("FailureDetails")).isFalse();
  }

  @Test
  void aRepeatedUpdateIsOne() {
    String id = created("/ns1", "/p").path("AssociationId").asText();
    scene.linkIs(id, LinkDetails.Lifecycle.AVAILABLE, Optional.empty());
    String token = ", 'ClientRequestToken': '" + UUID.randomUUID() + "'";

    update(id, token + ", 'ImportedFileChunkSize': 7").ok();
    update(id, token + ", 'ImportedFileChunkSize': 7").ok();
    assertIncompatible(update(id, token + ", 'ImportedFileChunkSize': 8"), "ImportedFileChunkSize");
  }

  @Test
  void whatHasFailedIsOnlyToBeDeleted() {
    String id = created("/ns1", "/p").path("AssociationId").asText();
    scene.linkIs(id, LinkDetails.Lifecycle.FAILED, Optional.of("The bucket is gone."));

    update(id, "").badRequest();
    create("/ns1", "/other").badRequest();
    assertThat(delete(id, "").ok().path("Lifecycle").asText()).isEqualTo("DELETING");
  }

  @Test
  void theAnswerToADeletionIsFlat() {
    String id = created("/ns1", "/p").path("AssociationId").asText();
    scene.linkIs(id, LinkDetails.Lifecycle.AVAILABLE, Optional.empty());
    String token = ", 'ClientRequestToken': '" + UUID.randomUUID() + "'";

    FsxClient.Reply deleted = delete(id, token + ", 'DeleteDataInFileSystem': true");

    assertThat(deleted.ok().toString())
        .isEqualTo(
            "{\"AssociationId\":\"%s\",\"Lifecycle\":\"DELETING\",\"DeleteDataInFileSystem\":true}"
                .formatted(id));
    delete(id, token + ", 'DeleteDataInFileSystem': true").ok();
    assertIncompatible(delete(id, token), "DeleteDataInFileSystem");
    delete(id, "").badRequest();
    create("/ns1", "/other").badRequest();

    scene.linkIsGone(id);
    delete(id, "").fails(400, "DataRepositoryAssociationNotFound");
    assertThat(delete(id, token + ", 'DeleteDataInFileSystem': true").ok().toString())
        .isEqualTo(deleted.ok().toString());
    assertIncompatible(delete(id, token), "DeleteDataInFileSystem");
  }

  @Test
  void moreThanEightRequestsDoNotWait() {
    String id = created("/ns0", "/p0").path("AssociationId").asText();
    for (int i = 1; i < 8; i++) {
      created("/ns" + i, "/p" + i);
    }
    scene.linkIs(id, LinkDetails.Lifecycle.AVAILABLE, Optional.empty());

    assertThat(update(id, "").badRequest()).contains("8");
    assertThat(delete(id, "").badRequest()).contains("8");
  }

  @Test
  void whatCannotBeServedCannotBeLinked() {
    for (FileSystem.Lifecycle lifecycle :
        new FileSystem.Lifecycle[] {FileSystem.Lifecycle.FAILED, FileSystem.Lifecycle.DELETING}) {
      scene.fileSystemIs(fileSystem, lifecycle);
      create("/ns1", "/p").badRequest();
    }
  }

  private FsxClient.Reply update(String id, String more) {
    return fsx.call(
        "UpdateDataRepositoryAssociation", "{'AssociationId': '" + id + "'" + more + "}");
  }

  private FsxClient.Reply delete(String id, String more) {
    return fsx.call(
        "DeleteDataRepositoryAssociation", "{'AssociationId': '" + id + "'" + more + "}");
  }

  @Test
  void pathsAreForLife() {
    String id = created("/ns1", "/p").path("AssociationId").asText();

    for (String member :
        new String[] {"'FileSystemPath': '/ns2'", "'DataRepositoryPath': 's3://x'"}) {
      fsx.call("UpdateDataRepositoryAssociation", "{'AssociationId': '" + id + "', " + member + "}")
          .badRequest();
    }
  }

  @Test
  void whoMayNotReadTheProjectKnowsNothingOfIt() {
    String id = created("/ns1", "/p").path("AssociationId").asText();
    FsxClient stranger =
        as(scene.person(false, EnumSet.of(Scope.VIEW, Scope.MODIFY)).key(), FsxScene.REGION);

    assertThat(ids(stranger.call("DescribeDataRepositoryAssociations", "{}").ok())).isEmpty();
    stranger
        .call("DescribeDataRepositoryAssociations", "{'AssociationIds': ['" + id + "']}")
        .fails(400, "DataRepositoryAssociationNotFound");
    stranger
        .call("DeleteDataRepositoryAssociation", "{'AssociationId': '" + id + "'}")
        .fails(400, "DataRepositoryAssociationNotFound");
    stranger
        .call(
            "CreateDataRepositoryAssociation",
            "{'FileSystemId': '%s', 'DataRepositoryPath': 's3://%s/q'}"
                .formatted(fileSystem, bucket))
        .fails(400, "FileSystemNotFound");
  }
}
