package io.windlass.transfer;

import io.windlass.foundation.Ids;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.LiveTree;
import io.windlass.testing.S3TestStore;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.CollectionLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One end of a transfer, to be filled and looked into behind its back. */
interface End extends AutoCloseable {
  Collection collection();

  /** The path of a new directory with these files. */
  default String fill(Map<String, byte[]> files) {
    String directory = empty();
    files.forEach((name, bytes) -> write(directory + "/" + name, bytes));
    return directory;
  }

  /** The path of a new directory without anything. */
  String empty();

  void write(String path, byte[] bytes);

  void delete(String path);

  /** All files below a directory; directories without files end with a slash and have no bytes. */
  Map<String, byte[]> read(String directory);

  long openUploads();

  @Override
  void close();

  /** Contents that are quick to compare. */
  static Map<String, String> digests(Map<String, byte[]> files) {
    Map<String, String> digests = new TreeMap<>();
    files.forEach((name, bytes) ->
        digests.put(
            name,
            bytes.length
                + " "
                + io.windlass.objectstore.ChecksumAlgorithm.CRC32C.of(bytes).value()
                + " "
                + io.windlass.objectstore.ChecksumAlgorithm.CRC32.of(bytes).value()));
    return digests;
  }

  /** A bucket of an account. */
  static End bucket(CollectionLab lab, S3TestStore backing, S3TestStore.Account account) {
    ObjectStore store = lab.store(backing, account);
    String bucket = S3TestStore.uniqueBucket("transfers");
    store.createBucket(bucket);
    return new Bucket(lab.buckets(backing, account), store, bucket);
  }

  /** A directory of this machine. */
  static End directory(CollectionLab lab) {
    try {
      Path root = Files.createTempDirectory("windlass-transfers-");
      return new Local(lab.directory(root), root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keys of a bucket. */
  record Bucket(Collection collection, ObjectStore store, String bucket) implements End {
    @Override
    public String empty() {
      return "/" + bucket + "/" + Ids.random(8);
    }

    String key(String path) {
      return path.substring(bucket.length() + 2);
    }

    @Override
    public void write(String path, byte[] bytes) {
      store.put(ObjectId.of(bucket, key(path)), WriteOptions.NONE, Body.of(bytes));
    }

    @Override
    public void delete(String path) {
      store.delete(ObjectId.of(bucket, key(path)));
    }

    @Override
    public Map<String, byte[]> read(String directory) {
      Map<String, byte[]> files = new TreeMap<>();
      String prefix = key(directory) + "/";
      try (Stream<Listing.Entry> walk = store.walk(bucket, prefix, Optional.empty())) {
        for (Listing.Entry entry : walk.toList()) {
          try (ObjectStore.ObjectContent content =
              store.get(ObjectId.of(bucket, entry.key()), Optional.empty(), Optional.empty())) {
            files.put(entry.key().substring(prefix.length()), content.stream().readAllBytes());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
      return files;
    }

    @Override
    public long openUploads() {
      try (Stream<ObjectStore.OpenUpload> open = store.openUploads(bucket, "")) {
        return open.count();
      }
    }

    @Override
    public void close() {}
  }

  /** Files of a directory. */
  record Local(Collection collection, Path root) implements End {
    @Override
    public String empty() {
      String name = "/" + Ids.random(8);
      try {
        Files.createDirectory(root.resolve(name.substring(1)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return name;
    }

    Path file(String path) {
      return root.resolve(path.substring(1));
    }

    /** Files that have not got their names yet. */
    List<Path> unfinished() {
      Path directory = root.resolve(".windlass-tmp/transfers");
      try {
        return LiveTree.all(directory);
      } catch (NoSuchFileException e) {
        return List.of();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void write(String path, byte[] bytes) {
      try {
        Files.createDirectories(file(path).getParent());
        Files.write(file(path), bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void delete(String path) {
      try {
        Files.delete(file(path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Map<String, byte[]> read(String directory) {
      Map<String, byte[]> files = new TreeMap<>();
      Path from = file(directory);
      try (Stream<Path> walk = Files.walk(from)) {
        for (Path path : walk.toList()) {
          String name = from.relativize(path).toString();
          if (Files.isRegularFile(path)) {
            files.put(name, Files.readAllBytes(path));
          } else if (Files.isDirectory(path) && !path.equals(from) && isEmpty(path)) {
            files.put(name + "/", new byte[0]);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return files;
    }

    private static boolean isEmpty(Path directory) throws IOException {
      try (Stream<Path> children = Files.list(directory)) {
        return children.findAny().isEmpty();
      }
    }

    @Override
    public long openUploads() {
      return 0;
    }

    @Override
    public void close() {
      try (Stream<Path> walk = Files.walk(root)) {
        for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
