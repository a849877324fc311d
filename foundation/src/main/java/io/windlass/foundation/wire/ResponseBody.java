package io.windlass.foundation.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer. When all of it was read the connection is used again; closing early drops
 * the connection. A body that ends too soon is an {@link IOException}, never a short read. Not
 * thread-safe.
 */
public final class ResponseBody extends InputStream {
  private static final long UNTIL_CLOSE = -1;
  private static final int LONGEST_CHUNK_LINE = 256;
  private static final int LONGEST_TRAILERS = 16 << 10;

  /** Takes the connection back. */
  interface Return {
    /** {@code keep}: it may serve another request. */
    void connection(boolean keep);
  }

  private final Connection connection;
  private final boolean persistent;
  private final boolean chunked;
  private final Return back;

  /** Bytes left of the body or of the chunk. */
  private long left;

  private boolean firstChunk = true;
  private boolean ended;
  private boolean returned;

  private ResponseBody(
      Connection connection, boolean persistent, boolean chunked, long length, Return back) {
    this.connection = connection;
    this.persistent = persistent;
    this.chunked = chunked;
    this.left = length;
    this.back = back;
  }

  static ResponseBody of(Connection connection, ResponseHead head, boolean headOnly, Return back)
      throws IOException {
    boolean bodiless = headOnly || head.status() == 204 || head.status() == 304;
    boolean chunked = !bodiless && head.chunked();
    long length = bodiless || chunked ? 0 : head.contentLength();
    boolean persistent = head.persistent() && length != UNTIL_CLOSE;
    ResponseBody body = new ResponseBody(connection, persistent, chunked, length, back);
    if (!chunked && length == 0) {
      body.end();
    }
    return body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    if (length == 0) {
      return 0;
    }
    if (returned) {
      throw new IOException("the body is closed");
    }
    if (chunked && left == 0 && !nextChunk()) {
      end();
      return -1;
    }
    int most = left == UNTIL_CLOSE ? length : (int) Math.min(length, left);
    int count = connection.read(target, offset, most);
    if (count < 0) {
      if (left != UNTIL_CLOSE) {
        throw new EOFException("the server sent less than it announced");
      }
      end();
      return -1;
    }
    if (left != UNTIL_CLOSE) {
      left -= count;
      if (left == 0 && !chunked) {
        end();
      }
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return ended || returned || chunked
        ? 0
        : (int) Math.min(Math.max(left, 0), connection.available());
  }

  private boolean nextChunk() throws IOException {
    if (!firstChunk) {
      expect('\r');
      expect('\n');
    }
    firstChunk = false;
    left = chunkSize();
    if (left > 0) {
      return true;
    }
    skipTrailers();
    return false;
  }

  private long chunkSize() throws IOException {
    long size = 0;
    int digits = 0;
    boolean extension = false;
    for (int read = 0; read < LONGEST_CHUNK_LINE; read++) {
      int c = connection.readByte();
      if (c == '\r') {
        expect('\n');
        if (digits == 0) {
          break;
        }
        return size;
      }
      int digit = Character.digit(c, 16);
      extension |= c == ';';
      if (!extension) {
        if (digit < 0 || ++digits > 15) {
          break;
        }
        size = size << 4 | digit;
      }
    }
    throw new IOException("a malformed chunk in the answer");
  }

  private void skipTrailers() throws IOException {
    int lineLength = 0;
    for (int read = 0; read < LONGEST_TRAILERS; read++) {
      int c = connection.readByte();
      if (c == '\n') {
        if (lineLength == 0) {
          return;
        }
        lineLength = 0;
      } else if (c != '\r') {
        lineLength++;
      }
    }
    throw new IOException("the trailers of the answer have no end");
  }

  private void expect(int wanted) throws IOException {
    if (connection.readByte() != wanted) {
      throw new IOException("a malformed chunk in the answer");
    }
  }

  private void end() {
    ended = true;
    giveBack(persistent);
  }

  private void giveBack(boolean keep) {
    if (!returned) {
      returned = true;
      back.connection(keep);
    }
  }

  @Override
  public void close() {
    giveBack(false);
  }
}
