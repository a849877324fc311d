package io.windlass.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** A range of files one behind the other, one of them open at a time. Not thread-safe. */
final class PartStream extends InputStream {
  /** A file and its length. */
  record Piece(Path file, long size) {}

  private final List<Piece> pieces;
  private int index;
  private long skip;
  private long left;
  private InputStream current = InputStream.nullInputStream();
  private long leftOfPiece;

  /** Opens the first file that is wanted, so that a file that is gone is noticed here. */
  PartStream(List<Piece> pieces, long offset, long length) throws IOException {
    this.pieces = pieces;
    this.skip = offset;
    this.left = length;
    if (length > 0) {
      openNext();
    }
  }

  private void openNext() throws IOException {
    current.close();
    while (skip >= pieces.get(index).size) {
      skip -= pieces.get(index++).size;
    }
    Piece piece = pieces.get(index++);
    FileChannel channel = FileChannel.open(piece.file);
    channel.position(skip);
    leftOfPiece = piece.size - skip;
    skip = 0;
    current = Channels.newInputStream(channel);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    if (leftOfPiece == 0) {
      openNext();
    }
    int count = current.read(buffer, offset, (int) Math.min(length, Math.min(left, leftOfPiece)));
    if (count < 0) {
      throw new IOException("a file of the store is shorter than it was");
    }
    left -= count;
    leftOfPiece -= count;
    return count;
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
