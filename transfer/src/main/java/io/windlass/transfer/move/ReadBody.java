package io.windlass.transfer.move;

import io.windlass.objectstore.Body;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Some bytes of a content on their way into a store, digested whenever they are read from the first
 * on. What goes wrong with reading is kept, because who sends them takes it for a broken
 * connection.
 */
final class ReadBody implements Body {
  private final Content content;
  private final long offset;
  private final long length;
  private final Supplier<Digests> digests;
  private final AtomicReference<Optional<SideException>> failure =
      new AtomicReference<>(Optional.empty());
  private volatile Digests last;

  ReadBody(Content content, long offset, long length, Supplier<Digests> digests) {
    this.content = content;
    this.offset = offset;
    this.length = length;
    this.digests = digests;
    this.last = digests.get();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Optional<String> told() {
    return offset == 0 && length == content.size() && !content.guarded()
        ? content.md5()
        : Optional.empty();
  }

  @Override
  public InputStream open() throws IOException {
    Digests fresh = digests.get();
    last = fresh;
    try {
      return new Digesting(content.open(offset, length), fresh);
    } catch (SideException e) {
      failure.set(Optional.of(e));
      throw e;
    }
  }

  /** Of the bytes as they were read last. */
  Digests.Result finish() {
    return last.finish();
  }

  /** What went wrong with reading, if anything did. */
  Optional<SideException> failure() {
    return failure.get();
  }

  private final class Digesting extends FilterInputStream {
    private final Digests running;

    Digesting(InputStream in, Digests running) {
      super(in);
      this.running = running;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int most) throws IOException {
      try {
        int count = in.read(target, from, most);
        if (count > 0) {
          running.update(target, from, count);
        }
        return count;
      } catch (SideException e) {
        failure.set(Optional.of(e));
        throw e;
      }
    }
  }
}
