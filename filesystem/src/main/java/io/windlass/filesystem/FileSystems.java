package io.windlass.filesystem;

import io.windlass.database.Database;
import io.windlass.database.task.NewTask;
import io.windlass.database.task.Tasks;
import io.windlass.filesystem.ClientTokens.Request;
import io.windlass.filesystem.FileSystem.Lifecycle;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The file systems of all projects and nodes. Thread-safe; any number of nodes may share one
 * database.
 */
public final class FileSystems {
  /** The kind of the tasks that make and end file systems. */
  static final String TASK_KIND = "file_system_change";

  private final Jdbi jdbi;
  private final Tasks tasks;
  private final String thisNode;
  private final FileSystemSettings settings;
  private final InstantSource clock;

  /** File systems in the database; a new one goes to {@code thisNode} unless it says otherwise. */
  public FileSystems(
      Database database,
      Tasks tasks,
      String thisNode,
      FileSystemSettings settings,
      InstantSource clock) {
    this.jdbi = database.jdbi();
    this.tasks = tasks;
    this.thisNode = thisNode;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Makes a file system: stored at once, prepared by its node, {@code CREATING} until then.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_file_system}, {@code
   *     file_system_name_taken}, {@code file_system_id_taken}, {@code mount_point_taken}, {@code
   *     source_taken}, {@code invalid_tags}, {@code too_many_tags}; {@link LimitExceeded}; {@link
   *     IncompatibleParameter}
   */
  public FileSystem create(NewFileSystem wanted, Optional<ClientToken> token) {
    FileSystem fresh = fresh(wanted);
    Request request = new Request("create_file_system", parameters(wanted, fresh));
    return jdbi.inTransaction(handle -> {
      Optional<String> made =
          ClientTokens.claim(handle, token, request, fresh.id(), fresh.createdAt());
      if (made.isPresent()) {
        return required(handle, made.get());
      }
      if (FileSystemRows.count(handle) >= settings.fileSystems()) {
        throw new LimitExceeded(LimitExceeded.Limit.FILE_SYSTEM_COUNT, settings.fileSystems());
      }
      if (!FileSystemRows.insert(handle, fresh)) {
        throw taken(handle, fresh).toException();
      }
      submit(handle, fresh);
      return required(handle, fresh.id());
    });
  }

  /** The file system with this id. */
  public Optional<FileSystem> find(String id) {
    return jdbi.withHandle(handle -> FileSystemRows.find(handle, id));
  }

  /** The file system with this id; {@code file_system_not_found} otherwise. */
  public FileSystem required(String id) {
    return jdbi.withHandle(handle -> required(handle, id));
  }

  /** The project's file system with this id or name. */
  public Optional<FileSystem> find(String projectGuid, String idOrName) {
    return jdbi.withHandle(handle -> FileSystemRows.inProject(handle, projectGuid, idOrName));
  }

  /** In the order of creation, then of ids. */
  public Page.Of<FileSystem> list(FileSystemFilter filter, Page page) {
    return jdbi.withHandle(handle -> FileSystemRows.list(handle, filter, page));
  }

  /** Adds tags; one with a known key replaces it. {@code too_many_tags} beyond 50. */
  public FileSystem tag(String id, Map<String, String> tags) {
    return retag(id, before -> Tags.with(before, Tags.checked(tags)));
  }

  /** Removes tags; keys that are not there do not matter. */
  public FileSystem untag(String id, Collection<String> keys) {
    return retag(id, before -> Tags.without(before, keys));
  }

  /**
   * Takes a file system out of service and forgets it with its links. Never touches objects, the
   * user's directory, device or image.
   *
   * @throws io.windlass.foundation.WindlassException {@code file_system_not_found}, {@code
   *     file_system_busy} while a task waits or runs; {@link IncompatibleParameter}
   */
  public FileSystem delete(String id, Optional<ClientToken> token) {
    Request request = new Request("delete_file_system", Map.of("fileSystemId", id));
    return jdbi.inTransaction(handle -> {
      FileSystem before =
          FileSystemRows.lock(handle, id).orElseThrow(() -> Problems.noFileSystem(id));
      boolean repeated =
          ClientTokens.claim(handle, token, request, id, clock.instant()).isPresent();
      if (repeated || before.lifecycle() == Lifecycle.DELETING) {
        return before;
      }
      if (RepositoryTaskRows.anyOpen(handle, id)) {
        throw Problem.of(
                Kind.CONFLICT, "file_system_busy", "A task of the file system waits or runs.")
            .withRemedy("Cancel it or wait for its end.")
            .toException();
      }
      FileSystemRows.lifecycle(handle, id, Lifecycle.DELETING, Optional.empty());
      submit(handle, before);
      return required(handle, id);
    });
  }

  /** The node does what the state of the file system asks for. */
  private void submit(Handle handle, FileSystem fileSystem) {
    tasks.submit(
        handle,
        new NewTask(TASK_KIND, Optional.of(fileSystem.id()), "{}", fileSystem.createdBy())
            .onNode(fileSystem.node()));
  }

  private FileSystem fresh(NewFileSystem wanted) {
    NewFileSystem checked = FileSystemRules.checked(wanted);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new FileSystem(
        checked.id().orElseGet(() -> HexIds.create("fs-")),
        checked.name(),
        checked.projectGuid(),
        checked.source(),
        checked.mountPoint(),
        checked.node().orElse(thisNode),
        Lifecycle.CREATING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        FileSystem.sorted(checked.tags()),
        checked.attributes(),
        checked.createdBy(),
        now);
  }

  private static Map<String, Object> parameters(NewFileSystem wanted, FileSystem fresh) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("attributes", Json.parse(fresh.attributes()));
    parameters.put("name", fresh.name());
    parameters.put("projectGuid", fresh.projectGuid());
    parameters.put("source", fresh.source().toString());
    parameters.put("mountPoint", fresh.mountPoint().toString());
    parameters.put("node", wanted.node().stream().toList());
    parameters.put("id", wanted.id().stream().toList());
    parameters.put("tags", fresh.tags());
    return parameters;
  }

  private static Problem taken(Handle handle, FileSystem fresh) {
    if (FileSystemRows.find(handle, fresh.id()).isPresent()) {
      return taken("file_system_id_taken", "There is a file system " + fresh.id() + " already.");
    }
    if (FileSystemRows.inProject(handle, fresh.projectGuid(), fresh.name()).isPresent()) {
      return taken(
          "file_system_name_taken", "The project has a file system " + fresh.name() + " already.");
    }
    boolean mountPoint =
        FileSystemRows.ofNode(handle, fresh.node()).stream()
            .anyMatch(other -> other.mountPoint().equals(fresh.mountPoint()));
    return mountPoint
        ? taken(
            "mount_point_taken",
            "Another file system of the node is at " + fresh.mountPoint() + " already.")
        : taken(
            "source_taken",
            "Another file system of the node has " + fresh.source().path() + " already.");
  }

  private static Problem taken(String code, String message) {
    return Problem.of(Kind.CONFLICT, code, message).withRemedy("Choose another one.");
  }

  private FileSystem retag(String id, UnaryOperator<Map<String, String>> change) {
    return jdbi.inTransaction(handle -> {
      FileSystem before =
          FileSystemRows.lock(handle, id).orElseThrow(() -> Problems.noFileSystem(id));
      FileSystemRows.tags(handle, id, change.apply(before.tags()));
      return required(handle, id);
    });
  }

  private static FileSystem required(Handle handle, String id) {
    return FileSystemRows.find(handle, id).orElseThrow(() -> Problems.noFileSystem(id));
  }
}
