package io.windlass.transfer.move;

import io.windlass.objectstore.SystemMetadata;
import io.windlass.transfer.collection.DirectoryStorage.NewFile;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What has been written of a file that has no name yet, as large as what was read. */
final class WrittenContent implements Content {
  private final NewFile file;
  private final Content read;

  WrittenContent(NewFile file, Content read) {
    this.file = file;
    this.read = read;
  }

  @Override
  public long size() {
    return read.size();
  }

  @Override
  public String identity() {
    return read.identity();
  }

  @Override
  public SystemMetadata system() {
    return read.system();
  }

  @Override
  public Map<String, String> metadata() {
    return read.metadata();
  }

  @Override
  public Optional<Instant> modifiedAt() {
    return Optional.empty();
  }

  @Override
  public Optional<String> md5() {
    return Optional.empty();
  }

  @Override
  public InputStream open(long offset, long length) {
    return new InputStream() {
      private long at = offset;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int from, int most) {
        int count = (int) Math.min(most, offset + length - at);
        int got = count <= 0 ? 0 : file.read(ByteBuffer.wrap(target, from, count), at);
        at += got;
        return got <= 0 ? -1 : got;
      }
    };
  }

  @Override
  public void requireUnchanged() {}

  /** The file belongs to whoever writes it. */
  @Override
  public void close() {}
}
