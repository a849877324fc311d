package io.windlass.bench;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a body in the {@code aws-chunked} encoding; signatures are passed over. */
final class SignedChunks extends FilterInputStream {
  private long left;
  private boolean ended;

  SignedChunks(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0 && !nextChunk()) {
      return -1;
    }
    int count = in.read(target, offset, (int) Math.min(length, left));
    left -= Math.max(0, count);
    if (left == 0) {
      in.skipNBytes(2);
    }
    return count;
  }

  private boolean nextChunk() throws IOException {
    if (ended) {
      return false;
    }
    StringBuilder line = new StringBuilder(96);
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    String size = line.toString().strip();
    int end = size.indexOf(';');
    left = Long.parseLong(end < 0 ? size : size.substring(0, end), 16);
    if (left == 0) {
      ended = true;
      in.readAllBytes();
    }
    return !ended;
  }
}
