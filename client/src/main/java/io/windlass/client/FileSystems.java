package io.windlass.client;

import io.windlass.client.model.FilePaths;
import io.windlass.client.model.FileStates;
import io.windlass.client.model.FileSystem;
import io.windlass.client.model.FilesDone;
import io.windlass.client.model.LinkTask;
import io.windlass.client.model.NewFileSystem;
import io.windlass.client.model.NewLinkTask;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** File systems, the tasks on their links, and their files. Thread-safe. */
public final class FileSystems {
  private static final String PATH = "file-systems";
  private static final String TASKS = "tasks";
  private static final Set<String> UNSETTLED = Set.of("creating", "deleting");
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "canceled");
  private static final Duration WORK = Duration.ofHours(12);

  private final Http http;

  FileSystems(Http http) {
    this.http = http;
  }

  /** What can be done with files. */
  public enum FileAction {
    /** Fetch their content now. */
    RESTORE,
    /** Write what is new or changed to the bucket. */
    ARCHIVE,
    /** Drop content that the bucket has too. */
    RELEASE
  }

  /** Makes a file system; its node prepares it. Takes an administrator. */
  public FileSystem create(NewFileSystem wanted) {
    return http.call("POST", PATH).json(wanted).as(FileSystem.class);
  }

  /** The file systems that the caller can see, of one project or of all. */
  public Stream<FileSystem> list(Optional<String> project) {
    return http.call("GET", PATH).query("project", project).asItems(FileSystem.class);
  }

  /**
   * One file system.
   *
   * @param project needed where two projects have one of this name
   */
  public FileSystem get(String idOrName, Optional<String> project) {
    return http.call("GET", PATH, idOrName).query("project", project).as(FileSystem.class);
  }

  /** Waits until the node has prepared it, or failed to. */
  public FileSystem awaitSettled(String id) {
    return new Following<>(
            http,
            FileSystem.class,
            fileSystem -> !UNSETTLED.contains(fileSystem.lifecycle()),
            _ -> {})
        .at(PATH, id);
  }

  /**
   * Takes a file system out of service, with its links; objects, directory, device or image stay.
   * Takes an administrator.
   *
   * @param project needed where two projects have one of this name
   */
  public FileSystem delete(String idOrName, Optional<String> project) {
    return http.call("DELETE", PATH, idOrName).query("project", project).as(FileSystem.class);
  }

  /** Waits until a file system that is being deleted is gone, or cannot go. */
  public Optional<FileSystem> awaitDeleted(String id) {
    return Optionals.unlessGone(() ->
        new Following<>(
                http,
                FileSystem.class,
                fileSystem -> !fileSystem.lifecycle().equals("deleting"),
                _ -> {})
            .at(PATH, id));
  }

  /** Starts a task on the links of a file system. */
  public LinkTask startTask(String id, NewLinkTask wanted) {
    return http.call("POST", PATH, id, TASKS).json(wanted).as(LinkTask.class);
  }

  /** The tasks of a file system, in the order they were asked for. */
  public Stream<LinkTask> tasks(String id) {
    return http.call("GET", PATH, id, TASKS).asItems(LinkTask.class);
  }

  /** One task of a file system, by either of its ids. */
  public LinkTask task(String id, String taskId) {
    return http.call("GET", PATH, id, TASKS, taskId).as(LinkTask.class);
  }

  /** Asks a task to end; files in flight are finished. */
  public LinkTask cancelTask(String id, String taskId) {
    return http.call("POST", PATH, id, TASKS, taskId, "cancel").as(LinkTask.class);
  }

  /** Whether a task has come to its end, good or bad. */
  public static boolean ended(LinkTask task) {
    return ENDED.contains(task.state());
  }

  /**
   * Waits until a task has ended.
   *
   * @param seen told of each change, in order; the last one is the answer
   */
  public LinkTask followTask(String id, String taskId, Consumer<LinkTask> seen) {
    return new Following<>(http, LinkTask.class, FileSystems::ended, seen)
        .at(PATH, id, TASKS, taskId);
  }

  /**
   * What is known of files. The node that answers must have the file system.
   *
   * @param paths absolute, below the mount point
   */
  public FileStates fileStates(String id, List<String> paths) {
    return http.call("POST", PATH, id, "files", "state")
        .json(new FilePaths(paths))
        .as(FileStates.class);
  }

  /**
   * Does it for files and waits until it is done. The node that answers must have the file system.
   *
   * @param paths absolute, below the mount point; a directory stands for all files below it
   */
  public FilesDone files(String id, FileAction action, List<String> paths) {
    return http.call("POST", PATH, id, "files", action.name().toLowerCase(Locale.ROOT))
        .patience(WORK)
        .json(new FilePaths(paths))
        .as(FilesDone.class);
  }
}
