package io.windlass.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A file to be uploaded, as it was when it was opened. Thread-safe. */
record Source(Path path, FileChannel channel, BasicFileAttributes attributes) {
  long size() {
    return attributes.size();
  }

  /** Fails when somebody has written to it since. */
  void mustBeUnchanged() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    if (now.size() != size() || !now.lastModifiedTime().equals(attributes.lastModifiedTime())) {
      throw new WindlassApiException(
          "file_changed",
          path + " changed while it was uploaded.",
          Optional.of("Run the same command again when nothing writes to the file."),
          Optional.empty());
    }
  }
}
