package io.windlass.filesystem.lazy;

import io.windlass.filesystem.state.FileState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Objects whose bytes follow from key, ETag and offset; none of their blocks is zero. */
final class MadeUpContent implements ContentSource {
  private static final int PIECE = 256 * 1024;

  final List<String> reads = new CopyOnWriteArrayList<>();
  final AtomicLong bytes = new AtomicLong();
  private final Map<String, ContentException.Reason> failures = new ConcurrentHashMap<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** Objects of given content instead. */
  private final Map<String, byte[]> given = new ConcurrentHashMap<>();

  void give(String key, byte[] bytes) {
    given.put(key, bytes);
  }

  /** Lets readings wait until {@link #open}. */
  void shut() {
    gate = new CountDownLatch(1);
  }

  void open() {
    gate.countDown();
  }

  /** Lets readings of this version of a key fail, or succeed again. */
  void fail(String key, String etag, ContentException.@Nullable Reason reason) {
    if (reason == null) {
      failures.remove(key + "@" + etag);
    } else {
      failures.put(key + "@" + etag, reason);
    }
  }

  @Override
  public void read(FileState state, long offset, long length, Sink sink) throws ContentException {
    reads.add(state.key() + " " + offset + "+" + length);
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new ContentException(ContentException.Reason.UNREACHABLE, "Interrupted.", e);
    }
    ContentException.Reason reason = failures.get(state.key() + "@" + state.etag());
    if (reason != null) {
      throw new ContentException(reason, "Made up: " + reason + ".");
    }
    long at = offset;
    while (at < offset + length) {
      int count = (int) Math.min(PIECE, offset + length - at);
      byte[] whole = given.get(state.key());
      sink.accept(
          whole == null
              ? ByteBuffer.wrap(bytes(state.key(), state.etag(), at, count))
              : ByteBuffer.wrap(whole, (int) at, count));
      bytes.addAndGet(count);
      at += count;
    }
  }

  static byte[] bytes(String key, String etag, long offset, int count) {
    long start = offset & -8;
    ByteBuffer words = ByteBuffer.allocate((count + 23) & -8).order(ByteOrder.LITTLE_ENDIAN);
    long seed = (key + "@" + etag).hashCode() * 0x9e3779b97f4a7c15L;
    for (long at = start; words.hasRemaining(); at += 8) {
      long word = (seed ^ at) * 0xbf58476d1ce4e5b9L;
      words.putLong((word ^ (word >>> 31)) | 1);
    }
    byte[] bytes = new byte[count];
    words.position((int) (offset - start)).get(bytes);
    return bytes;
  }
}
