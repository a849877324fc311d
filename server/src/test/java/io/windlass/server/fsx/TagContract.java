package io.windlass.server.fsx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.filesystem.FileSystem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags of everything that carries them. */
abstract class TagContract extends AssociationCalls {

  private FsxClient.Reply call(String operation, String arn, String more) {
    return fsx.call(operation, "{'ResourceARN': '" + arn + "'" + more + "}");
  }

  private String tags(String arn) {
    return call("ListTagsForResource", arn, "").ok().path("Tags").toString();
  }

  private static String tag(String key, String value) {
    return "{'Key': '" + key + "', 'Value': '" + value + "'}";
  }

  private String fileSystemArn() {
    return fsx.call("DescribeFileSystems", "{'FileSystemIds': ['" + fileSystem + "']}")
        .ok()
        .at("/FileSystems/0/ResourceARN")
        .asText();
  }

  @Test
  void everyResourceIsTaggedAndUntagged() {
    String association = created("/ns1", "/p").path("ResourceARN").asText();
    scene.fileSystemIs(fileSystem, FileSystem.Lifecycle.AVAILABLE);
    String task =
        fsx.call(
                "CreateDataRepositoryTask",
                "{'FileSystemId': '"
                    + fileSystem
                    + "', 'Report': {'Enabled': false},"
                    + " 'Type': 'EXPORT_TO_REPOSITORY'}")
            .ok()
            .at("/DataRepositoryTask/ResourceARN")
            .asText();
    String home = fileSystemArn();
    call("UntagResource", home, ", 'TagKeys': ['windlass:project', 'windlass:node']").ok();

    for (String arn : List.of(association, task, home)) {
      assertThat(tags(arn)).isEqualTo("[]");
      assertThat(
              call("TagResource", arn, ", 'Tags': [" + tag("b", "1") + ", " + tag("a", "") + "]")
                  .ok()
                  .toString())
          .isEqualTo("{}");
      call("TagResource", arn, ", 'Tags': [" + tag("b", "2") + "]").ok();
      assertThat(tags(arn))
          .isEqualTo("[{\"Key\":\"a\",\"Value\":\"\"},{\"Key\":\"b\",\"Value\":\"2\"}]");
      assertThat(call("UntagResource", arn, ", 'TagKeys': ['b', 'c']").ok().toString())
          .isEqualTo("{}");
      assertThat(tags(arn)).isEqualTo("[{\"Key\":\"a\",\"Value\":\"\"}]");
    }
  }

  @Test
  void fiftyTagsAreTheMostAndComeInPages() {
    String arn = created("/ns1", "/p").path("ResourceARN").asText();
    StringBuilder many = new StringBuilder(tag("k10", "v"));
    for (int i = 11; i < 60; i++) {
      many.append(',').append(tag("k" + i, "v"));
    }
    call("TagResource", arn, ", 'Tags': [" + many + "]").ok();

    call("TagResource", arn, ", 'Tags': [" + tag("one-more", "v") + "]").badRequest();
    call("TagResource", arn, ", 'Tags': [" + tag("k10", "w") + "]").ok();
    JsonNode first = call("ListTagsForResource", arn, ", 'MaxResults': 20").ok();
    assertThat(first.path("Tags")).hasSize(20);
    String token = first.path("NextToken").asText();
    JsonNode rest = call("ListTagsForResource", arn, ", 'NextToken': '" + token + "'").ok();
    assertThat(rest.path("Tags")).hasSize(30);
    assertThat(rest.has("NextToken")).isFalse();
    call("ListTagsForResource", fileSystemArn(), ", 'NextToken': '" + token + "'").badRequest();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:s3:::bucket, NotServiceResourceError",
    "arn:aws:fsx:us-east-1:ACCOUNT:backup/backup-0123456789abcdef0, ResourceNotFound",
    "arn:aws:fsx:us-east-1:ACCOUNT:file-system/fs-0123456789abcdef0, ResourceNotFound",
    "arn:aws:fsx:us-east-1:ACCOUNT:file-system, ResourceNotFound",
    "arn:aws:fsx:us-east-1:ACCOUNT:task/task-0123456789abcdef0, ResourceNotFound",
    "arn:aws:fsx:us-east-1:ACCOUNT:association/FS/dra-0123456789abcdef0, ResourceNotFound",
    "arn:aws:fsx:us-east-1:000000000000:file-system/FS, ResourceNotFound",
    "arn:aws:fsx:us-east-1:ACCOUNT:thing/x, ResourceDoesNotSupportTagging",
  })
  void otherArnsAreRefusedByName(String pattern, String code) {
    String account = fileSystemArn().split(":")[4];
    String arn = pattern.replace("ACCOUNT", account).replace("FS", fileSystem);

    for (String operation : List.of("TagResource", "UntagResource", "ListTagsForResource")) {
      FsxClient.Reply reply =
          call(operation, arn, ", 'Tags': [" + tag("a", "b") + "], 'TagKeys': ['a']");
      reply.fails(400, code);
      reply.says("ResourceARN", arn);
    }
  }

  @Test
  void shapesAreChecked() {
    String arn = created("/ns1", "/p").path("ResourceARN").asText();

    call("TagResource", "no-arn-at-all", ", 'Tags': [" + tag("a", "b") + "]").badRequest();
    call("TagResource", arn, "").badRequest();
    call("TagResource", arn, ", 'Tags': []").badRequest();
    call("TagResource", arn, ", 'Tags': [" + tag("a", "b") + "," + tag("a", "c") + "]")
        .badRequest();
    call("UntagResource", arn, ", 'TagKeys': []").badRequest();
    assertThat(tags(arn)).isEqualTo("[]");
  }
}
