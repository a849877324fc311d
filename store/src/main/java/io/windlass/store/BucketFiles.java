package io.windlass.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The files of one bucket. Thread-safe as far as the file system is; who changes a key holds its
 * lock.
 *
 * <ul>
 *   <li>{@code objects/}: one file per key, see {@link KeyPath}: {@link StoredObject} and, of small
 *       objects, their bytes
 *   <li>{@code data/}: the bytes of larger objects
 *   <li>{@code uploads/ID/}: parts; {@code info} is there while the upload is open
 *   <li>{@code incoming/}: what is not finished; emptied at each start
 * </ul>
 */
record BucketFiles(Path root, Durability durability) {
  private static final int PARENT_ATTEMPTS = 20;

  static void create(Path root) throws IOException {
    for (String name : new String[] {"objects", "data", "uploads", "incoming"}) {
      Files.createDirectories(root.resolve(name));
    }
  }

  boolean exists() {
    return Files.isDirectory(objects());
  }

  Path objects() {
    return root.resolve("objects");
  }

  Path uploads() {
    return root.resolve("uploads");
  }

  Path newFile() {
    return root.resolve("incoming").resolve(UUID.randomUUID().toString());
  }

  Path data(String id) {
    return root.resolve("data").resolve(id.substring(0, 2)).resolve(id);
  }

  /** An object as it is in its file now. */
  Optional<StoredObject> find(String key) throws IOException {
    try (DataInputStream in = open(KeyPath.file(objects(), key))) {
      return Optional.of(StoredObject.read(in));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static StoredObject read(Path file) throws IOException {
    try (DataInputStream in = open(file)) {
      return StoredObject.read(in);
    }
  }

  /** An object and its bytes, of one moment. */
  record Opened(StoredObject object, InlineBytes inline) {}

  /** Bytes that are in the object's own file; empty otherwise. */
  record InlineBytes(ByteBuffer bytes) {
    InputStream stream() {
      return new ByteArrayInputStream(
          bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
  }

  Optional<Opened> open(String key) throws IOException {
    try (DataInputStream in = open(KeyPath.file(objects(), key))) {
      StoredObject object = StoredObject.read(in);
      boolean inline = object.content() instanceof StoredObject.Content.Inline;
      byte[] bytes = inline ? in.readNBytes(Math.toIntExact(object.size())) : new byte[0];
      return Optional.of(new Opened(object, new InlineBytes(ByteBuffer.wrap(bytes))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
  }

  /** Makes a finished file current under its key, all at once. */
  void publish(StoredObject object, byte[] inline) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    object.write(out);
    out.write(inline);
    Path finished = newFile();
    try {
      write(finished, bytes.toByteArray());
      Path target = KeyPath.file(objects(), object.key());
      move(finished, target, objects());
      syncDirectory(target);
    } finally {
      Files.deleteIfExists(finished);
    }
  }

  void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      sync(channel);
    }
  }

  void sync(FileChannel channel) throws IOException {
    if (durability == Durability.POWER_LOSS) {
      channel.force(false);
    }
  }

  private void syncDirectory(Path file) throws IOException {
    if (durability == Durability.POWER_LOSS) {
      try (FileChannel channel = FileChannel.open(file.resolveSibling("."))) {
        channel.force(true);
      }
    }
  }

  /** Moves a file, making the directories above it below {@code top} and nothing above that. */
  static void move(Path source, Path target, Path top) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (AtomicMoveNotSupportedException e) {
        throw e;
      } catch (NoSuchFileException e) {
        // its directory is not there yet, or was just removed because it had become empty
        if (attempt == PARENT_ATTEMPTS || !Files.exists(source)) {
          throw e;
        }
        makeParents(target, top);
      }
    }
  }

  private static void makeParents(Path target, Path top) throws IOException {
    Path directory = top;
    for (Path name : top.relativize(target.resolveSibling("")).normalize()) {
      directory = directory.resolve(name);
      try {
        Files.createDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        // somebody else made it
      } catch (NoSuchFileException e) {
        if (!Files.isDirectory(top)) {
          throw StoreErrors.noSuchBucket();
        }
        return; // removed meanwhile: the move fails and starts again
      }
    }
  }

  /** Removes a key's file and the directories that this leaves empty. */
  void remove(String key) throws IOException {
    Path file = KeyPath.file(objects(), key);
    Files.deleteIfExists(file);
    Path directory = file.resolveSibling("").normalize();
    while (!directory.equals(objects().normalize())) {
      try {
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
      directory = directory.resolve("..").normalize();
    }
  }

  /** Frees the bytes of an object that is no longer current. Open readers keep theirs. */
  void free(StoredObject.Content content) throws IOException {
    switch (content) {
      case StoredObject.Content.Inline() -> {}
      case StoredObject.Content.OneFile(String id) -> Files.deleteIfExists(data(id));
      case StoredObject.Content.Parts parts -> removeDirectory(uploads().resolve(parts.uploadId()));
    }
  }

  /** Removes a directory of files. */
  static void removeDirectory(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.deleteIfExists(directory);
  }
}
