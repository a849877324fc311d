package io.windlass.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;

/** The bytes of one part of a file, read without moving the channel. For one thread. */
final class Region extends InputStream {
  private final FileChannel channel;
  private final LongConsumer read;
  private long position;
  private final long end;

  /**
   * Bytes of a file.
   *
   * @param read told how many more were read
   */
  Region(FileChannel channel, long start, long length, LongConsumer read) {
    this.channel = channel;
    this.position = start;
    this.end = start + length;
    this.read = read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position >= end) {
      return -1;
    }
    int wanted = (int) Math.min(length, end - position);
    int count = channel.read(ByteBuffer.wrap(buffer, offset, wanted), position);
    if (count < 0) {
      throw new IOException("the file became shorter while it was read");
    }
    position += count;
    read.accept(count);
    return count;
  }
}
