package io.windlass.server.fsx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making data repository associations, request by request. */
abstract class AssociationContract extends AssociationCalls {
  @Test
  void whatWasAskedForComesBackAsItWasWritten() {
    FsxClient.Reply reply =
        create(
            "/ns1/path1/",
            "s3://" + bucket + "/myPrefix/",
            ", 'S3': {'AutoExportPolicy': {'Events': ['DELETED', 'NEW']},"
                + " 'AutoImportPolicy': {'Events': ['CHANGED']}},"
                + " 'BatchImportMetaDataOnCreate': true, 'ImportedFileChunkSize': 512000,"
                + " 'Tags': [{'Key': 'Name', 'Value': ''}]");
    JsonNode link = reply.ok().path("Association");

    reply.hasTime("CreationTime");

    String id = link.path("AssociationId").asText();
    assertThat(id).matches("dra-[0-9a-f]{17}");
    assertThat(link.path("ResourceARN").asText())
        .matches("arn:aws:fsx:us-east-1:\\d{12}:association/" + fileSystem + "/" + id);
    assertThat(link.path("FileSystemId").asText()).isEqualTo(fileSystem);
    assertThat(link.path("Lifecycle").asText()).isEqualTo("CREATING");
    assertThat(link.path("FileSystemPath").asText()).isEqualTo("/ns1/path1/");
    assertThat(link.path("DataRepositoryPath").asText()).isEqualTo("s3://" + bucket + "/myPrefix/");
    assertThat(link.path("BatchImportMetaDataOnCreate").asBoolean()).isTrue();
    assertThat(link.path("ImportedFileChunkSize").asInt()).isEqualTo(512_000);
    assertThat(link.path("S3").toString())
        .isEqualTo(
            "{\"AutoImportPolicy\":{\"Events\":[\"CHANGED\"]},"
                + "\"AutoExportPolicy\":{\"Events\":[\"NEW\",\"DELETED\"]}}");
    assertThat(link.path("Tags").toString()).isEqualTo("[{\"Key\":\"Name\",\"Value\":\"\"}]");
    assertThat(link.has("FailureDetails")).isFalse();
    for (String absent :
        new String[] {"FileCacheId", "FileCachePath", "DataRepositorySubdirectories", "NFS"}) {
      assertThat(link.has(absent)).isFalse();
    }
  }

  @Test
  void whatWasLeftOutIsFilledIn() {
    JsonNode link =
        fsx.call(
                "CreateDataRepositoryAssociation",
                "{'FileSystemId': '%s', 'DataRepositoryPath': 's3://%s'}"
                    .formatted(fileSystem, bucket))
            .ok()
            .path("Association");

    assertThat(link.path("FileSystemPath").asText()).isEqualTo("/");
    assertThat(link.path("DataRepositoryPath").asText()).isEqualTo("s3://" + bucket);
    assertThat(link.path("Tags").toString()).isEqualTo("[]");
    assertThat(link.path("ImportedFileChunkSize").asInt()).isEqualTo(1024);
    assertThat(link.path("BatchImportMetaDataOnCreate").toString()).isEqualTo("false");
    assertThat(link.path("S3").toString()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'AutoExportPolicy': {}}",
        "{'AutoExportPolicy': {'Events': []}}",
      })
  void anEmptyPolicySwitchesNothingOn(String s3) {
    assertThat(
            create("/ns1", "s3://" + bucket + "/p", ", 'S3': " + s3)
                .ok()
                .at("/Association/S3")
                .toString())
        .isEqualTo("{}");
  }

  @Test
  void unknownMembersAreIgnored() {
    create("/ns1", "s3://" + bucket + "/p", ", 'Later': {'On': 1}").ok();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "ns1, s3://BUCKET/p",
        "/ns1/../ns2, s3://BUCKET/p",
        "/ns1/./ns2, s3://BUCKET/p",
        "/ns1//ns2, s3://BUCKET/p",
        "//, s3://BUCKET/p",
        "/ns1, https://BUCKET/p",
        "/ns1, BUCKET/p",
        "/ns1, s3://",
        "/ns1, s3:///p",
        "/ns1, s3://BUCKET/a//b",
        "/ns1, s3://Not_A_Bucket/p",
      })
  void pathsThatCannotBeAreRefused(String path, String repositoryPath) {
    create(path, repositoryPath.replace("BUCKET", bucket), "").badRequest();

    assertThat(ids(describe(here()).ok())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'FileSystemPath': ''",
        "'FileSystemPath': '/a\\u0000b'",
        "'FileSystemPath': '/a\\nb'",
        "'FileSystemPath': '/a\\u2028b'",
        "'ImportedFileChunkSize': 0",
        "'ImportedFileChunkSize': 512001",
        "'S3': {'AutoImportPolicy': {'Events': ['CREATED']}}",
        "'S3': {'AutoImportPolicy': {'Events': ['NEW', 'NEW', 'NEW', 'NEW']}}",
        "'Tags': []",
        "'Tags': [{'Key': '', 'Value': 'x'}]",
        "'Tags': [{'Key': 'a'}]",
        "'Tags': [{'Key': 'a*', 'Value': 'x'}]",
        "'Tags': [{'Key': 'a', 'Value': 'x'}, {'Key': 'a', 'Value': 'y'}]",
        "'ClientRequestToken': ''",
        "'ClientRequestToken': 'a b'",
        "'ClientRequestToken': '0123456789012345678901234567890123456789012345678901234567890123'",
      })
  void membersOutOfTheirBoundsAreRefused(String member) {
    fsx.call(
            "CreateDataRepositoryAssociation",
            "{'FileSystemId': '%s', 'DataRepositoryPath': 's3://%s/p', %s}"
                .formatted(fileSystem, bucket, member))
        .badRequest();
  }

  @Test
  void longTextsAreRefusedByTheirLength() {
    String message = create("/" + "x".repeat(4096), "s3://" + bucket + "/p", "").badRequest();
    assertThat(message).contains("fileSystemPath").contains("less than or equal to 4096");
    assertThat(create("/x", "s3://" + "y".repeat(4353), "").badRequest())
        .contains("dataRepositoryPath");
    String tags = "{'Key': 'k%d', 'Value': 'v'}";
    StringBuilder many = new StringBuilder(tags.formatted(0));
    for (int i = 1; i <= 50; i++) {
      many.append(',').append(tags.formatted(i));
    }
    assertThat(create("/x", "s3://" + bucket + "/p", ", 'Tags': [" + many + "]").badRequest())
        .contains("less than or equal to 50");
  }

  @Test
  void overlapIsAMatterOfWholeSegmentsOnBothSides() {
    created("/ns1", "/p");

    create("/ns1/", "/other").badRequest();
    create("/ns1/ns2", "/other").badRequest();
    create("/", "/other").badRequest();
    create("/ns2", "/p/").badRequest();
    create("/ns2", "/p/q").badRequest();
    create("/ns2", "").badRequest();
    created("/ns10", "/p2");
  }

  @Test
  void theRootIsTheOnlyOneOrNone() {
    created("/", "/p");

    create("/ns1", "/q").badRequest();
  }

  @Test
  void eightAreTheMost() {
    for (int i = 0; i < 8; i++) {
      created("/ns" + i, "/p" + i);
    }

    assertThat(create("/ns8", "/p8").badRequest()).contains("8");
  }

  @Test
  void twoFileSystemsMayShareAPrefix() {
    created("/ns1", "/p");
    String first = fileSystem;
    fileSystem = scene.fileSystem(admin, project).path("FileSystemId").asText();

    created("/ns1", "/p");
    scene.forget(first);
  }

  @Test
  void accessIsProvenBeforeAnythingIsStored() {
    assertThat(create("/ns1", "s3://no-" + bucket + "/p", "").badRequest())
        .contains("Get*")
        .contains("List*")
        .contains("PutObject");
    assertThat(ids(describe(here()).ok())).isEmpty();
  }

  @Test
  void aTagMayNameTheConnection() {
    create(
            "/ns1",
            "s3://" + bucket + "/p",
            ", 'Tags': [{'Key': 'windlass:connection', 'Value': 'nobody'}]")
        .badRequest();
    create(
            "/ns1",
            "s3://" + bucket + "/p",
            ", 'Tags': [{'Key': 'windlass:connection', 'Value': 'c_1'}]")
        .ok();
  }

  @Test
  void theSameTokenMakesOneAssociation() {
    String token = ", 'ClientRequestToken': '" + UUID.randomUUID() + "'";
    String more = token + ", 'S3': {'AutoImportPolicy': {'Events': ['NEW', 'DELETED']}}";
    JsonNode first = create("/ns1", "s3://" + bucket + "/p", more).ok().path("Association");
    JsonNode again =
        create(
                "/ns1",
                "s3://" + bucket + "/p",
                token + ", 'S3': {'AutoImportPolicy': {'Events': ['DELETED', 'NEW']}}")
            .ok()
            .path("Association");

    assertThat(again.path("AssociationId")).isEqualTo(first.path("AssociationId"));
    assertThat(ids(describe(here()).ok())).hasSize(1);
    assertIncompatible(create("/ns2", "s3://" + bucket + "/p", more), "FileSystemPath");
    assertIncompatible(create("/ns1", "s3://" + bucket + "/q", more), "DataRepositoryPath");
    assertIncompatible(create("/ns1", "https://x", more), "DataRepositoryPath");
    assertIncompatible(create("/ns1", "s3://" + bucket + "/p", token), "S3");
    assertIncompatible(
        create("/ns1", "s3://" + bucket + "/p", more + ", 'ImportedFileChunkSize': 2"),
        "ImportedFileChunkSize");
    assertIncompatible(
        create("/ns1", "s3://" + bucket + "/p", more + ", 'BatchImportMetaDataOnCreate': true"),
        "BatchImportMetaDataOnCreate");
    assertIncompatible(
        create("/ns1", "s3://" + bucket + "/p", more + ", 'Tags': [{'Key':'a','Value':'b'}]"),
        "Tags");
  }

  @Test
  void aTokenIsGoodInItsRegionAlone() {
    String token = ", 'ClientRequestToken': '" + UUID.randomUUID() + "'";
    create("/ns1", "s3://" + bucket + "/p", token).ok();
    fsx = as(admin.key(), "eu-central-1");

    String arn =
        create("/ns2", "s3://" + bucket + "/q", token).ok().at("/Association/ResourceARN").asText();
    assertThat(arn).startsWith("arn:aws:fsx:eu-central-1:");
  }
}
