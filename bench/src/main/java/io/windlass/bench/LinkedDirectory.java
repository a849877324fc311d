package io.windlass.bench;

import io.windlass.client.FileSystems;
import io.windlass.client.WindlassClient;
import io.windlass.client.model.FileSystem;
import io.windlass.client.model.FileSystemSource;
import io.windlass.client.model.FilesDone;
import io.windlass.client.model.Link;
import io.windlass.client.model.LinkEvents;
import io.windlass.client.model.LinkTask;
import io.windlass.client.model.NewFileSystem;
import io.windlass.client.model.NewLink;
import io.windlass.client.model.NewLinkTask;
import io.windlass.client.model.NewProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bucket's prefix linked to a directory of an image of XFS, by a node of its own. */
final class LinkedDirectory implements Mounted {
  private static final String DIRECTORY = "ns";
  private static final List<String> ALL = List.of("new", "changed", "deleted");

  private static final Duration LIMIT = Duration.ofMinutes(30);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Node node;
  private final WindlassClient client;
  private final FileSystem fileSystem;
  private final Path mount;
  private final Optional<Link> link;
  private final Optional<Measured> imported;

  private LinkedDirectory(Node node, WindlassClient client, FileSystem fileSystem, Path mount) {
    this.node = node;
    this.client = client;
    this.fileSystem = fileSystem;
    this.mount = mount;
    this.link = Optional.empty();
    this.imported = Optional.empty();
  }

  private LinkedDirectory(LinkedDirectory unlinked, Link link, Measured imported) {
    this.node = unlinked.node;
    this.client = unlinked.client;
    this.fileSystem = unlinked.fileSystem;
    this.mount = unlinked.mount;
    this.link = Optional.of(link);
    this.imported = Optional.of(imported);
  }

  /** The import of all objects: the node, PostgreSQL included; memory is the node's peak. */
  Measured imported() {
    return imported.orElseThrow();
  }

  /** Has the listing compared with the directory now. */
  void compare() {
    client.links().compare(link.orElseThrow().id());
  }

  /** Links the prefix both ways and waits until all of it is there. */
  static LinkedDirectory over(
      String connectionDocument, String bucket, String prefix, Path scratch, Import kind)
      throws Exception {
    Files.createDirectories(scratch);
    Node node = Node.start();
    try {
      WindlassClient client = node.client();
      client.projects().create(new NewProject("files", Optional.empty(), Optional.empty()));
      String connection =
          client.connections().create(connectionDocument, Optional.of("files")).id();
      Path mount = scratch.resolve("linked");
      FileSystem fileSystem =
          client
              .fileSystems()
              .create(
                  new NewFileSystem(
                      "bench",
                      Optional.of("files"),
                      new FileSystemSource(
                          "image", scratch.resolve("bench.img").toString(), Optional.of(20L << 30)),
                      mount.toString(),
                      Optional.empty(),
                      Map.of()));
      fileSystem = client.fileSystems().awaitSettled(fileSystem.id());
      LinkedDirectory linked = new LinkedDirectory(node, client, fileSystem, mount);
      Link link = linked.link(connection, bucket, prefix, kind);
      return new LinkedDirectory(linked, link, linked.importAll(kind));
    } catch (Exception e) {
      node.close();
      throw e;
    }
  }

  /** How objects come. */
  enum Import {
    /** With their metadata, and the store posts what happens. */
    PUSHED,
    /** With their metadata. */
    LISTED,
    /** As plain files. */
    PLAIN
  }

  private Link link(String connection, String bucket, String prefix, Import kind)
      throws IOException {
    Optional<LinkEvents> events =
        kind == Import.PUSHED ? Optional.of(events(node)) : Optional.empty();
    Link made =
        client
            .links()
            .create(
                new NewLink(
                    fileSystem.id(),
                    Optional.empty(),
                    "/" + DIRECTORY,
                    Optional.empty(),
                    Optional.of(connection),
                    Optional.of(bucket),
                    Optional.of(prefix),
                    ALL,
                    ALL,
                    false,
                    Map.of(),
                    events));
    made = client.links().awaitSettled(made.id());
    if (!made.lifecycle().equals("available")) {
      throw new IOException("the link is " + made.lifecycle() + ": " + made.failure());
    }
    return made;
  }

  private Measured importAll(Import kind) throws Exception {
    node.forgetPeak();
    double cpu = node.allCpuSeconds();
    long begin = System.nanoTime();
    task("import", List.of(), kind == Import.PLAIN);
    double wall = (System.nanoTime() - begin) / 1e9;
    return new Measured(wall, node.allCpuSeconds() - cpu, node.peakMebibytes());
  }

  /** The store posts to the node what happens in the bucket. */
  private static LinkEvents events(Node node) {
    return new LinkEvents(
        "push", node.address().toString(), Optional.empty(), Optional.empty(), false);
  }

  private LinkTask task(String kind, List<String> paths, boolean plain) throws Exception {
    LinkTask started =
        client
            .fileSystems()
            .startTask(
                fileSystem.id(),
                new NewLinkTask(kind, paths, Optional.empty(), Optional.empty(), plain));
    Waiting.until(
        "the " + kind,
        LIMIT,
        PAUSE,
        () -> FileSystems.ended(client.fileSystems().task(fileSystem.id(), started.id())));
    LinkTask ended = client.fileSystems().task(fileSystem.id(), started.id());
    if (!ended.state().equals("succeeded")) {
      throw new IOException("the " + kind + " is " + ended.state() + ": " + ended.failure());
    }
    return ended;
  }

  @Override
  public String name() {
    return "Windlass";
  }

  @Override
  public Path path() {
    return mount.resolve(DIRECTORY);
  }

  @Override
  public double cpuSeconds() throws IOException {
    return node.allCpuSeconds();
  }

  @Override
  public double peakMebibytes() throws IOException {
    return node.peakMebibytes();
  }

  @Override
  public void forgetContents() throws Exception {
    task("release", List.of(), false);
    Mounted.dropCaches();
  }

  @Override
  public void settle() throws Exception {
    FilesDone done =
        client
            .fileSystems()
            .files(fileSystem.id(), FileSystems.FileAction.RESTORE, List.of(path().toString()));
    if (done.failed() > 0) {
      throw new IOException("not on the disk: " + done.failures());
    }
    Mounted.super.settle();
  }

  @Override
  public void recover() {
    // the node goes on
  }

  @Override
  public void close() throws IOException {
    client.close();
    node.close();
  }
}
