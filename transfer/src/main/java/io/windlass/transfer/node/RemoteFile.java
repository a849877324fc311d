package io.windlass.transfer.node;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.Body;
import io.windlass.transfer.collection.DirectoryStorage.OpenFile;
import io.windlass.transfer.collection.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A file of another node: it is opened there for each piece. Thread-safe. */
final class RemoteFile implements OpenFile {
  /** Asks for some bytes of a path. */
  interface Reader {
    AnswerLines read(String path, long offset, long length);
  }

  private final String path;
  private final Function<String, Item> fresh;
  private final BiFunction<String, String, Optional<byte[]>> attributes;
  private final Reader reader;
  private final Item item;

  RemoteFile(
      String path,
      Function<String, Item> fresh,
      BiFunction<String, String, Optional<byte[]>> attributes,
      Reader reader) {
    this.path = path;
    this.fresh = fresh;
    this.attributes = attributes;
    this.reader = reader;
    this.item = fresh.apply(path);
  }

  @Override
  public Item item() {
    return item;
  }

  @Override
  public Optional<byte[]> attribute(String name) {
    return attributes.apply(path, name);
  }

  @Override
  public int read(ByteBuffer buffer, long offset) {
    int count = (int) Math.min(buffer.remaining(), Math.max(0, item.size() - offset));
    try (InputStream in = open(offset, count)) {
      buffer.put(in.readNBytes(count));
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream open(long offset, long length) {
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    AnswerLines lines = reader.read(path, offset, length);
    try {
      Item now = NodeCall.Line.known(lines.next().orElseThrow().item()).item();
      requireSame(now);
      return lines.content(length);
    } catch (RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  @Override
  public Body body() {
    return new Slice(0, item.size());
  }

  private final class Slice implements Body {
    private final long offset;
    private final long length;

    Slice(long offset, long length) {
      this.offset = offset;
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public InputStream open() {
      return RemoteFile.this.open(offset, length);
    }

    @Override
    public Body slice(long from, long count) {
      return new Slice(offset + from, count);
    }
  }

  @Override
  public void requireUnchanged() {
    requireSame(fresh.apply(path));
  }

  private void requireSame(Item now) {
    if (now.size() != item.size() || !now.modifiedAt().equals(item.modifiedAt())) {
      throw Problem.of(
              Kind.CONFLICT, "source_changed", "The file " + path + " changed while it was read.")
          .toException();
    }
  }

  @Override
  public void close() {}
}
