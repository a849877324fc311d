package io.windlass.filesystem;

import io.windlass.database.task.RecurringWork;
import io.windlass.database.task.TaskHandler;
import io.windlass.filesystem.FileSystem.Lifecycle;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.tree.Conflicts.Loser;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node does for the file systems that it has: opens them, serves their content, keeps
 * their links in step and works on their tasks. Thread-safe.
 *
 * <p>{@link #start} and {@link #handlers} belong together: start it, then give the handlers to
 * {@link io.windlass.database.task.Tasks#start(String, java.util.Collection, java.util.Collection)}
 * with the same node id. Close the tasks before the node.
 */
public final class FileSystemNode implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileSystemNode.class);

  private final NodeSetup setup;
  private final Jdbi jdbi;
  private final LinkRequests requests;
  private final LinkService links;
  private final NodeWork work;
  private final RepositoryTasks repositoryTasks;
  private final Map<String, ServedFileSystem> served = new ConcurrentHashMap<>();
  private final Map<String, ReentrantLock> opening = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("file-systems").daemon().factory());

  /** A node; {@link #start} begins its work. */
  public FileSystemNode(NodeSetup setup) {
    this.setup = setup;
    this.jdbi = setup.database().jdbi();
    this.requests = new LinkRequests(setup.tasks());
    this.repositoryTasks = new RepositoryTasks(setup.database(), setup.tasks(), setup.clock());
    this.work = NodeWork.of(setup);
    this.links = new LinkService(work, requests, repositoryTasks);
  }

  /**
   * Opens every file system of this node, and looks at all of them again from time to time. One
   * that cannot be opened is {@code MISCONFIGURED} and hinders no other.
   */
  public void start() {
    makeRunDirectory();
    for (FileSystem mine : mine()) {
      if (mine.lifecycle() == Lifecycle.AVAILABLE || mine.lifecycle() == Lifecycle.MISCONFIGURED) {
        open(mine);
      }
    }
    long millis = setup.settings().check().toMillis();
    Future<?> _ = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** For root alone: who can write there could make programs wait for ever. */
  private void makeRunDirectory() {
    try {
      Files.createDirectories(setup.run());
      Files.setPosixFilePermissions(setup.run(), PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw Problem.of(
              Problem.Kind.INVALID,
              "run_directory_unusable",
              "The directory " + setup.run() + " cannot be written to.")
          .withRemedy("Run Windlass as root, or let it write there.")
          .toException(e);
    }
  }

  /** What this node can work on. */
  public List<TaskHandler> handlers() {
    return List.of(
        new FileSystemChanges(this),
        new LinkChanges(this, links),
        new RepositoryWork(this, setup, Kind.IMPORT, new ImportEngine(work)),
        new RepositoryWork(this, setup, Kind.EXPORT, new ExportEngine(work)),
        new RepositoryWork(this, setup, Kind.RELEASE, new ReleaseEngine(work)));
  }

  /** The files of the file systems that this node has open. */
  public LocalFiles files() {
    return new NodeFiles(work, served::values);
  }

  /**
   * Local files that lost their place to objects of a link, at most {@code limit}.
   *
   * @throws WindlassException {@code file_system_elsewhere} when this node does not have it open
   */
  public List<Loser> conflicts(LinkDetails link, int limit) {
    return served(link.link().fileSystemId())
        .orElseThrow(() ->
            Problem.of(
                    Problem.Kind.CONFLICT,
                    "file_system_elsewhere",
                    "The file system of the link is not open on this node.")
                .toException())
        .tree()
        .conflicts()
        .list(link.id(), limit);
  }

  /**
   * Takes note of what this process has changed for its users in a file system, so that links
   * export it; nothing where the file system is elsewhere or not watched.
   *
   * @param paths absolute, below the mount point
   */
  public void changedHere(String fileSystemId, Collection<Path> paths) {
    Optional<ServedFileSystem> open = served(fileSystemId);
    open.flatMap(ServedFileSystem::watch)
        .ifPresent(watch ->
            watch.changedHere(
                paths.stream()
                    .map(open.orElseThrow().fileSystem().mountPoint()::relativize)
                    .map(Path::toString)
                    .toList()));
  }

  /** What the nodes do together. */
  public List<RecurringWork> recurring() {
    return List.of(
        new RecurringWork(
            "forget_client_tokens",
            Duration.ofHours(1),
            () ->
                jdbi.useHandle(handle ->
                    ClientTokens.forgetBefore(
                        handle, setup.clock().instant().minus(ClientTokens.KEPT)))));
  }

  /** What a link has to do and what did not work; absent when its file system is elsewhere. */
  public Optional<LinkActivity> activity(LinkDetails link) {
    return served(link.link().fileSystemId()).map(one -> LinkActivity.of(one, link, work));
  }

  /** What waits in the links of the file systems that this node has open. */
  public List<LinkBacklog> backlogs() {
    return served.values().stream().flatMap(this::backlogs).toList();
  }

  private Stream<LinkBacklog> backlogs(ServedFileSystem one) {
    return jdbi.withHandle(handle -> LinkRows.ofFileSystem(handle, one.fileSystem().id())).stream()
        .map(link -> LinkBacklog.of(link, Optional.ofNullable(one.running().get(link.id())), work));
  }

  /** Hides and unmounts everything; what waits goes on when the node is started again. */
  @Override
  public void close() {
    timer.shutdownNow();
    served.values().forEach(FileSystemNode::close);
    served.clear();
    try {
      Files.deleteIfExists(setup.run());
    } catch (DirectoryNotEmptyException e) {
      log.debug("{} is kept for the next start.", setup.run());
    } catch (IOException e) {
      log.warn("{} could not be removed: {}", setup.run(), e.getMessage());
    }
  }

  Optional<FileSystem> find(String id) {
    return jdbi.withHandle(handle -> FileSystemRows.find(handle, id));
  }

  Optional<ServedFileSystem> served(String id) {
    return Optional.ofNullable(served.get(id));
  }

  /** Opens a file system unless it is open; answers why it could not be. */
  Optional<Problem> open(FileSystem wanted) {
    ReentrantLock lock = opening.computeIfAbsent(wanted.id(), _ -> new ReentrantLock());
    lock.lock();
    try {
      if (served.containsKey(wanted.id())) {
        return Optional.empty();
      }
      ServedFileSystem opened = ServedFileSystem.open(wanted, links.installed(wanted), setup);
      try {
        links.resume(opened);
        opened.expose();
      } catch (RuntimeException e) {
        opened.giveUp();
        throw e;
      }
      served.put(wanted.id(), opened);
      nowAvailable(opened);
      return Optional.empty();
    } catch (WindlassException e) {
      log.warn("{} ({}) cannot be opened: {}", wanted.id(), wanted.name(), e.getMessage());
      return Optional.of(notAvailable(wanted, e.problem()));
    } catch (RuntimeException e) {
      log.warn("{} ({}) cannot be opened.", wanted.id(), wanted.name(), e);
      return Optional.of(
          notAvailable(
              wanted,
              Problem.of(
                  Problem.Kind.INTERNAL,
                  "file_system_not_opened",
                  "The file system cannot be opened: " + e.getMessage() + ".")));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a file system out of service for good.
   *
   * @return false while programs use files of it; then it goes on being served
   */
  boolean remove(FileSystem fileSystem) {
    ServedFileSystem open = served.get(fileSystem.id());
    if (open != null && !ended(open)) {
      links.resume(open);
      return false;
    }
    served.remove(fileSystem.id());
    jdbi.withHandle(handle -> LinkRows.ofFileSystem(handle, fileSystem.id()))
        .forEach(link -> {
          BucketFollower.unsubscribe(link, setup);
          work.changes().forget(link.id());
        });
    jdbi.useTransaction(handle -> FileSystemRows.delete(handle, fileSystem.id()));
    return true;
  }

  private static boolean ended(ServedFileSystem open) {
    try {
      open.end();
      return true;
    } catch (WindlassException e) {
      if (e.problem().code().equals("file_system_in_use")) {
        return false;
      }
      throw e;
    }
  }

  private List<FileSystem> mine() {
    return jdbi.withHandle(handle -> FileSystemRows.ofNode(handle, setup.nodeId()));
  }

  private void nowAvailable(ServedFileSystem opened) {
    String id = opened.fileSystem().id();
    jdbi.useTransaction(handle -> {
      FileSystemRows.lock(handle, id);
      FileSystemRows.mode(handle, id, opened.mode(), opened.modeReason());
      FileSystemRows.lifecycle(handle, id, Lifecycle.AVAILABLE, Optional.empty());
      FileSystemRows.find(handle, id).ifPresent(now -> requests.start(handle, now));
    });
  }

  /** One that never was available has failed; any other may be again. */
  private Problem notAvailable(FileSystem wanted, Problem problem) {
    Lifecycle next =
        wanted.lifecycle() == Lifecycle.CREATING ? Lifecycle.FAILED : Lifecycle.MISCONFIGURED;
    String text = problem.message() + problem.remedy().map(remedy -> " " + remedy).orElse("");
    jdbi.useHandle(
        handle -> FileSystemRows.lifecycle(handle, wanted.id(), next, Optional.of(text)));
    return problem;
  }

  /** What the timer does: never ends the timer. */
  private void look() {
    try {
      for (FileSystem mine : mine()) {
        if (mine.lifecycle() == Lifecycle.MISCONFIGURED) {
          open(mine);
        }
        served(mine.id()).ifPresent(this::look);
      }
    } catch (RuntimeException e) {
      log.warn("The file systems of this node could not be looked at.", e);
    }
  }

  private void look(ServedFileSystem fileSystem) {
    links.look(fileSystem);
    jdbi.useTransaction(handle ->
        FileSystemRows.lock(handle, fileSystem.fileSystem().id())
            .ifPresent(now -> requests.start(handle, now)));
  }

  private static void close(ServedFileSystem open) {
    try {
      if (!ended(open)) {
        log.info("{} is in use: it stays guarded until a node opens it.", open.fileSystem().id());
        open.leave();
      }
    } catch (RuntimeException e) {
      log.warn("{} did not close.", open.fileSystem().id(), e);
    }
  }
}
