package io.windlass.server.fsx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.catalog.ProjectFileSystems.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.filesystem.FileSystems;
import io.windlass.filesystem.LinkDetails;
import io.windlass.filesystem.Links;
import io.windlass.filesystem.RepositoryTasks;
import io.windlass.foundation.Page;
import io.windlass.server.aws.AwsCall;
import io.windlass.server.aws.AwsFault;
import io.windlass.server.aws.AwsJson;
import io.windlass.server.aws.shape.Input;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tags of file systems, associations and tasks, by their ARN. Thread-safe. */
final class ResourceTags {
  private static final int PAGE = 50;
  private static final Set<String> ABSENT =
      Set.of(
          "FileSystemNotFound", "DataRepositoryAssociationNotFound", "DataRepositoryTaskNotFound");

  private final Resources resources;
  private final FileSystems fileSystems;
  private final Links links;
  private final RepositoryTasks tasks;
  private final Arns arns;

  ResourceTags(
      Resources resources, FileSystems fileSystems, Links links, RepositoryTasks tasks, Arns arns) {
    this.resources = resources;
    this.fileSystems = fileSystems;
    this.links = links;
    this.tasks = tasks;
    this.arns = arns;
  }

  ObjectNode tag(AwsCall call) {
    Map<String, String> tags = Tags.read(call.input());
    switch (named(call, Use.RUN)) {
      case Arns.Resource.OfFileSystem(String id) -> fileSystems.tag(id, tags);
      case Arns.Resource.OfAssociation(_, String id) -> links.tag(id, tags);
      case Arns.Resource.OfTask(String id) -> tasks.tag(id, tags);
    }
    return AwsJson.object();
  }

  ObjectNode untag(AwsCall call) {
    List<String> keys = call.input().texts("TagKeys");
    switch (named(call, Use.RUN)) {
      case Arns.Resource.OfFileSystem(String id) -> fileSystems.untag(id, keys);
      case Arns.Resource.OfAssociation(_, String id) -> links.untag(id, keys);
      case Arns.Resource.OfTask(String id) -> tasks.untag(id, keys);
    }
    return AwsJson.object();
  }

  ObjectNode list(AwsCall call) {
    Input input = call.input();
    List<?> listed = List.of("tags", input.text("ResourceARN"));
    Page page = NextTokens.page(input, PAGE, listed);
    Map<String, String> tags =
        switch (named(call, Use.SEE)) {
          case Arns.Resource.OfFileSystem(String id) -> fileSystems.required(id).tags();
          case Arns.Resource.OfAssociation(_, String id) -> links.required(id).tags();
          case Arns.Resource.OfTask(String id) -> tasks.required(id).tags();
        };
    List<String> keys = Tags.behind(tags, page.cursor());
    List<String> shown = keys.stream().limit(page.limit()).toList();
    Map<String, String> some = new LinkedHashMap<>();
    shown.forEach(key -> some.put(key, tags.getOrDefault(key, "")));
    ObjectNode answer = AwsJson.object();
    answer.set("Tags", Tags.write(some));
    NextTokens.put(
        answer,
        keys.size() > shown.size() ? Optional.of(shown.getLast()) : Optional.empty(),
        listed);
    return answer;
  }

  /** What the request names; it is there, and the caller may use it like this. */
  private Arns.Resource named(AwsCall call, Use use) {
    String arn = call.input().text("ResourceARN");
    Arns.Resource resource = arns.parse(arn);
    try {
      require(call.caller(), resource, use, arn);
      return resource;
    } catch (AwsFault fault) {
      throw ABSENT.contains(fault.code()) ? Arns.notFound(arn) : fault;
    }
  }

  private void require(Caller caller, Arns.Resource resource, Use use, String arn) {
    switch (resource) {
      case Arns.Resource.OfFileSystem(String id) -> resources.fileSystem(caller, id, use);
      case Arns.Resource.OfTask(String id) -> resources.task(caller, id, use);
      case Arns.Resource.OfAssociation(String fileSystemId, String id) -> {
        LinkDetails link = resources.link(caller, id, use);
        if (!link.link().fileSystemId().equals(fileSystemId)) {
          throw Arns.notFound(arn);
        }
      }
    }
  }
}
