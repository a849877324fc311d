package io.windlass.objectstore;

import io.windlass.objectstore.ObjectStore.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The bytes of an object. When the connection breaks, the rest is asked for again, pinned to the
 * same ETag; a store that ends too early is a broken connection too. Not thread-safe.
 */
final class ResumingStream extends InputStream {
  /**
   * One answer.
   *
   * @param stream its bytes
   * @param abort ends it without reading the rest
   */
  record Source(InputStream stream, Runnable abort) {}

  private static final int ATTEMPTS_WITHOUT_PROGRESS = 5;
  private static final long FIRST_PAUSE_MILLIS = 100;

  private final Function<ByteRange, Source> reopen;
  private final long last;
  private Source current;
  private long position;
  private int failures;

  ResumingStream(Source first, long offset, long length, Function<ByteRange, Source> reopen) {
    this.current = first;
    this.position = offset;
    this.last = offset + length - 1;
    this.reopen = reopen;
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
    while (position <= last) {
      try {
        int count =
            current.stream().read(buffer, offset, (int) Math.min(length, last - position + 1));
        if (count < 0) {
          throw new IOException("the store sent less than it announced");
        }
        position += count;
        failures = 0;
        return count;
      } catch (IOException e) {
        resume(e);
      }
    }
    return -1;
  }

  private void resume(IOException broken) throws IOException {
    current.abort().run();
    IOException cause = broken;
    while (++failures <= ATTEMPTS_WITHOUT_PROGRESS) {
      pause();
      try {
        current = reopen.apply(new ByteRange(position, last));
        return;
      } catch (SdkException e) {
        cause = new IOException(e.getMessage(), e);
        if (!e.retryable() && !(e.getCause() instanceof IOException)) {
          break;
        }
      }
    }
    throw cause;
  }

  private void pause() throws IOException {
    long longest = FIRST_PAUSE_MILLIS << failures;
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(
            ThreadLocalRandom.current().nextLong(longest / 2, longest + 1)));
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted");
    }
  }

  @Override
  public int available() throws IOException {
    return current.stream().available();
  }

  /** Keeps the connection when all was read, else drops it: the rest may be long. */
  @Override
  public void close() throws IOException {
    if (position > last) {
      current.stream().close();
    } else {
      current.abort().run();
    }
  }
}
