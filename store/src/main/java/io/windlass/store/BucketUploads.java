package io.windlass.store;

import io.windlass.store.StoredObject.Content.Parts;
import io.windlass.store.StoredObject.PartFile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The open multipart uploads of one bucket. An upload is open as long as its {@code info} is there:
 * what it is to become. Whoever changes an upload holds its lock.
 */
record BucketUploads(BucketFiles files) {
  private static final String INFO = "info";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  String start(StoredObject future) throws IOException {
    String id = UUID.randomUUID().toString();
    Files.createDirectory(files.uploads().resolve(id));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    future.write(new DataOutputStream(bytes));
    Path finished = files.newFile();
    files.write(finished, bytes.toByteArray());
    Files.move(finished, directory(id).resolve(INFO));
    return id;
  }

  /** What an open upload is to become; its time is when it was started. */
  Optional<StoredObject> find(String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(BucketFiles.read(directory(id).resolve(INFO)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** An upload, which must be open and for this key. */
  StoredObject require(String id, String key) throws IOException {
    return find(id)
        .filter(upload -> upload.key().equals(key))
        .orElseThrow(StoreErrors::noSuchUpload);
  }

  /** Receives a part; the caller puts it in place. */
  IncomingBytes receive(InputStream body, @Nullable Long length, @Nullable String md5)
      throws IOException {
    return IncomingBytes.receive(body, files, -1, length, md5);
  }

  PartFile add(String id, int number, IncomingBytes received) throws IOException {
    PartFile part = new PartFile(number, received.md5(), received.size());
    Optional<PartFile> before = parts(id).stream().filter(p -> p.number() == number).findFirst();
    Files.move(
        received.file().orElseThrow(),
        directory(id).resolve(part.fileName()),
        StandardCopyOption.ATOMIC_MOVE);
    if (before.isPresent() && !before.get().equals(part)) {
      Files.deleteIfExists(directory(id).resolve(before.get().fileName()));
    }
    return part;
  }

  List<PartFile> parts(String id) throws IOException {
    List<PartFile> parts = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory(id))) {
      for (Path file : entries) {
        PartFile.parse(String.valueOf(file.getFileName())).ifPresent(parts::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    parts.sort(Comparator.comparingInt(PartFile::number));
    return parts;
  }

  /** Ends an upload whose object is current: what the object does not use goes. */
  void finish(String id, Parts used) throws IOException {
    Files.deleteIfExists(directory(id).resolve(INFO));
    for (PartFile part : parts(id)) {
      if (!used.files().contains(part)) {
        Files.deleteIfExists(directory(id).resolve(part.fileName()));
      }
    }
  }

  void abort(String id) throws IOException {
    BucketFiles.removeDirectory(directory(id));
  }

  /** Ids of all open uploads. */
  List<String> open() throws IOException {
    List<String> ids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(files.uploads())) {
      for (Path directory : entries) {
        if (Files.exists(directory.resolve(INFO))) {
          ids.add(String.valueOf(directory.getFileName()));
        }
      }
    }
    return ids;
  }

  /** Uploads that were completed just before the process died are no longer open. */
  void settle() throws IOException {
    for (String id : open()) {
      Optional<StoredObject> upload = find(id);
      if (upload.isEmpty()) {
        continue;
      }
      Optional<StoredObject> current = files.find(upload.get().key());
      if (current.isPresent()
          && current.get().content() instanceof Parts used
          && used.uploadId().equals(id)) {
        finish(id, used);
      }
    }
  }

  Path directory(String id) {
    return files.uploads().resolve(id);
  }
}
