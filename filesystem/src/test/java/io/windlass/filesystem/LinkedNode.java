package io.windlass.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.connection.Connection;
import io.windlass.filesystem.NewLink.Target;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.testing.Commands;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A node with one file system whose directory {@code ns} is linked both ways with the prefix {@code
 * p/} of a bucket, as users see both: programs here, S3 there.
 */
final class LinkedNode implements AutoCloseable {
  static final String PREFIX = "p/";
  static final Set<Change> ALL = EnumSet.allOf(Change.class);

  final String bucket;
  private final Ground ground;
  private final Path home;
  private final String id;
  private TestNode node;
  private FileSystem lab;
  private LinkDetails link;

  /** One whose node has the time of the machine. */
  static LinkedNode start(Ground ground, Path home) {
    return start(ground, ground.connection, ground.bucket(), home, InstantSource.system());
  }

  static LinkedNode start(
      Ground ground, Connection connection, String bucket, Path home, InstantSource clock) {
    return new LinkedNode(ground, connection, bucket, home, clock, Optional.empty());
  }

  /** One whose file system is in this place instead of an image. */
  static LinkedNode start(Ground ground, Path home, FileSystem.Source source) {
    return new LinkedNode(
        ground,
        ground.connection,
        ground.bucket(),
        home,
        InstantSource.system(),
        Optional.of(source));
  }

  private LinkedNode(
      Ground ground,
      Connection connection,
      String bucket,
      Path home,
      InstantSource clock,
      Optional<FileSystem.Source> source) {
    this.ground = ground;
    this.home = home;
    this.bucket = bucket;
    this.id = "node_" + bucket;
    this.node = TestNode.start(ground, id, home, clock);
    this.lab = source.map(it -> node.fileSystem("lab", it)).orElseGet(() -> node.image("lab"));
    assertThat(lab.failure()).isEmpty();
    this.link =
        node.settled(
            node.links.create(
                new NewLink(
                    lab.id(),
                    "/ns",
                    new Target.OfBucket(connection.id(), bucket, PREFIX),
                    Optional.empty(),
                    false,
                    NewLink.STANDARD_CHUNK_SIZE,
                    ALL,
                    ALL,
                    Map.of(),
                    7),
                Optional.empty()));
    assertThat(link.failure()).isEmpty();
  }

  TestNode node() {
    return node;
  }

  LinkDetails link() {
    return link;
  }

  String feed() {
    return node.feeds.ofOwner(link.feedOwner()).orElseThrow().id();
  }

  /** The node ends in order and starts with this time. */
  void restart(InstantSource clock) {
    node.close();
    node = TestNode.start(ground, id, home, clock);
  }

  // ---- the side of programs: other processes than the node

  Path directory() {
    return lab.mountPoint().resolve("ns");
  }

  Path conflicts() {
    return lab.mountPoint().resolve(".windlass-conflicts");
  }

  String shell(String script) {
    return Commands.ok("sh", "-c", "cd '" + directory() + "' && { " + script + "; }");
  }

  Commands.Result tried(String script) {
    return Commands.run("sh", "-c", "cd '" + directory() + "' && { " + script + "; }");
  }

  /** All files with what is in them. */
  Map<String, String> files() {
    return files(directory());
  }

  /** All files below a directory with what is in them, or with what went wrong instead. */
  static Map<String, String> files(Path directory) {
    String lines =
        Commands.ok(
            "/usr/bin/python3",
            "-c",
            """
            import os, sys
            top = sys.argv[1]
            for at, _, names in os.walk(top):
                for name in names:
                    path = os.path.join(at, name)
                    try:
                        if os.path.islink(path):
                            text = os.readlink(path)
                        else:
                            with open(path) as file:
                                text = file.read()
                    except FileNotFoundError:
                        continue
                    except OSError as e:
                        text = 'error: ' + e.strerror
                    text = text.encode('unicode_escape').decode()
                    print(os.path.relpath(path, top), text, sep='\\t')
            """,
            directory.toString());
    Map<String, String> files = new TreeMap<>();
    lines
        .lines()
        .map(line -> line.split("\t", 2))
        .forEach(pair -> files.put(pair[0], pair[1].translateEscapes()));
    return files;
  }

  // ---- the side of the bucket

  ObjectId object(String key) {
    return ObjectId.of(bucket, PREFIX + key);
  }

  void put(String key, String content) {
    ground.store().put(object(key), WriteOptions.NONE, Body.of(content.getBytes(UTF_8)));
  }

  void delete(String key) {
    ground.store().delete(object(key));
  }

  /**
   * All objects but markers, by their keys without the prefix, with what is in them. What goes
   * while they are read is not among them.
   */
  Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    try (Stream<Listing.Entry> listing = ground.store().walk(bucket, PREFIX, Optional.empty())) {
      listing
          .map(Listing.Entry::key)
          .filter(key -> !key.endsWith("/"))
          .map(key -> key.substring(PREFIX.length()))
          .forEach(key -> found(key).ifPresent(content -> objects.put(key, content)));
    }
    return objects;
  }

  private Optional<String> found(String key) {
    try {
      return Optional.of(content(key));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return Optional.empty();
      }
      throw e;
    }
  }

  String content(String key) {
    try (ObjectContent content =
        ground.store().get(object(key), Optional.empty(), Optional.empty())) {
      return new String(content.stream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- both

  /** The node hears that something happened to these keys. */
  void hint(String... keys) {
    hint(List.of(keys));
  }

  void hint(List<String> keys) {
    node.feeds.hint(feed(), keys.stream().map(key -> PREFIX + key).toList());
  }

  RepositoryTask run(Kind kind, List<String> paths) {
    return node.ended(begin(kind, paths));
  }

  RepositoryTask begin(Kind kind, List<String> paths) {
    return node.repositoryTasks.create(
        NewRepositoryTask.of(lab.id(), kind, paths, 7), Optional.empty());
  }

  boolean isQuiet() {
    LinkActivity activity = node.node.activity(link).orElseThrow();
    return activity.waitingImports() == 0 && activity.waitingExports() == 0;
  }

  /** Waits until nothing waits in either direction, and listing and tree were compared. */
  void settle() {
    await().pollInterval(Duration.ofMillis(20)).until(this::isQuiet);
    node.feeds.requestListing(feed());
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> node.feeds.dueListings(List.of(feed())).isEmpty() && isQuiet());
  }

  /** Waits until both sides have the same files with the same bytes; what these are. */
  Map<String, String> agreed() {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> {
          settle();
          assertThat(files()).isEqualTo(objects());
        });
    return files();
  }

  @Override
  public void close() {
    node.close();
    TestNode.unmountBelow(home);
  }
}
