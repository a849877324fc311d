package io.windlass.filesystem;

import static org.awaitility.Awaitility.await;

import io.windlass.connection.feed.ChangeFeeds;
import io.windlass.database.Database;
import io.windlass.database.task.RetryPolicy;
import io.windlass.database.task.TaskSettings;
import io.windlass.database.task.Tasks;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.exports.ExportSettings;
import io.windlass.filesystem.lazy.Settings;
import io.windlass.filesystem.volume.MountPoint;
import io.windlass.foundation.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A node with everything that runs in it, in a directory of its own. */
final class TestNode implements AutoCloseable {
  /** Short pauses, so that tests of what is tried again do not wait. */
  static final FileSystemSettings SETTINGS =
      new FileSystemSettings(
          100,
          8,
          8,
          Duration.ofMillis(200),
          Duration.ofMinutes(1),
          new FileSystemSettings.Follow(
              Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200)),
          Settings.DEFAULT,
          new ExportSettings(
              5L << 40,
              32,
              Duration.ofMillis(50),
              Duration.ofMillis(500),
              ExportSettings.DEFAULT.busyPause()));

  private static final TaskSettings QUICK =
      new TaskSettings(
          16,
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMinutes(1), 5),
          Duration.ofDays(30));

  final FileSystems fileSystems;
  final Links links;
  final RepositoryTasks repositoryTasks;
  final ChangeFeeds feeds;
  final FileSystemNode node;
  private final Tasks tasks;
  private final Path home;
  private final Ground ground;

  private TestNode(Ground ground, Database database, String id, Path home, InstantSource clock) {
    this.ground = ground;
    this.home = home;
    this.tasks = database.tasks(QUICK);
    this.fileSystems = new FileSystems(database, tasks, id, SETTINGS, clock);
    this.links = new Links(database, tasks, ground.connections, ground.locations, SETTINGS, clock);
    this.repositoryTasks = new RepositoryTasks(database, tasks, clock);
    this.feeds = new ChangeFeeds(database, ground.connections, ground.box, clock);
    this.node =
        new FileSystemNode(
            new NodeSetup(
                database,
                tasks,
                ground.connections,
                ground.locations,
                feeds,
                id,
                home.resolve("data-" + id),
                home.resolve("run-" + id),
                SETTINGS,
                clock));
  }

  static TestNode start(Ground ground, String id, Path home) {
    return start(ground, id, home, InstantSource.system());
  }

  /** One that takes this for the time. */
  static TestNode start(Ground ground, String id, Path home, InstantSource clock) {
    try {
      Files.createDirectories(home.resolve("data-" + id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestNode node = new TestNode(ground, ground.database, id, home, clock);
    node.node.start();
    node.tasks.start(id, node.node.handlers(), node.node.recurring());
    return node;
  }

  /** A file system in an image, shown below the node's home, once it is served. */
  FileSystem image(String name) {
    return fileSystem(name, new Source.Image(home.resolve(name + ".image"), Source.Image.LEAST));
  }

  /** The same in another place. */
  FileSystem fileSystem(String name, Source source) {
    FileSystem made =
        fileSystems.create(
            NewFileSystem.of(
                name + " " + Ids.random(8), ground.project, 7, source, home.resolve(name)),
            Optional.empty());
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> fileSystems.required(made.id()),
            now -> now.lifecycle() != FileSystem.Lifecycle.CREATING);
  }

  LinkDetails settled(LinkDetails link) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> links.required(link.id()),
            now ->
                now.lifecycle() != LinkDetails.Lifecycle.CREATING
                    && now.lifecycle() != LinkDetails.Lifecycle.UPDATING);
  }

  RepositoryTask ended(RepositoryTask task) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> repositoryTasks.required(task.id()), now -> now.state().ended());
  }

  /** Stops in order. */
  @Override
  public void close() {
    tasks.close();
    node.close();
  }

  /** Takes away what a node that did not stop in order has mounted below a directory. */
  static void unmountBelow(Path home) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/mounts")).reversed()) {
        Path at = Path.of(line.split(" ", -1)[1]);
        if (at.startsWith(home)) {
          MountPoint.clear(at);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
