package io.windlass.server.fsx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.catalog.ProjectFileSystems.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.Connection;
import io.windlass.connection.Connections;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.LinkChange;
import io.windlass.filesystem.LinkDetails;
import io.windlass.filesystem.LinkFilter;
import io.windlass.filesystem.LinkRights;
import io.windlass.filesystem.Links;
import io.windlass.filesystem.NewLink;
import io.windlass.filesystem.NewLink.Target;
import io.windlass.foundation.Page;
import io.windlass.server.aws.AwsCall;
import io.windlass.server.aws.AwsFault;
import io.windlass.server.aws.AwsJson;
import io.windlass.server.aws.shape.Input;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Data repository associations: links. Thread-safe. */
final class Associations {
  private static final int PAGE = 25;
  private static final Set<String> IMMUTABLE =
      Set.of("FileSystemPath", "DataRepositoryPath", "FileSystemId", "BatchImportMetaDataOnCreate");

  private final Resources resources;
  private final Links links;
  private final Connections connections;
  private final Arns arns;

  Associations(Resources resources, Links links, Connections connections, Arns arns) {
    this.resources = resources;
    this.links = links;
    this.connections = connections;
    this.arns = arns;
  }

  ObjectNode create(AwsCall call) {
    Input input = call.input();
    FileSystem home = resources.fileSystem(call.caller(), input.text("FileSystemId"), Use.LINK);
    Map<String, String> tags = Tags.read(input);
    String repositoryPath = input.text("DataRepositoryPath");
    NewLink wanted =
        new NewLink(
            home.id(),
            input.optionalText("FileSystemPath").orElse("/"),
            target(home, repositoryPath, Optional.ofNullable(tags.get(Tags.CONNECTION))),
            Optional.of(repositoryPath),
            input.flag("BatchImportMetaDataOnCreate").orElse(false),
            (int) input.whole("ImportedFileChunkSize").orElse(NewLink.STANDARD_CHUNK_SIZE),
            Policies.imports(input).orElseGet(Set::of),
            Policies.exports(input).orElseGet(Set::of),
            tags,
            call.caller().user().id());
    LinkDetails made =
        links.create(wanted, Resources.token(call, home.projectGuid()), LinkRights.ALL);
    return wrapped(call, made);
  }

  ObjectNode update(AwsCall call) {
    Input input = call.input();
    IMMUTABLE.stream()
        .filter(input::has)
        .sorted()
        .findFirst()
        .ifPresent(name -> {
          throw FsxErrors.badRequest(
              "The member " + name + " of an association cannot be changed.");
        });
    LinkDetails link = resources.link(call.caller(), input.text("AssociationId"), Use.LINK);
    LinkChange change =
        new LinkChange(
            input.whole("ImportedFileChunkSize").isPresent()
                ? Optional.of((int) input.whole("ImportedFileChunkSize").getAsLong())
                : Optional.empty(),
            Policies.imports(input),
            Policies.exports(input));
    return wrapped(call, links.update(link.id(), change, token(call, link)));
  }

  ObjectNode delete(AwsCall call) {
    Input input = call.input();
    String id = input.text("AssociationId");
    boolean deleteData = input.flag("DeleteDataInFileSystem").orElse(false);
    if (links.find(id).isPresent() || !deletionAskedFor(call, id, deleteData)) {
      LinkDetails link = resources.link(call.caller(), id, Use.LINK);
      links.delete(link.id(), deleteData, token(call, link));
    }
    return AwsJson.object()
        .put("AssociationId", id)
        .put("Lifecycle", LinkDetails.Lifecycle.DELETING.name())
        .put("DeleteDataInFileSystem", deleteData);
  }

  /** Whether the request is the repetition of one whose answer was lost, and the link is gone. */
  private boolean deletionAskedFor(AwsCall call, String id, boolean deleteData) {
    return resources.projects(call.caller(), Use.LINK).stream()
        .flatMap(project -> Resources.token(call, project).stream())
        .anyMatch(token -> links.deletionAskedFor(id, deleteData, token));
  }

  ObjectNode describe(AwsCall call) {
    Input input = call.input();
    Filters filters = filters(input);
    Set<String> ids = new TreeSet<>(input.texts("AssociationIds"));
    List<?> listed = List.of("associations", ids, filters);
    Page page = NextTokens.page(input, PAGE, listed);
    Set<String> visible = resources.visible(call.caller()).keySet();
    Set<String> homes = new HashSet<>(visible);
    filters
        .values("file-system-id")
        .ifPresent(wanted -> {
          requireFileSystems(wanted, visible);
          homes.retainAll(wanted);
        });
    requireLinks(call.caller(), ids);
    Page.Of<LinkDetails> found =
        homes.isEmpty() || excluded(filters)
            ? new Page.Of<>(List.of(), Optional.empty())
            : links.list(new LinkFilter(ids, homes), page);
    ObjectNode answer = AwsJson.object();
    ArrayNode list = answer.putArray("Associations");
    found.items().forEach(link -> list.add(document(call, link)));
    NextTokens.put(answer, found.nextCursor(), listed);
    return answer;
  }

  static void requireFileSystems(Set<String> wanted, Set<String> visible) {
    wanted.stream()
        .filter(id -> !visible.contains(id))
        .sorted()
        .findFirst()
        .ifPresent(id -> {
          throw Resources.noFileSystem(id);
        });
  }

  private void requireLinks(Caller caller, Set<String> ids) {
    ids.forEach(id -> resources.link(caller, id, Use.SEE));
  }

  private static Filters filters(Input input) {
    Filters filters = Filters.of(input);
    Set<String> known = Set.of("file-system-id", "data-repository-type", "file-cache-id");
    filters.names().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw FsxErrors.badRequest(
              "Associations have nothing that the filter " + name + " asks.");
        });
    Set<String> types = filters.values("data-repository-type").orElseGet(Set::of);
    if (!Set.of("S3", "NFS").containsAll(types)) {
      throw AwsFault.client(
          "InvalidDataRepositoryType", "The type of a data repository is S3 or NFS.");
    }
    return filters;
  }

  /** There are neither file caches nor associations with NFS here. */
  private static boolean excluded(Filters filters) {
    return filters.values("file-cache-id").isPresent()
        || filters.values("data-repository-type").map(types -> !types.contains("S3")).orElse(false);
  }

  private Target target(FileSystem home, String path, Optional<String> connection) {
    RepositoryPath parsed = RepositoryPath.of(path);
    if (connection.isEmpty()) {
      return new Target.OfProject(parsed.bucket(), parsed.prefix());
    }
    return new Target.OfBucket(
        connections
            .find(home.projectGuid(), connection.get())
            .map(Connection::id)
            .orElseThrow(() ->
                FsxErrors.badRequest("The project has no connection '" + connection.get() + "'.")),
        parsed.bucket(),
        parsed.prefix());
  }

  private Optional<io.windlass.filesystem.ClientToken> token(AwsCall call, LinkDetails link) {
    return Resources.token(call, resources.project(link.link().fileSystemId()));
  }

  private ObjectNode wrapped(AwsCall call, LinkDetails link) {
    ObjectNode answer = AwsJson.object();
    answer.set("Association", document(call, link));
    return answer;
  }

  private ObjectNode document(AwsCall call, LinkDetails link) {
    String home = link.link().fileSystemId();
    ObjectNode document =
        AwsJson.object()
            .put("AssociationId", link.id())
            .put("ResourceARN", arns.association(call.region(), home, link.id()))
            .put("FileSystemId", home)
            .put("Lifecycle", link.lifecycle().name());
    link.failure()
        .ifPresent(failure -> document.putObject("FailureDetails").put("Message", failure));
    document
        .put("FileSystemPath", link.path())
        .put("DataRepositoryPath", link.repositoryPath())
        .put("BatchImportMetaDataOnCreate", link.importMetadata())
        .put("ImportedFileChunkSize", link.chunkSize());
    document.set("S3", Policies.write(link.link().imports(), link.link().exports()));
    document.set("Tags", Tags.write(link.tags()));
    document.set("CreationTime", AwsJson.time(link.createdAt()));
    return document;
  }
}
