package io.windlass.store;

import io.windlass.store.StoredObject.Content;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Bytes of which only the end of a change tells whether an object has them: those that a write has
 * put in place and not named yet, and those that it is about to free. Noted before and forgotten
 * after, so that the next start of a process that died in between can look; what no object names
 * then goes.
 *
 * <p>A note is not flushed: after the loss of power bytes may stay that nobody names, never the
 * other way round.
 */
record DoubtfulBytes(BucketFiles files) {
  private static final String PREFIX = "doubtful-";

  /** Notes the bytes of a content that is, or is to be, the object's. */
  void note(Content content, String key) throws IOException {
    Optional<String> id = id(content);
    if (id.isPresent()) {
      Files.writeString(file(id.get()), key.length() + ":" + key);
    }
  }

  /** It is settled whose the bytes are. */
  void forget(Content content) throws IOException {
    Optional<String> id = id(content);
    if (id.isPresent()) {
      Files.deleteIfExists(file(id.get()));
    }
  }

  /** Frees what is noted and not its object's; before anything else is done with the bucket. */
  void settle() throws IOException {
    try (DirectoryStream<Path> notes =
        Files.newDirectoryStream(files.root().resolve("incoming"), PREFIX + "*")) {
      for (Path note : notes) {
        String id = String.valueOf(note.getFileName()).substring(PREFIX.length());
        Optional<String> key = key(Files.readString(note));
        if (key.isPresent() && !isNamed(id, key.get())) {
          free(id);
        }
        Files.deleteIfExists(note);
      }
    } catch (NoSuchFileException e) {
      // nothing has ever come in
    }
  }

  /** The key of a note; nothing when the process died while it was written: then nothing goes. */
  private static Optional<String> key(String note) {
    int colon = note.indexOf(':');
    String key = note.substring(colon + 1);
    return colon > 0 && note.substring(0, colon).equals(Integer.toString(key.length()))
        ? Optional.of(key)
        : Optional.empty();
  }

  private boolean isNamed(String id, String key) throws IOException {
    return files.find(key).flatMap(object -> id(object.content())).equals(Optional.of(id));
  }

  private void free(String id) throws IOException {
    Files.deleteIfExists(files.data(id));
    // an upload that is still open keeps its parts
    if (new BucketUploads(files).find(id).isEmpty()) {
      BucketFiles.removeDirectory(files.uploads().resolve(id));
    }
  }

  private Path file(String id) {
    return files.root().resolve("incoming").resolve(PREFIX + id);
  }

  private static Optional<String> id(Content content) {
    return switch (content) {
      case Content.Inline() -> Optional.empty();
      case Content.OneFile(String id) -> Optional.of(id);
      case Content.Parts parts -> Optional.of(parts.uploadId());
    };
  }
}
