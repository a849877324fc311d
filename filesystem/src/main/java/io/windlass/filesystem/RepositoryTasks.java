package io.windlass.filesystem;

import io.windlass.database.Database;
import io.windlass.database.task.NewTask;
import io.windlass.database.task.Task;
import io.windlass.database.task.Tasks;
import io.windlass.filesystem.ClientTokens.Request;
import io.windlass.filesystem.FileSystem.Lifecycle;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.RepositoryTask.State;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Imports, exports and releases that were asked for; kept for 30 days after their end. Thread-safe;
 * any number of nodes may share one database.
 */
public final class RepositoryTasks {
  private final Jdbi jdbi;
  private final Tasks tasks;
  private final InstantSource clock;

  /** Tasks in the database. */
  public RepositoryTasks(Database database, Tasks tasks, InstantSource clock) {
    this.jdbi = database.jdbi();
    this.tasks = tasks;
    this.clock = clock;
  }

  /**
   * Stores a task, which the node of the file system soon works on.
   *
   * @throws io.windlass.foundation.WindlassException {@code file_system_not_found}, {@code
   *     file_system_not_available}, {@code no_links}, {@code invalid_task}, {@code invalid_tags},
   *     {@code report_outside_links}, {@code automatic_export_on} for an export while a link
   *     exports by itself, {@code task_executing} when the same is being done; {@link
   *     IncompatibleParameter}
   */
  public RepositoryTask create(NewRepositoryTask wanted, Optional<ClientToken> token) {
    RepositoryTaskRules.checkShape(wanted);
    Request request = new Request("create_repository_task", parameters(wanted));
    String id = HexIds.create("task-");
    return jdbi.inTransaction(handle -> {
      Optional<FileSystem> locked = FileSystemRows.lock(handle, wanted.fileSystemId());
      Optional<String> made = ClientTokens.claim(handle, token, request, id, clock.instant());
      if (made.isPresent()) {
        return required(handle, made.get());
      }
      FileSystem fileSystem =
          locked.orElseThrow(() -> Problems.noFileSystem(wanted.fileSystemId()));
      if (fileSystem.lifecycle() != Lifecycle.AVAILABLE) {
        throw Problems.notAvailable(fileSystem);
      }
      List<LinkDetails> links = LinkRows.ofFileSystem(handle, fileSystem.id());
      RepositoryTaskRules.check(wanted, links, RepositoryTaskRows.open(handle, fileSystem.id()));
      return insert(handle, fileSystem, wanted, links, id);
    });
  }

  /**
   * The import that goes with the creation of a link, in the transaction that makes the link
   * available.
   */
  void importOf(Handle handle, FileSystem fileSystem, LinkDetails link) {
    insert(
        handle,
        fileSystem,
        NewRepositoryTask.of(
            fileSystem.id(),
            Kind.IMPORT,
            List.of(LinkRules.repository(link.link()).text()),
            link.createdBy()),
        List.of(link),
        HexIds.create("task-"));
  }

  private RepositoryTask insert(
      Handle handle,
      FileSystem fileSystem,
      NewRepositoryTask wanted,
      List<LinkDetails> links,
      String id) {
    Task task =
        tasks.submit(
            handle,
            new NewTask(
                    wanted.kind().taskKind(),
                    Optional.of(fileSystem.id()),
                    Json.write(new TaskInput(id, wanted.plain())),
                    wanted.createdBy())
                .onNode(fileSystem.node()));
    Set<String> reached = new HashSet<>();
    RepositoryTaskRules.reached(wanted.kind(), wanted.paths(), links)
        .forEach(link -> reached.add(link.id()));
    RepositoryTaskRows.insert(
        handle,
        new RepositoryTask(
            id,
            task.id(),
            fileSystem.id(),
            wanted.kind(),
            State.PENDING,
            reached,
            wanted.paths(),
            wanted.reportPath(),
            wanted.releaseAge(),
            Optional.empty(),
            Optional.empty(),
            FileSystem.sorted(wanted.tags()),
            wanted.createdBy(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            Optional.empty(),
            Optional.empty()));
    return required(handle, id);
  }

  /** The task with this id, either of its two. */
  public Optional<RepositoryTask> find(String id) {
    return jdbi.withHandle(handle -> RepositoryTaskRows.find(handle, id));
  }

  /** The task with this id; {@code repository_task_not_found} otherwise. */
  public RepositoryTask required(String id) {
    return jdbi.withHandle(handle -> required(handle, id));
  }

  /** In the order of creation, then of ids. */
  public Page.Of<RepositoryTask> list(RepositoryTaskFilter filter, Page page) {
    return jdbi.withHandle(handle -> RepositoryTaskRows.list(handle, filter, page));
  }

  /**
   * Asks to stop a task. Files in flight are finished, nothing is taken back. One that nobody has
   * begun is {@code CANCELED} at once.
   *
   * @throws io.windlass.foundation.WindlassException {@code repository_task_not_found}, {@code
   *     task_ended}
   */
  public RepositoryTask cancel(String id) {
    RepositoryTask before = required(id);
    if (!before.state().ended()) {
      tasks.cancel(before.taskId());
      return required(id);
    }
    throw Problem.of(
            Problem.Kind.CONFLICT,
            "task_ended",
            "The task " + id + " has ended: it is " + before.state() + ".")
        .toException();
  }

  /** Adds tags; one with a known key replaces it. {@code too_many_tags} beyond 50. */
  public RepositoryTask tag(String id, Map<String, String> tags) {
    return retag(id, before -> Tags.with(before, Tags.checked(tags)));
  }

  /** Removes tags; keys that are not there do not matter. */
  public RepositoryTask untag(String id, Collection<String> keys) {
    return retag(id, before -> Tags.without(before, keys));
  }

  private RepositoryTask retag(String id, UnaryOperator<Map<String, String>> change) {
    return jdbi.inTransaction(handle -> {
      RepositoryTask before = required(handle, id);
      FileSystemRows.lock(handle, before.fileSystemId());
      RepositoryTaskRows.tags(handle, before.id(), change.apply(required(handle, id).tags()));
      return required(handle, id);
    });
  }

  private static RepositoryTask required(Handle handle, String id) {
    return RepositoryTaskRows.find(handle, id).orElseThrow(() -> Problems.noTask(id));
  }

  private static Map<String, Object> parameters(NewRepositoryTask wanted) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("kind", wanted.kind().name());
    parameters.put("paths", wanted.paths());
    parameters.put("fileSystemId", wanted.fileSystemId());
    parameters.put("reportPath", wanted.reportPath().stream().toList());
    parameters.put("releaseAge", wanted.releaseAge().map(Duration::toSeconds).stream().toList());
    parameters.put("plain", wanted.plain());
    parameters.put("tags", wanted.tags());
    return parameters;
  }

  /** What the durable task is told. */
  record TaskInput(String repositoryTask, boolean plain) {}
}
