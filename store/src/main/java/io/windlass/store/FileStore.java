package io.windlass.store;

import io.windlass.store.StoredObject.Content;
import io.windlass.store.StoredObject.PartFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files: any key, conditions that hold, writes that are whole or not there, listings of
 * bounded memory. Thread-safe within one process, which {@link StoreLock} makes sure of.
 */
final class FileStore {
  private static final int INLINE = 64 << 10;
  private static final int OPEN_ATTEMPTS = 5;
  private static final int STRIPES = 512;

  private final Path root;
  private final Durability durability;
  private final InstantSource clock;
  private final DirectoryNames names;
  private final List<ReentrantLock> keys = locks();

  /** Taken before the lock of the upload's key. */
  private final List<ReentrantLock> uploads = locks();

  /** Held for reading by every change below a bucket, for writing while a bucket is removed. */
  private final ReadWriteLock buckets = new ReentrantReadWriteLock();

  private FileStore(Path root, Durability durability, InstantSource clock) {
    this.root = root;
    this.durability = durability;
    this.clock = clock;
    this.names = new DirectoryNames(clock);
  }

  /** Opens a directory: removes what was not finished when the process before ended. */
  static FileStore open(Path directory, Durability durability, InstantSource clock)
      throws IOException {
    FileStore store = new FileStore(directory, durability, clock);
    Files.createDirectories(store.root.resolve("buckets"));
    for (String name : store.bucketNames()) {
      BucketFiles files = store.files(name);
      new DoubtfulBytes(files).settle();
      BucketFiles.removeDirectory(files.root().resolve("incoming"));
      BucketFiles.create(files.root());
      new BucketUploads(files).settle();
    }
    return store;
  }

  /** Something that is done under locks. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  // ---- buckets

  List<String> bucketNames() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve("buckets"))) {
      return stream(entries).map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  private static Stream<Path> stream(DirectoryStream<Path> entries) {
    Stream.Builder<Path> paths = Stream.builder();
    entries.forEach(paths);
    return paths.build();
  }

  Instant createdAt(String bucket) throws IOException {
    return Files.getLastModifiedTime(files(bucket).root()).toInstant();
  }

  boolean exists(String bucket) {
    return files(bucket).exists();
  }

  boolean create(String bucket) throws IOException {
    Path made = root.resolve("new-" + UUID.randomUUID());
    BucketFiles.create(made);
    try {
      Files.move(made, files(bucket).root());
      return true;
    } catch (FileAlreadyExistsException e) {
      for (String name : List.of("objects", "data", "uploads", "incoming", "")) {
        Files.deleteIfExists(made.resolve(name));
      }
      return false;
    }
  }

  boolean deleteIfEmpty(String bucket) throws IOException {
    buckets.writeLock().lock();
    try {
      BucketFiles files = require(bucket);
      if (ObjectListing.holdsObjects(names, files.objects())) {
        return false;
      }
      Path gone = root.resolve("gone-" + UUID.randomUUID());
      Files.move(files.root(), gone);
      removeTree(gone);
      return true;
    } finally {
      buckets.writeLock().unlock();
    }
  }

  private static void removeTree(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          removeTree(entry);
        } else {
          Files.deleteIfExists(entry);
        }
      }
    }
    Files.deleteIfExists(directory);
  }

  // ---- objects

  ObjectListing.Page list(
      String bucket,
      String prefix,
      Optional<String> delimiter,
      byte[] after,
      boolean rolledUp,
      int limit)
      throws IOException {
    BucketFiles files = require(bucket);
    return new ObjectListing(names, prefix, delimiter, after, rolledUp, limit)
        .read(files.objects());
  }

  Optional<StoredObject> find(String bucket, String key) throws IOException {
    return require(bucket).find(key);
  }

  /** An object and a range of its bytes. */
  record Reading(StoredObject object, Range range, InputStream stream) {}

  /** Decides what of an object is to be read, or refuses. */
  @FunctionalInterface
  interface Selection {
    Range of(StoredObject object);
  }

  /** Bytes of an object. */
  record Range(long offset, long length) {}

  Optional<Reading> read(String bucket, String key, Selection selection) throws IOException {
    BucketFiles files = require(bucket);
    for (int attempt = 0; ; attempt++) {
      Optional<BucketFiles.Opened> opened = files.open(key);
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      StoredObject object = opened.get().object();
      Range range = selection.of(object);
      try {
        return Optional.of(new Reading(object, range, stream(files, opened.get(), range)));
      } catch (NoSuchFileException e) {
        // replaced between the two openings
        if (attempt == OPEN_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static InputStream stream(BucketFiles files, BucketFiles.Opened opened, Range range)
      throws IOException {
    StoredObject object = opened.object();
    return switch (object.content()) {
      case Content.Inline() -> {
        InputStream bytes = opened.inline().stream();
        bytes.skipNBytes(range.offset());
        yield range.length() == object.size()
            ? bytes
            : new ByteArrayInputStream(bytes.readNBytes(Math.toIntExact(range.length())));
      }
      case Content.OneFile(String id) ->
          new PartStream(
              List.of(new PartStream.Piece(files.data(id), object.size())),
              range.offset(),
              range.length());
      case Content.Parts(String uploadId, List<PartFile> parts) ->
          new PartStream(
              parts.stream()
                  .map(part ->
                      new PartStream.Piece(
                          files.uploads().resolve(uploadId).resolve(part.fileName()), part.size()))
                  .toList(),
              range.offset(),
              range.length());
    };
  }

  /** Preconditions of a write; {@code *} is any object. */
  record Condition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    void check(Optional<StoredObject> current) {
      if (ifMatch != null && current.filter(object -> matches(ifMatch, object)).isEmpty()) {
        throw current.isEmpty() ? StoreErrors.noSuchKey() : StoreErrors.preconditionFailed();
      }
      if (ifNoneMatch != null
          && current.filter(object -> matches(ifNoneMatch, object)).isPresent()) {
        throw StoreErrors.preconditionFailed();
      }
    }

    static boolean matches(String header, StoredObject object) {
      return Arrays.stream(header.split(",", -1))
          .map(String::strip)
          .anyMatch(tag -> tag.equals("*") || tag.replace("\"", "").equals(object.etag()));
    }
  }

  StoredObject put(
      String bucket,
      StoredObject described,
      Condition condition,
      InputStream body,
      @Nullable Long length,
      @Nullable String md5)
      throws IOException {
    BucketFiles files = require(bucket);
    try (IncomingBytes received = IncomingBytes.receive(body, files, INLINE, length, md5)) {
      String id = UUID.randomUUID().toString();
      Content content =
          received.file().isPresent() ? new Content.OneFile(id) : new Content.Inline();
      StoredObject object = complete(described, received.size(), received.md5(), content);
      return lockingKey(
          bucket,
          object.key(),
          () -> {
            condition.check(files.find(object.key()));
            if (received.file().isPresent()) {
              new DoubtfulBytes(files).note(content, object.key());
              BucketFiles.move(received.file().get(), files.data(id), files.root());
            }
            replace(files, object, received.inline());
            return object;
          });
    }
  }

  private StoredObject complete(StoredObject described, long size, String etag, Content content) {
    return new StoredObject(
        described.key(),
        size,
        etag,
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        described.headers(),
        described.storageClass(),
        described.metadata(),
        content);
  }

  private static void replace(BucketFiles files, StoredObject object, byte[] inline)
      throws IOException {
    DoubtfulBytes doubtful = new DoubtfulBytes(files);
    Optional<StoredObject> before = files.find(object.key());
    if (before.isPresent()) {
      doubtful.note(before.get().content(), object.key());
    }
    try {
      files.publish(object, inline);
    } catch (IOException | RuntimeException e) {
      if (object.content() instanceof Content.OneFile) {
        files.free(object.content());
      }
      throw e;
    }
    doubtful.forget(object.content());
    if (before.isPresent()) {
      files.free(before.get().content());
      doubtful.forget(before.get().content());
    }
  }

  void delete(String bucket, String key) throws IOException {
    BucketFiles files = require(bucket);
    lockingKey(
        bucket,
        key,
        () -> {
          Optional<StoredObject> current = files.find(key);
          if (current.isPresent()) {
            DoubtfulBytes doubtful = new DoubtfulBytes(files);
            doubtful.note(current.get().content(), key);
            files.remove(key);
            files.free(current.get().content());
            doubtful.forget(current.get().content());
          }
          return current;
        });
  }

  /** What a copy changes of the object. */
  @FunctionalInterface
  interface Change {
    StoredObject of(StoredObject source);
  }

  /** Copies an object without copying its bytes: files never change, so both can have them. */
  StoredObject copy(String fromBucket, String fromKey, String toBucket, Change change)
      throws IOException {
    BucketFiles source = require(fromBucket);
    BucketFiles target = require(toBucket);
    String id = UUID.randomUUID().toString();
    BucketFiles.Opened linked =
        lockingKey(
            fromBucket,
            fromKey,
            () -> {
              BucketFiles.Opened opened = source.open(fromKey).orElseThrow(StoreErrors::noSuchKey);
              // refuses before anything is linked
              String toKey = change.of(opened.object()).key();
              new DoubtfulBytes(target).note(linked(opened.object().content(), id), toKey);
              link(source, opened.object().content(), target, id);
              return opened;
            });
    StoredObject from = linked.object();
    StoredObject object =
        complete(change.of(from), from.size(), from.etag(), linked(from.content(), id));
    return lockingKey(
        toBucket,
        object.key(),
        () -> {
          byte[] inline = linked.inline().stream().readAllBytes();
          replace(target, object, inline);
          return object;
        });
  }

  private static Content linked(Content content, String id) {
    return switch (content) {
      case Content.Inline inline -> inline;
      case Content.OneFile _ -> new Content.OneFile(id);
      case Content.Parts parts -> new Content.Parts(id, parts.files());
    };
  }

  private static void link(BucketFiles source, Content content, BucketFiles target, String id)
      throws IOException {
    switch (content) {
      case Content.Inline() -> {}
      case Content.OneFile(String from) -> {
        Path link = target.newFile();
        Files.createLink(link, source.data(from));
        BucketFiles.move(link, target.data(id), target.root());
      }
      case Content.Parts(String uploadId, List<PartFile> parts) -> {
        Path directory = Files.createDirectory(target.uploads().resolve(id));
        for (PartFile part : parts) {
          Files.createLink(
              directory.resolve(part.fileName()),
              source.uploads().resolve(uploadId).resolve(part.fileName()));
        }
      }
    }
  }

  // ---- uploads

  String startUpload(String bucket, StoredObject described) throws IOException {
    StoredObject future = complete(described, 0, "", new Content.Inline());
    return changing(() -> new BucketUploads(require(bucket)).start(future));
  }

  PartFile addPart(
      String bucket,
      String key,
      String id,
      int number,
      InputStream body,
      @Nullable Long length,
      @Nullable String md5)
      throws IOException {
    BucketUploads uploads = new BucketUploads(require(bucket));
    uploads.require(id, key);
    try (IncomingBytes received = uploads.receive(body, length, md5)) {
      return lockingUpload(
          id,
          () -> {
            uploads.require(id, key);
            return uploads.add(id, number, received);
          });
    }
  }

  /** The parts of an upload, and when it was started; refuses when it is not open. */
  List<PartFile> parts(String bucket, String key, String id) throws IOException {
    BucketUploads uploads = new BucketUploads(require(bucket));
    uploads.require(id, key);
    return uploads.parts(id);
  }

  StoredObject completeUpload(
      String bucket, String key, String id, List<Integer> numbers, Condition condition)
      throws IOException {
    BucketFiles files = require(bucket);
    BucketUploads uploads = new BucketUploads(files);
    return lockingUpload(
        id,
        () -> {
          StoredObject future = uploads.require(id, key);
          Map<Integer, PartFile> present = new HashMap<>();
          uploads.parts(id).forEach(part -> present.put(part.number(), part));
          List<PartFile> wanted =
              numbers.stream()
                  .map(number ->
                      Optional.ofNullable(present.get(number))
                          .orElseThrow(() ->
                              StoreErrors.of(400, "InvalidPart", "A part could not be found.")))
                  .toList();
          Content.Parts parts = new Content.Parts(id, wanted);
          long size = wanted.stream().mapToLong(PartFile::size).sum();
          StoredObject object = complete(future, size, etag(wanted), parts);
          lockingKey(
              bucket,
              key,
              () -> {
                condition.check(files.find(key));
                replace(files, object, new byte[0]);
                return object;
              });
          uploads.finish(id, parts);
          return object;
        });
  }

  private static String etag(List<PartFile> parts) {
    var digest = IncomingBytes.md5Digest();
    parts.forEach(part -> digest.update(HexFormat.of().parseHex(part.md5())));
    return HexFormat.of().formatHex(digest.digest()) + "-" + parts.size();
  }

  void abortUpload(String bucket, String key, String id) throws IOException {
    BucketUploads uploads = new BucketUploads(require(bucket));
    lockingUpload(
        id,
        () -> {
          StoredObject upload = uploads.require(id, key);
          uploads.abort(id);
          return upload;
        });
  }

  /** An upload that is open. */
  record OpenUpload(String id, String key, Instant startedAt) {}

  List<OpenUpload> openUploads(String bucket) throws IOException {
    BucketUploads uploads = new BucketUploads(require(bucket));
    Stream.Builder<OpenUpload> open = Stream.builder();
    for (String id : uploads.open()) {
      uploads
          .find(id)
          .ifPresent(upload -> open.add(new OpenUpload(id, upload.key(), upload.modified())));
    }
    return open.build().toList();
  }

  // ---- locks

  private static List<ReentrantLock> locks() {
    return IntStream.range(0, STRIPES).mapToObj(_ -> new ReentrantLock()).toList();
  }

  private <T> T lockingKey(String bucket, String key, Action<T> action) throws IOException {
    return locking(keys, 31 * bucket.hashCode() + key.hashCode(), action);
  }

  private <T> T lockingUpload(String id, Action<T> action) throws IOException {
    return locking(uploads, id.hashCode(), action);
  }

  private <T> T locking(List<ReentrantLock> locks, int hash, Action<T> action) throws IOException {
    Lock lock = locks.get(Math.floorMod(hash, STRIPES));
    return changing(() -> {
      lock.lock();
      try {
        return action.run();
      } finally {
        lock.unlock();
      }
    });
  }

  private <T> T changing(Action<T> action) throws IOException {
    buckets.readLock().lock();
    try {
      return action.run();
    } finally {
      buckets.readLock().unlock();
    }
  }

  private BucketFiles files(String bucket) {
    return new BucketFiles(root.resolve("buckets").resolve(bucket), durability);
  }

  private BucketFiles require(String bucket) {
    BucketFiles files = files(bucket);
    if (bucket.startsWith(".") || bucket.contains("/") || !files.exists()) {
      throw StoreErrors.noSuchBucket();
    }
    return files;
  }
}
