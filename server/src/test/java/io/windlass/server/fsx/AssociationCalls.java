package io.windlass.server.fsx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.catalog.identity.CreatedAwsKey;
import io.windlass.server.fsx.FsxScene.Person;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A file system and a bucket, and the calls about associations. */
@SuppressWarnings("NullAway.Init")
abstract class AssociationCalls {
  @Inject FsxScene scene;
  Person admin;
  FsxClient fsx;
  String project;
  String bucket;
  String fileSystem;

  @BeforeEach
  void begin() {
    admin = scene.administrator();
    fsx = as(admin.key(), FsxScene.REGION);
    project = scene.project(admin);
    bucket = scene.bucket(admin, project);
    fileSystem = scene.fileSystem(admin, project).path("FileSystemId").asText();
  }

  /** Who speaks for somebody. */
  abstract FsxClient as(CreatedAwsKey key, String region);

  @AfterEach
  void end() {
    scene.forget(fileSystem);
  }

  FsxClient.Reply create(String path, String repositoryPath, String more) {
    return fsx.call(
        "CreateDataRepositoryAssociation",
        "{'FileSystemId': '%s', 'FileSystemPath': '%s', 'DataRepositoryPath': '%s'%s}"
            .formatted(fileSystem, path, repositoryPath, more));
  }

  FsxClient.Reply create(String path, String prefix) {
    return create(path, "s3://" + bucket + prefix, "");
  }

  JsonNode created(String path, String prefix) {
    return create(path, prefix).ok().path("Association");
  }

  FsxClient.Reply describe(String request) {
    return fsx.call("DescribeDataRepositoryAssociations", request);
  }

  String here() {
    return "{'Filters': [{'Name': 'file-system-id', 'Values': ['" + fileSystem + "']}]}";
  }

  static List<String> ids(JsonNode answer) {
    List<String> ids = new ArrayList<>();
    answer.path("Associations").forEach(it -> ids.add(it.path("AssociationId").asText()));
    return ids;
  }

  static void assertIncompatible(FsxClient.Reply reply, String parameter) {
    assertThat(reply.fails(400, "IncompatibleParameterError")).endsWith(parameter + ".");
    reply.says("Parameter", parameter);
  }
}
