package io.windlass.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of objects, each written once and shared by copies: few of them stay in memory, because
 * making a file costs more than any client's request; many are a file in one of several
 * directories. Thread-safe.
 */
final class QuickContent {
  private static final int BUFFER = 128 << 10;
  private static final int SMALL = 64 << 10;

  /** Who makes files waits for others that make them in the same directory. */
  private static final int DIRECTORIES = 64;

  private final Path directory;
  private final AtomicLong next = new AtomicLong();
  private final Map<Path, Integer> uses = new ConcurrentHashMap<>();

  QuickContent(Path directory) throws IOException {
    this.directory = directory;
    for (int number = 0; number < DIRECTORIES; number++) {
      Files.createDirectories(directory.resolve(Integer.toString(number)));
    }
  }

  /** Where bytes are. */
  private sealed interface Place {
    /** In memory. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Memory(byte[] bytes) implements Place {}

    /** In a file. */
    record Disk(Path file) implements Place {}
  }

  /** Some bytes of a place. */
  static final class Segment {
    private final Place place;
    private final long offset;
    private final long length;

    private Segment(Place place, long offset, long length) {
      this.place = place;
      this.offset = offset;
      this.length = length;
    }
  }

  /** Content that is there. */
  record Written(List<Segment> segments, long size, String md5) {}

  /**
   * Takes a body; its MD5 is computed unless the sender has said it.
   *
   * @param announced how long it is
   */
  Written take(InputStream body, long announced, Optional<String> contentMd5) throws IOException {
    Optional<MessageDigest> digest = contentMd5.isPresent() ? Optional.empty() : Optional.of(md5());
    Segment segment = announced <= SMALL ? small(body, digest) : large(body, digest);
    byte[] md5 =
        digest.isPresent()
            ? digest.get().digest()
            : Base64.getDecoder().decode(contentMd5.orElseThrow());
    return new Written(List.of(segment), segment.length, HexFormat.of().formatHex(md5));
  }

  private static Segment small(InputStream body, Optional<MessageDigest> digest)
      throws IOException {
    byte[] bytes = body.readAllBytes();
    digest.ifPresent(running -> running.update(bytes));
    return new Segment(new Place.Memory(bytes), 0, bytes.length);
  }

  private Segment large(InputStream body, Optional<MessageDigest> digest) throws IOException {
    long number = next.getAndIncrement();
    Path file =
        directory.resolve(Long.toString(number % DIRECTORIES)).resolve(Long.toString(number, 36));
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      for (int count = body.readNBytes(buffer, 0, BUFFER);
          count > 0;
          count = body.readNBytes(buffer, 0, BUFFER)) {
        if (digest.isPresent()) {
          digest.get().update(buffer, 0, count);
        }
        out.write(buffer, 0, count);
        size += count;
      }
    }
    return new Segment(new Place.Disk(file), 0, size);
  }

  /** Some of these bytes, shared. */
  static List<Segment> slice(List<Segment> segments, long from, long length) {
    List<Segment> slices = new ArrayList<>();
    long skip = from;
    long left = length;
    for (Segment segment : segments) {
      long begin = Math.min(skip, segment.length);
      long count = Math.min(left, segment.length - begin);
      if (count > 0) {
        slices.add(new Segment(segment.place, segment.offset + begin, count));
      }
      skip -= begin;
      left -= count;
    }
    return slices;
  }

  /** Counts another user of these bytes. */
  void keep(List<Segment> segments) {
    for (Segment segment : segments) {
      if (segment.place instanceof Place.Disk(Path file)) {
        uses.merge(file, 1, Integer::sum);
      }
    }
  }

  /** One user less; files without any are deleted. */
  void release(List<Segment> segments) throws IOException {
    for (Segment segment : segments) {
      if (segment.place instanceof Place.Disk(Path file)
          && uses.computeIfPresent(file, (_, count) -> count == 1 ? null : count - 1) == null) {
        Files.deleteIfExists(file);
      }
    }
  }

  static void send(List<Segment> segments, OutputStream out) throws IOException {
    for (Segment segment : segments) {
      switch (segment.place) {
        case Place.Memory(byte[] bytes) ->
            out.write(bytes, (int) segment.offset, (int) segment.length);
        case Place.Disk(Path file) -> send(file, segment.offset, segment.length, out);
      }
    }
  }

  private static void send(Path file, long offset, long length, OutputStream out)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, length))];
      long at = offset;
      for (long left = length; left > 0; ) {
        int count =
            channel.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left)), at);
        if (count < 0) {
          throw new IOException("content has gone");
        }
        out.write(buffer, 0, count);
        at += count;
        left -= count;
      }
    }
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }
}
