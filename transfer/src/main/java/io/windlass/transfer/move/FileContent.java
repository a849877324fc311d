package io.windlass.transfer.move;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.SystemMetadata;
import io.windlass.transfer.collection.DirectoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A file of a directory that is being read. */
final class FileContent implements Content {
  private final DirectoryStorage.OpenFile file;
  private final Body body;
  private final String path;

  private FileContent(DirectoryStorage.OpenFile file, String path) {
    this.file = file;
    this.body = file.body();
    this.path = path;
  }

  static FileContent open(DirectoryStorage storage, String path) throws SideException {
    return open(storage, path, Side.SOURCE);
  }

  /** A file of either side, to be compared. */
  static FileContent open(DirectoryStorage storage, String path, Side side) throws SideException {
    try {
      return new FileContent(storage.read(path), path);
    } catch (WindlassException e) {
      throw new SideException(side, e);
    }
  }

  Body body() {
    return body;
  }

  @Override
  public long size() {
    return body.length();
  }

  @Override
  public String identity() {
    return file.item().modifiedAt().map(Instant::toString).orElse("") + " " + size();
  }

  @Override
  public SystemMetadata system() {
    return SystemMetadata.ofType(Optional.ofNullable(URLConnection.guessContentTypeFromName(path)));
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  /** What it was given with when it came from an object. */
  @Override
  public Description description() {
    Description kept =
        file.attribute(Description.ATTRIBUTE).map(Description::ofJson).orElse(Description.NONE);
    return new Description(kept.system().orElse(system()), kept.metadata(), kept.tags());
  }

  @Override
  public Optional<Instant> modifiedAt() {
    return file.item().modifiedAt();
  }

  @Override
  public Optional<String> md5() {
    return Optional.empty();
  }

  @Override
  public InputStream open(long offset, long length) throws IOException {
    try {
      Body wanted = offset == 0 && length == size() ? body : body.slice(offset, length);
      return new ObjectContent.Reading(wanted.open());
    } catch (IOException | WindlassException e) {
      throw new SideException(Side.SOURCE, e);
    }
  }

  /** Without a second opening. */
  @Override
  public int readAll(byte[] target) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target);
    try {
      while (buffer.hasRemaining() && file.read(buffer, buffer.position()) > 0) {
        // until all is there
      }
      return buffer.position();
    } catch (WindlassException e) {
      throw new SideException(Side.SOURCE, e);
    }
  }

  @Override
  public void requireUnchanged() {
    file.requireUnchanged();
  }

  @Override
  public void close() {
    file.close();
  }
}
