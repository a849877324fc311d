package io.windlass.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The buckets of a directory. Thread-safe. */
final class Buckets {
  private final Path root;
  private final Durability durability;
  private final DirectoryNames names;
  private final Changes changes;

  private Buckets(Path root, Durability durability, DirectoryNames names, Changes changes) {
    this.root = root;
    this.durability = durability;
    this.names = names;
    this.changes = changes;
  }

  /** Opens a directory: removes what was not finished when the process before ended. */
  static Buckets open(Path root, Durability durability, DirectoryNames names, Changes changes)
      throws IOException {
    Buckets buckets = new Buckets(root, durability, names, changes);
    Files.createDirectories(root.resolve("buckets"));
    for (String name : buckets.all()) {
      BucketFiles files = buckets.files(name);
      new DoubtfulBytes(files).settle();
      BucketFiles.removeDirectory(files.root().resolve("incoming"));
      BucketFiles.create(files.root());
      new BucketUploads(files).settle();
    }
    return buckets;
  }

  List<String> all() throws IOException {
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
    return changes.ofBuckets(() -> {
      BucketFiles files = require(bucket);
      if (ObjectListing.holdsObjects(names, files.objects())) {
        return false;
      }
      Path gone = root.resolve("gone-" + UUID.randomUUID());
      Files.move(files.root(), gone);
      removeTree(gone);
      return true;
    });
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

  private BucketFiles files(String bucket) {
    return new BucketFiles(root.resolve("buckets").resolve(bucket), durability);
  }

  /** The files of a bucket, which must be there. */
  BucketFiles require(String bucket) {
    BucketFiles files = files(bucket);
    if (bucket.startsWith(".") || bucket.contains("/") || !files.exists()) {
      throw StoreErrors.noSuchBucket();
    }
    return files;
  }
}
