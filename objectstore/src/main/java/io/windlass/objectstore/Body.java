package io.windlass.objectstore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Bytes to send: a known length, and a stream that can be opened again for a retry. */
public interface Body {
  /** How many bytes there are. */
  long length();

  /** A fresh stream from the first byte; the caller closes it. */
  InputStream open() throws IOException;

  /**
   * The MD5 in hexadecimal that the source of these bytes tells of them, where nothing protects the
   * way from there to here either. Over a connection that is not encrypted it may then be signed in
   * the place of the bytes: the store refuses others.
   */
  default Optional<String> told() {
    return Optional.empty();
  }

  /**
   * Some of these bytes. Opening them reads and drops what is before, unless a kind of body can do
   * better.
   */
  default Body slice(long offset, long count) {
    Body whole = this;
    return new Body() {
      @Override
      public long length() {
        return count;
      }

      @Override
      public InputStream open() throws IOException {
        InputStream stream = whole.open();
        stream.skipNBytes(offset);
        return new BoundedStream(stream, count);
      }
    };
  }

  /** Bytes in memory. */
  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /** A slice of a file. The file must not change while it is sent. */
  static Body of(Path file, long offset, long length) {
    return new FileSlice(file, offset, length);
  }

  /** A slice of a file, read through its own channel at each opening. */
  record FileSlice(Path file, long offset, long length) implements Body {
    @Override
    public Body slice(long from, long count) {
      return new FileSlice(file, offset + from, count);
    }

    @Override
    public InputStream open() throws IOException {
      FileChannel channel = FileChannel.open(file);
      channel.position(offset);
      return new BoundedStream(Channels.newInputStream(channel), length);
    }
  }
}
