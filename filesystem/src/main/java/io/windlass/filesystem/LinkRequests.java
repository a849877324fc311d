package io.windlass.filesystem;

import io.windlass.database.task.NewTask;
import io.windlass.database.task.Task;
import io.windlass.database.task.Tasks;
import io.windlass.filesystem.link.Link;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What is asked of links, done in the order of arrival, one at a time per file system. The request
 * at the head has a task on the file system's node; whoever ends it gives the next one its task, in
 * the same transaction. All methods are to be called with the file system locked.
 */
final class LinkRequests {
  /** The kind of the tasks that work on requests. */
  static final String TASK_KIND = "link_change";

  private final Tasks tasks;

  LinkRequests(Tasks tasks) {
    this.tasks = tasks;
  }

  /** What is asked. */
  enum Kind {
    CREATE,
    UPDATE,
    DELETE
  }

  /** One request. */
  record Request(
      long ordinal,
      String fileSystemId,
      String linkId,
      Kind kind,
      boolean deleteData,
      long createdBy,
      Optional<String> taskId) {

    static Request create(Link link, long createdBy) {
      return new Request(
          0, link.fileSystemId(), link.id(), Kind.CREATE, false, createdBy, Optional.empty());
    }

    static Request update(LinkDetails link) {
      return of(link, Kind.UPDATE, false);
    }

    static Request delete(LinkDetails link, boolean data) {
      return of(link, Kind.DELETE, data);
    }

    private static Request of(LinkDetails link, Kind kind, boolean data) {
      return new Request(
          0, link.link().fileSystemId(), link.id(), kind, data, link.createdBy(), Optional.empty());
    }
  }

  /** How many requests have not begun. */
  static int waiting(Handle handle, String fileSystemId) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM link_request WHERE file_system_id = :id AND task_id IS NULL
            """)
        .bind("id", fileSystemId)
        .mapTo(int.class)
        .one();
  }

  void add(Handle handle, FileSystem fileSystem, Request request) {
    handle
        .createUpdate(
            """
            INSERT INTO link_request (file_system_id, link_id, kind, delete_data, created_by)
            VALUES (:fileSystemId, :linkId, :kind, :deleteData, :createdBy)
            """)
        .bind("fileSystemId", request.fileSystemId())
        .bind("linkId", request.linkId())
        .bind("kind", request.kind())
        .bind("deleteData", request.deleteData())
        .bind("createdBy", request.createdBy())
        .execute();
    start(handle, fileSystem);
  }

  /** Gives the head its task, unless it has one or the file system is not there yet. */
  void start(Handle handle, FileSystem fileSystem) {
    if (fileSystem.lifecycle() != FileSystem.Lifecycle.AVAILABLE) {
      return;
    }
    Optional<Request> head = head(handle, fileSystem.id());
    if (head.isEmpty() || head.flatMap(Request::taskId).filter(this::open).isPresent()) {
      return;
    }
    Task task =
        tasks.submit(
            handle,
            new NewTask(
                    TASK_KIND,
                    Optional.of(fileSystem.id()),
                    Json.write(new Input(head.get().ordinal())),
                    head.get().createdBy())
                .onNode(fileSystem.node()));
    handle
        .createUpdate("UPDATE link_request SET task_id = :task WHERE ordinal = :ordinal")
        .bind("task", task.id())
        .bind("ordinal", head.get().ordinal())
        .execute();
  }

  /** The request is done; {@link #start} begins the next one. */
  static void remove(Handle handle, Request request) {
    handle.execute("DELETE FROM link_request WHERE ordinal = ?", request.ordinal());
  }

  /** The request of a task. */
  static Optional<Request> find(Handle handle, long ordinal) {
    return handle
        .createQuery("SELECT * FROM link_request WHERE ordinal = :ordinal")
        .bind("ordinal", ordinal)
        .mapTo(Request.class)
        .findOne();
  }

  /** What the task of a request is told. */
  record Input(long request) {}

  private static Optional<Request> head(Handle handle, String fileSystemId) {
    return handle
        .createQuery(
            "SELECT * FROM link_request WHERE file_system_id = :id ORDER BY ordinal LIMIT 1")
        .bind("id", fileSystemId)
        .mapTo(Request.class)
        .findOne();
  }

  private boolean open(String taskId) {
    return tasks.find(taskId).filter(task -> !task.state().ended()).isPresent();
  }
}
