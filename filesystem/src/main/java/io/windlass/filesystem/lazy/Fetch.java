package io.windlass.filesystem.lazy;

import io.windlass.filesystem.lazy.ContentException.Reason;
import io.windlass.filesystem.lazy.Ranges.Range;
import io.windlass.filesystem.state.FileState;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the source: a piece of one version of one file. For one thread, except where said.
 */
final class Fetch {
  final LazyFile file;
  final FileState state;
  final Range piece;

  private final ContentSource source;

  /** Up to where the piece is on the file system; guarded by the file's lock. */
  long reached;

  private @Nullable Thread thread;
  private volatile long progress = System.nanoTime();
  private volatile long started = progress;
  private volatile boolean abandoned;

  /** Ends a reading whose bytes are not wanted any more. */
  static final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Superseded() {
      super("content of a file that is another one now", null, false, false);
    }
  }

  Fetch(LazyFile file, FileState state, Range piece, ContentSource source) {
    this.file = file;
    this.state = state;
    this.piece = piece;
    this.source = source;
    this.reached = piece.from();
  }

  void run(ByteBuffer buffer) {
    busy(Thread.currentThread());
    progress = System.nanoTime();
    started = progress;
    try {
      if (abandoned) {
        throw new Superseded();
      }
      long[] at = {piece.from()};
      source.read(state, piece.from(), piece.length(), bytes -> take(bytes, buffer, at));
      flush(buffer, at);
      if (at[0] != piece.to()) {
        throw new ContentException(
            Reason.UNREACHABLE,
            "The store sent " + (at[0] - piece.from()) + " of " + piece.length() + " bytes.");
      }
      file.fetched(this);
    } catch (ContentException | RuntimeException e) {
      file.failed(this, e);
    } finally {
      busy(null);
    }
  }

  private synchronized void busy(@Nullable Thread by) {
    thread = by;
  }

  private void take(ByteBuffer bytes, ByteBuffer buffer, long[] at) {
    progress = System.nanoTime();
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), buffer.remaining());
      buffer.put(bytes.slice().limit(count));
      bytes.position(bytes.position() + count);
      if (!buffer.hasRemaining()) {
        flush(buffer, at);
      }
    }
  }

  private void flush(ByteBuffer buffer, long[] at) {
    buffer.flip();
    long end = at[0] + buffer.remaining();
    // The last block of a piece that is not whole would look whole on the disk.
    boolean whole = end == piece.to() || end % file.block() == 0;
    if (buffer.hasRemaining() && end <= piece.to() && whole) {
      if (abandoned) {
        throw new Superseded();
      }
      file.write(this, buffer, at[0]);
      progress = System.nanoTime();
    }
    at[0] = end;
    buffer.clear();
  }

  /** Whether it has got no bytes for this long; from any thread. */
  boolean stalled(Duration limit) {
    return !abandoned && System.nanoTime() - progress > limit.toNanos();
  }

  /** Whether it began before someone came to wait; its failure is none for them. */
  boolean isOlderThan(Waiter waiter) {
    return waiter.cameAfter(started);
  }

  /** Gives it up; from any thread. */
  synchronized void abandon() {
    abandoned = true;
    if (thread != null && !thread.equals(Thread.currentThread())) {
      thread.interrupt();
    }
  }
}
