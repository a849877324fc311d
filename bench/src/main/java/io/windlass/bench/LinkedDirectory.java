package io.windlass.bench;

import io.windlass.client.WindlassClient;
import io.windlass.client.model.FileSystem;
import io.windlass.client.model.FileSystemSource;
import io.windlass.client.model.Link;
import io.windlass.client.model.LinkEvents;
import io.windlass.client.model.LinkTask;
import io.windlass.client.model.NewFileSystem;
import io.windlass.client.model.NewLink;
import io.windlass.client.model.NewLinkTask;
import io.windlass.client.model.NewProject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bucket's prefix linked to a directory of an image of XFS, by a node of its own. */
final class LinkedDirectory implements Mounted {
  private static final String DIRECTORY = "ns";
  private static final List<String> ALL = List.of("new", "changed", "deleted");

  private final Node node;
  private final WindlassClient client;
  private final FileSystem fileSystem;
  private final Path mount;

  private LinkedDirectory(Node node, WindlassClient client, FileSystem fileSystem, Path mount) {
    this.node = node;
    this.client = client;
    this.fileSystem = fileSystem;
    this.mount = mount;
  }

  /** Links the prefix both ways and waits until all of it is there; prints how long that took. */
  static LinkedDirectory over(
      String connectionDocument, String bucket, String prefix, Path scratch, Import kind)
      throws Exception {
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
      linked.link(connection, bucket, prefix, kind);
      return linked;
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

  private void link(String connection, String bucket, String prefix, Import kind)
      throws IOException {
    Optional<LinkEvents> events =
        kind == Import.PUSHED ? Optional.of(events(node)) : Optional.empty();
    double before = node.peakMebibytes();
    Link link =
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
    link = client.links().awaitSettled(link.id());
    if (!link.lifecycle().equals("available")) {
      throw new IOException("the link is " + link.lifecycle() + ": " + link.failure());
    }
    LinkTask task = task("import", List.of(), kind == Import.PLAIN);
    Duration took = Duration.between(task.startedAt().orElseThrow(), task.endedAt().orElseThrow());
    long keys = task.counts().orElseThrow().succeeded();
    System.out.printf(
        "%nimported %,d objects: %.1f s, %,.0f per second, peak memory of the node %.0f MiB (%.0f"
            + " before)%n",
        keys,
        took.toMillis() / 1000.0,
        keys * 1000.0 / took.toMillis(),
        node.peakMebibytes(),
        before);
  }

  /** The store posts to the node what happens in the bucket. */
  private static LinkEvents events(Node node) {
    return new LinkEvents(
        "push", node.address().toString(), Optional.empty(), Optional.empty(), false);
  }

  private LinkTask task(String kind, List<String> paths, boolean plain) throws IOException {
    LinkTask started =
        client
            .fileSystems()
            .startTask(
                fileSystem.id(),
                new NewLinkTask(kind, paths, Optional.empty(), Optional.empty(), plain));
    LinkTask ended = client.fileSystems().followTask(fileSystem.id(), started.id(), _ -> {});
    if (!ended.state().equals("succeeded")) {
      throw new IOException("the " + kind + " is " + ended.state() + ": " + ended.failure());
    }
    return ended;
  }

  @Override
  public Path path() {
    return mount.resolve(DIRECTORY);
  }

  @Override
  public double cpuSeconds() throws IOException {
    return node.cpuSeconds();
  }

  @Override
  public void forgetContents() throws Exception {
    task("release", List.of(), false);
    Mounted.dropCaches();
  }

  @Override
  public void close() throws IOException {
    client.close();
    node.close();
  }
}
