package io.windlass.server.fsx;

import io.windlass.catalog.ProjectFileSystems;
import io.windlass.connection.Connections;
import io.windlass.filesystem.FileSystems;
import io.windlass.filesystem.Links;
import io.windlass.filesystem.RepositoryTasks;
import io.windlass.foundation.WindlassException;
import io.windlass.server.aws.AwsFault;
import io.windlass.server.aws.AwsJsonService;
import io.windlass.server.aws.AwsOperation;
import io.windlass.server.start.ServeOptions;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** FSx for Lustre, service model 2018-03-01. Thread-safe. */
@Singleton
final class FsxService implements AwsJsonService {
  private final Map<String, AwsOperation> operations;

  FsxService(
      FileSystems fileSystems,
      Links links,
      RepositoryTasks repositoryTasks,
      Connections connections,
      ProjectFileSystems rights,
      ServeOptions options) {
    Path images = options.data().resolve("file-systems");
    Resources resources = new Resources(fileSystems, links, repositoryTasks, rights);
    Arns arns = Arns.ofInstallation(connections.installationGuid());
    Associations associations = new Associations(resources, links, connections, arns);
    DataRepositoryTasks tasks = new DataRepositoryTasks(resources, repositoryTasks, arns);
    LustreFileSystems lustre = new LustreFileSystems(resources, fileSystems, rights, arns, images);
    ResourceTags tags = new ResourceTags(resources, fileSystems, links, repositoryTasks, arns);
    this.operations =
        Map.ofEntries(
            Map.entry(
                "CreateDataRepositoryAssociation",
                AwsOperation.writes(FsxShapes.CREATE_ASSOCIATION, associations::create)),
            Map.entry(
                "UpdateDataRepositoryAssociation",
                AwsOperation.writes(FsxShapes.UPDATE_ASSOCIATION, associations::update)),
            Map.entry(
                "DeleteDataRepositoryAssociation",
                AwsOperation.writes(FsxShapes.DELETE_ASSOCIATION, associations::delete)),
            Map.entry(
                "DescribeDataRepositoryAssociations",
                AwsOperation.reads(FsxShapes.DESCRIBE_ASSOCIATIONS, associations::describe)),
            Map.entry(
                "CreateDataRepositoryTask",
                AwsOperation.writes(FsxShapes.CREATE_TASK, tasks::create)),
            Map.entry(
                "CancelDataRepositoryTask",
                AwsOperation.writes(FsxShapes.CANCEL_TASK, tasks::cancel)),
            Map.entry(
                "DescribeDataRepositoryTasks",
                AwsOperation.reads(FsxShapes.DESCRIBE_TASKS, tasks::describe)),
            Map.entry(
                "CreateFileSystem",
                AwsOperation.writes(FsxShapes.CREATE_FILE_SYSTEM, lustre::create)),
            Map.entry(
                "DescribeFileSystems",
                AwsOperation.reads(FsxShapes.DESCRIBE_FILE_SYSTEMS, lustre::describe)),
            Map.entry(
                "DeleteFileSystem",
                AwsOperation.writes(FsxShapes.DELETE_FILE_SYSTEM, lustre::delete)),
            Map.entry("TagResource", AwsOperation.writes(FsxShapes.TAG_RESOURCE, tags::tag)),
            Map.entry("UntagResource", AwsOperation.writes(FsxShapes.UNTAG_RESOURCE, tags::untag)),
            Map.entry("ListTagsForResource", AwsOperation.reads(FsxShapes.LIST_TAGS, tags::list)));
  }

  @Override
  public String targetPrefix() {
    return "AWSSimbaAPIService_v20180301";
  }

  @Override
  public String signingName() {
    return "fsx";
  }

  @Override
  public Optional<AwsOperation> operation(String name) {
    return Optional.ofNullable(operations.get(name));
  }

  @Override
  public AwsFault fault(WindlassException failure) {
    return FsxErrors.of(failure);
  }

  @Override
  public AwsFault misshapen(String sentence) {
    return FsxErrors.badRequest(sentence);
  }
}
