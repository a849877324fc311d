package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A download that is under way, beside its final name: {@code .NAME.part} with the bytes and {@code
 * .NAME.part.ranges} with one line for each range that is complete, so that a later download of the
 * same object goes on from there. Thread-safe.
 */
final class PartFile implements AutoCloseable {
  /** How many bytes are asked for at once. */
  static final long RANGE = 16L << 20;

  private final Path target;
  private final Path data;
  private final Path journal;
  private final long size;
  private final FileChannel bytes;
  private final FileChannel lines;
  private final BitSet done = new BitSet();

  /**
   * Opens or makes the files.
   *
   * @param pin names the object and its version; other bytes are thrown away
   */
  PartFile(Path target, String pin, long size) throws IOException {
    this.target = target;
    this.size = size;
    String name = "." + target.getFileName() + ".part";
    data = target.resolveSibling(name);
    journal = target.resolveSibling(name + ".ranges");
    lines = open(journal);
    try {
      lock();
      bytes = open(data);
      resume(pin + " " + size + " " + RANGE + "\n");
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private void lock() throws IOException {
    boolean taken;
    try {
      taken = lines.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      taken = true;
    }
    if (taken) {
      throw new WindlassApiException(
          "download_under_way",
          "Another download to " + target + " is under way.",
          Optional.of("Wait for it, or download to another name."),
          Optional.empty());
    }
  }

  private void resume(String header) throws IOException {
    String text = Files.readString(journal, UTF_8);
    if (!text.startsWith(header)) {
      lines.truncate(0);
      bytes.truncate(0);
      lines.write(ByteBuffer.wrap(header.getBytes(UTF_8)), 0);
      return;
    }
    int from = header.length();
    // a last line without its end was being written when the process died
    for (int end = text.indexOf('\n', from); end >= 0; end = text.indexOf('\n', from)) {
      done.set(Integer.parseInt(text.substring(from, end)));
      from = end + 1;
    }
    lines.truncate(text.substring(0, from).getBytes(UTF_8).length);
  }

  int ranges() {
    return Math.toIntExact((size + RANGE - 1) / RANGE);
  }

  long start(int range) {
    return range * RANGE;
  }

  long length(int range) {
    return Math.min(RANGE, size - start(range));
  }

  synchronized boolean complete(int range) {
    return done.get(range);
  }

  FileChannel bytes() {
    return bytes;
  }

  /** The range's bytes are all there. */
  synchronized void completed(int range) throws IOException {
    lines.write(ByteBuffer.wrap((range + "\n").getBytes(UTF_8)), lines.size());
    done.set(range);
    notifyAll();
  }

  /** Returns when the range's bytes are all there. */
  synchronized void await(int range) throws InterruptedException {
    while (!done.get(range)) {
      wait();
    }
  }

  /** Gives the bytes their final name at once; what was there is replaced. */
  void publish() throws IOException {
    bytes.force(true);
    Files.move(data, target, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(journal);
  }

  /** Throws the bytes away. */
  void discard() throws IOException {
    Files.deleteIfExists(data);
    Files.deleteIfExists(journal);
  }

  @Override
  public void close() throws IOException {
    @Nullable IOException failure = null;
    for (FileChannel channel : new FileChannel[] {bytes, lines}) {
      try {
        channel.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
