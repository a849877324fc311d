package io.windlass.filesystem.exports;

import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.objectstore.Body;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A range of an open file, as it was when its status was taken. The last bytes are given out only
 * after the file was found unchanged: a store never gets the whole of a torn body.
 */
record FileBody(Descriptor file, FileStatus status, long offset, long length) implements Body {
  private static final int BUFFER = 256 * 1024;

  static FileBody whole(Descriptor file, FileStatus status) {
    return new FileBody(file, status, 0, status.size());
  }

  @Override
  public Body slice(long from, long count) {
    return new FileBody(file, status, offset + from, count);
  }

  @Override
  public InputStream open() {
    return new Reading();
  }

  /** The file is not any more what was to be sent. */
  static final class ChangedMeanwhile extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedMeanwhile() {
      super("the file changed while it was read");
    }
  }

  /** Whether content or status changed between two looks. */
  static boolean same(FileStatus a, FileStatus b) {
    return a.inode() == b.inode()
        && a.size() == b.size()
        && a.modified() == b.modified()
        && a.changed() == b.changed();
  }

  private final class Reading extends InputStream {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER, length + 1));
    private long read;

    Reading() {
      buffer.limit(0);
    }

    @Override
    public int read() throws IOException {
      return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int taken = Math.min(count, buffer.remaining());
      buffer.get(bytes, from, taken);
      return taken;
    }

    private boolean fill() throws IOException {
      if (buffer.hasRemaining()) {
        return true;
      }
      if (read == length) {
        return false;
      }
      buffer.clear().limit((int) Math.min(buffer.capacity(), length - read));
      while (buffer.hasRemaining()) {
        if (file.read(buffer, offset + read + buffer.position()) == 0) {
          throw new ChangedMeanwhile(); // shorter than it was
        }
      }
      read += buffer.position();
      buffer.flip();
      if (read == length && !same(file.status(), status)) {
        throw new ChangedMeanwhile();
      }
      return true;
    }
  }
}
