package io.windlass.filesystem.exports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.filesystem.imports.Applied;
import io.windlass.filesystem.imports.Importer;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileStates;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.LazyContent;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.filesystem.watch.ChangeWatch;
import io.windlass.filesystem.watch.ChangeWatch.Origin;
import io.windlass.filesystem.watch.ChangeWatch.Watched;
import io.windlass.filesystem.watch.LocalChanges;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Fanotify;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.ObjectTransfers;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.testing.LiveTree;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** A directory and a prefix, linked, with everything that exports need. */
final class Linked implements AutoCloseable {
  static final Set<Change> ALL = EnumSet.allOf(Change.class);
  static final String PREFIX = "team/";
  private static final AtomicLong NUMBERS = new AtomicLong(1);

  /** Short pauses, so that tests of what is tried again do not wait. */
  static final ExportSettings SETTINGS =
      new ExportSettings(
          64L << 20, 8, Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(20));

  /** One for all tests of the process: links have numbers of their own. */
  static final TestDatabase DATABASE = TestDatabase.create();

  final ObjectStore store;
  final String bucket;
  final Path root;
  final Path directory;
  final Link link;
  final Descriptor rootDescriptor;
  final FileTree tree;
  final Descriptor base;
  final LocalChanges changes;
  final Importer importer;
  final Site site;
  final Exporter exporter;
  Optional<ChangeWatch> watch = Optional.empty();

  Linked(S3TestStore backing, Path root) {
    this(backing, root, ALL, ALL);
  }

  Linked(S3TestStore backing, Path root, Set<Change> imports, Set<Change> exports) {
    this(backing, root, imports, exports, SETTINGS);
  }

  Linked(
      S3TestStore backing,
      Path root,
      Set<Change> imports,
      Set<Change> exports,
      ExportSettings settings) {
    this(
        DATABASE.jdbi(),
        open(
            StoreAddress.at(backing.endpoint(), backing.region()),
            backing.owner().accessKeyId(),
            backing.owner().secretAccessKey()),
        root,
        link(NUMBERS.getAndIncrement(), S3TestStore.uniqueBucket("exports"), imports, exports),
        settings);
  }

  static Link link(long number, String bucket, Set<Change> imports, Set<Change> exports) {
    return new Link(
        "dra-" + number, number, "fs-" + number, "data", "conn", bucket, PREFIX, imports, exports);
  }

  static ObjectStore open(StoreAddress address, String accessKeyId, Secret secret) {
    return new S3ObjectStores()
        .open(address, new Signing.Keys(accessKeyId, secret, Optional.empty()));
  }

  /** The same for a process of its own. */
  Linked(Jdbi jdbi, ObjectStore store, Path root, Link link, ExportSettings settings) {
    this.root = root;
    this.store = store;
    this.link = link;
    this.bucket = link.bucket();
    store.createBucket(bucket);
    this.rootDescriptor = Descriptor.openDirectory(root);
    FileStates states = new FileStates(FileStates.TRUSTED);
    PretendedStubs stubs = new PretendedStubs(this::content, states);
    this.tree = new FileTree(rootDescriptor, states, Optional.of((LazyContent) stubs));
    tree.makeLinkedDirectory(link);
    this.directory = root.resolve("data");
    this.base = tree.open(link);
    this.changes = new LocalChanges(jdbi, InstantSource.system());
    this.importer = new Importer(tree, link, store, PendingChanges.NONE);
    this.site =
        new Site(
            tree,
            base,
            link,
            store,
            new ObjectTransfers(4),
            tree.known(link),
            stubs,
            changes,
            () -> watch.ifPresent(ChangeWatch::catchUp),
            this::takeOver,
            jdbi,
            settings);
    this.exporter = new Exporter(site);
  }

  private void takeOver(String key) {
    Applied applied = importer.takeOver(key);
    if (applied.outcome() == Applied.Outcome.FAILED) {
      throw Problem.of(
              Kind.STORE_REFUSED, "take_over_failed", applied.trouble().orElseThrow().reason())
          .toException();
    }
  }

  private byte[] content(FileState state) {
    return bytes(state.key());
  }

  /** Begins to watch, and to export what is seen. */
  AutoExport automatic(Path spool) {
    watch =
        Optional.of(
            ChangeWatch.start(
                new Watched(
                    link.fileSystemId(),
                    rootDescriptor,
                    Fanotify.changes(),
                    Origin.NEW,
                    spool,
                    Duration.ofMillis(20)),
                List.of(link),
                changes));
    return AutoExport.start(site);
  }

  // ---- the local side

  Path path(String name) {
    return directory.resolve(name);
  }

  void write(String name, String text) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.writeString(path(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command of the shell in the linked directory. */
  void shell(String command) {
    Commands.ok("sh", "-c", "cd '" + directory + "' && " + command);
  }

  Optional<Entry> entry(String name) {
    return tree.look(base, name);
  }

  FileState state(String name) {
    return entry(name).flatMap(entry -> entry.known(link)).orElseThrow();
  }

  // ---- the side of the bucket

  ObjectId id(String key) {
    return ObjectId.of(bucket, PREFIX + key);
  }

  ObjectFacts facts(String key) {
    return store.head(id(key));
  }

  Written put(String key, String text) {
    return store.put(id(key), WriteOptions.NONE, Body.of(text.getBytes(UTF_8)));
  }

  byte[] bytes(String key) {
    try (ObjectStore.ObjectContent content =
        store.get(id(key), Optional.empty(), Optional.empty())) {
      return content.stream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String key) {
    return new String(bytes(key), UTF_8);
  }

  /** All keys below the prefix with the ETags of their objects. */
  Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    try (Stream<Listing.Entry> entries = store.walk(bucket, PREFIX, Optional.empty())) {
      entries.forEach(entry -> objects.put(entry.key().substring(PREFIX.length()), entry.etag()));
    }
    return objects;
  }

  Set<String> keys() {
    return objects().keySet();
  }

  /** Files and directories of the linked directory, as keys. */
  Set<String> localKeys() {
    try {
      Set<String> keys = new TreeSet<>();
      for (Path file : LiveTree.all(directory)) {
        String key = directory.relativize(file).toString();
        keys.add(Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? key + "/" : key);
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    watch.ifPresent(ChangeWatch::close);
    base.close();
    tree.close();
    rootDescriptor.close();
    store.close();
  }
}
