package io.windlass.filesystem.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileStates;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.LazyContent;
import io.windlass.filesystem.tree.ObjectMetadata;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A directory with a link to a bucket, both empty. */
final class Ground implements AutoCloseable {
  static final String PREFIX = "data/";
  static final Set<Change> ALL = EnumSet.allOf(Change.class);

  final ObjectStore store;
  final String bucket = S3TestStore.uniqueBucket("import");
  final Path root;
  final FileTree tree;
  final FileStates states = new FileStates(FileStates.TRUSTED);
  final List<Trouble> troubles = new ArrayList<>();
  final List<String> troubled = new ArrayList<>();
  private final Closing closing;

  private Ground(
      ObjectStore store,
      Path root,
      Descriptor descriptor,
      Optional<LazyContent> lazy,
      Closing closing) {
    this.store = store;
    this.root = root;
    this.closing = closing;
    this.tree = new FileTree(descriptor, states, lazy);
    tree.makeLinkedDirectory(link(ALL));
    store.createBucket(bucket);
  }

  /** Ends what a ground stands on. */
  @FunctionalInterface
  interface Closing {
    void close() throws IOException;
  }

  /** Content is fetched at import. */
  static Ground eager(S3TestStore backing) {
    return on(directory(), open(backing), Optional.empty());
  }

  /** The same in a directory that stays the caller's. */
  static Ground eager(S3TestStore backing, Path root) {
    Descriptor descriptor = Descriptor.openDirectory(root);
    ObjectStore store = open(backing);
    return new Ground(
        store,
        root,
        descriptor,
        Optional.empty(),
        () -> {
          descriptor.close();
          store.close();
        });
  }

  /** Stubs, which nobody fills: what reads them sees zeros. */
  static Ground ofStubs(S3TestStore backing) {
    return on(directory(), open(backing), Optional.of(new Stubs()));
  }

  private static Ground on(Path root, ObjectStore store, Optional<LazyContent> lazy) {
    Descriptor descriptor = Descriptor.openDirectory(root);
    return new Ground(
        store,
        root,
        descriptor,
        lazy,
        () -> {
          descriptor.close();
          store.close();
          remove(root);
        });
  }

  /** A lazy file system as users see it; it and the store stay the caller's. */
  static Ground lazy(
      ObjectStore store, Path visible, Descriptor root, LazyContent content, Closing closing) {
    return new Ground(store, visible, root, Optional.of(content), closing);
  }

  static ObjectStore open(S3TestStore backing) {
    return new S3ObjectStores()
        .open(
            StoreAddress.at(backing.endpoint(), backing.region()),
            new Signing.Keys(
                backing.owner().accessKeyId(),
                backing.owner().secretAccessKey(),
                Optional.empty()));
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("windlass-import-");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Files without content, on a file system that nobody watches. */
  private static final class Stubs implements LazyContent {
    private final FileStates states = new FileStates(FileStates.TRUSTED);

    @Override
    public boolean makeStub(Descriptor file, FileState state) {
      file.truncate(state.size());
      states.write(file, state);
      return true;
    }

    @Override
    public void restore(Descriptor stub) {
      throw new IllegalStateException("no content here");
    }
  }

  Link link(Set<Change> imports) {
    return new Link(
        "dra-0123456789abcdef0", 7, "fs-0", "ns1/path1", "c", bucket, PREFIX, imports, Set.of());
  }

  Importer importer(Change... imports) {
    return importer(PendingChanges.NONE, imports);
  }

  Importer importer(PendingChanges pending, Change... imports) {
    Set<Change> policies = EnumSet.noneOf(Change.class);
    policies.addAll(List.of(imports));
    return new Importer(tree, link(policies), store, pending);
  }

  /** All policies. */
  Applied apply(String key) {
    return importer(Change.NEW, Change.CHANGED, Change.DELETED).apply(PREFIX + key);
  }

  ImportCounts importAll() {
    return importer().importAll(PREFIX, Optional.empty(), listener());
  }

  ImportListener listener() {
    return new ImportListener() {
      @Override
      public void trouble(String key, Trouble trouble) {
        troubled.add(key);
        troubles.add(trouble);
      }

      @Override
      public void checkpoint(String key, ImportCounts counts) {}
    };
  }

  Written put(String key, String content) {
    return put(key, content, Map.of());
  }

  Written put(String key, String content, Map<String, String> metadata) {
    return store.put(
        ObjectId.of(bucket, PREFIX + key),
        WriteOptions.NONE.withMetadata(metadata),
        Body.of(content.getBytes(UTF_8)));
  }

  Written put(String key, String content, ObjectMetadata metadata) {
    return put(key, content, metadata.format());
  }

  Written put(String key, String content, ObjectMetadata metadata, String storageClass) {
    return store.put(
        ObjectId.of(bucket, PREFIX + key),
        new WriteOptions(
            Optional.empty(),
            metadata.format(),
            Optional.of(storageClass),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false),
        Body.of(content.getBytes(UTF_8)));
  }

  void delete(String key) {
    store.delete(ObjectId.of(bucket, PREFIX + key));
  }

  /** As users see it. */
  Path at(String path) {
    Path linked = root.resolve("ns1/path1");
    return path.isEmpty() ? linked : linked.resolve(path);
  }

  Entry entry(String path) {
    try (Descriptor base = tree.open(link(ALL))) {
      return tree.look(base, path).orElseThrow();
    }
  }

  FileStatus status(String path) {
    return entry(path).status();
  }

  Optional<FileState> state(String path) {
    return entry(path).state();
  }

  /** All paths below the linked directory, directories with a slash at their end, sorted. */
  List<String> paths() throws IOException {
    try (Stream<Path> walk = Files.walk(at(""))) {
      return walk.filter(path -> !path.equals(at("")))
          .map(path ->
              at("").relativize(path)
                  + (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "/" : ""))
          .sorted()
          .toList();
    }
  }

  /** Nothing unfinished is left. */
  List<Path> unfinished() throws IOException {
    try (Stream<Path> walk = Files.walk(root.resolve(".windlass-tmp"))) {
      return walk.filter(path -> !Files.isDirectory(path)).toList();
    }
  }

  @Override
  public void close() throws IOException {
    tree.close();
    closing.close();
  }

  static void remove(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
