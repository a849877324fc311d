package io.windlass.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.database.task.TaskFilter;
import io.windlass.filesystem.FileSystem.Lifecycle;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.NewLink.Target;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.foundation.Page;
import io.windlass.testing.InProcessStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What is stored at once, before any node works. */
@SuppressWarnings({"NullAway", "NullAway.Init"}) // fields are set by JUnit and before each test
abstract class Registry {
  static final FileSystemSettings SMALL =
      FileSystemSettings.of(4, 3, 2, Duration.ofMinutes(1), Duration.ofMinutes(30));

  static InProcessStore backing;
  static Ground ground;
  static String bucket;

  FileSystems fileSystems;
  Links links;
  RepositoryTasks tasks;

  @BeforeAll
  static void open() {
    backing = InProcessStore.start();
    ground = new Ground(backing);
    bucket = ground.bucket();
  }

  @AfterAll
  static void close() {
    ground.close();
    backing.close();
  }

  @BeforeEach
  void empty() {
    ground
        .testDatabase
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                TRUNCATE file_system, link, link_request, repository_task, client_token, task,
                  task_event, scheduled_tasks CASCADE
                """));
    with(SMALL);
  }

  void with(FileSystemSettings settings) {
    InstantSource clock = InstantSource.system();
    fileSystems = new FileSystems(ground.database, ground.tasks, "node_a", settings, clock);
    links =
        new Links(
            ground.database, ground.tasks, ground.connections, ground.locations, settings, clock);
    tasks = new RepositoryTasks(ground.database, ground.tasks, clock);
  }

  FileSystem linked() {
    FileSystem lab = fileSystems.create(newFileSystem("lab"), Optional.empty());
    available(lab);
    finish(lab, links.create(newLink(lab, "/ns1", "p1"), Optional.empty()));
    return lab;
  }

  /** What the node does when it has prepared a file system. */
  void available(FileSystem fileSystem) {
    ground
        .database
        .jdbi()
        .useTransaction(handle -> {
          FileSystemRows.lifecycle(handle, fileSystem.id(), Lifecycle.AVAILABLE, Optional.empty());
          new LinkRequests(ground.tasks)
              .start(handle, FileSystemRows.lock(handle, fileSystem.id()).orElseThrow());
        });
  }

  /** What the node does when it has installed a link. */
  void finish(FileSystem fileSystem, LinkDetails link) {
    ground
        .database
        .jdbi()
        .useTransaction(handle -> {
          FileSystem now = FileSystemRows.lock(handle, fileSystem.id()).orElseThrow();
          long ordinal =
              handle
                  .createQuery("SELECT ordinal FROM link_request WHERE link_id = :id")
                  .bind("id", link.id())
                  .mapTo(long.class)
                  .one();
          LinkRows.move(
              handle,
              link.id(),
              EnumSet.allOf(LinkDetails.Lifecycle.class),
              LinkDetails.Lifecycle.AVAILABLE,
              Optional.empty());
          LinkRequests.remove(handle, LinkRequests.find(handle, ordinal).orElseThrow());
          new LinkRequests(ground.tasks).start(handle, now);
        });
  }

  void refused(FileSystem fileSystem, String path, String prefix, String code) {
    assertThatThrownBy(() -> links.create(newLink(fileSystem, path, prefix), Optional.empty()))
        .hasMessageStartingWith(code);
  }

  static NewLink newLink(FileSystem fileSystem, String path, String prefix) {
    return newLink(fileSystem.id(), path, prefix);
  }

  static NewLink newLink(String fileSystemId, String path, String prefix) {
    return new NewLink(
        fileSystemId,
        path,
        new Target.OfBucket(ground.connection.id(), bucket, prefix),
        Optional.empty(),
        false,
        NewLink.STANDARD_CHUNK_SIZE,
        EnumSet.allOf(Change.class),
        EnumSet.allOf(Change.class),
        Map.of("tag", "value"),
        7);
  }

  static Source image(String name) {
    return new Source.Image(Path.of("/var/lib/images/" + name), Source.Image.LEAST);
  }

  static NewFileSystem newFileSystem(String name) {
    return NewFileSystem.of(name, ground.project, 7, image(name), Path.of("/mnt/" + name));
  }

  static NewFileSystem withId(String name, String id) {
    NewFileSystem plain = newFileSystem(name);
    return new NewFileSystem(
        name,
        plain.projectGuid(),
        7,
        plain.source(),
        plain.mountPoint(),
        Optional.empty(),
        Optional.of(id),
        Map.of(),
        "{}");
  }

  static List<String> scheduled() {
    assertThat(ground.tasks.list(TaskFilter.all(), Page.first()).items()).isNotEmpty();
    return ground
        .testDatabase
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT task_name FROM scheduled_tasks ORDER BY task_name")
                .mapTo(String.class)
                .list());
  }
}
