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
 * Bytes of objects as files of one directory, each written once and shared by copies. Thread-safe.
 */
final class QuickContent {
  private static final int BUFFER = 128 << 10;

  private final Path directory;
  private final AtomicLong next = new AtomicLong();
  private final Map<Path, Integer> uses = new ConcurrentHashMap<>();

  QuickContent(Path directory) {
    this.directory = directory;
  }

  /** Some bytes of a file. */
  record Segment(Path file, long offset, long length) {}

  /** Content that is there. */
  record Written(List<Segment> segments, long size, String md5) {}

  /** Takes a body; its MD5 is computed unless the sender has said it. */
  Written take(InputStream body, Optional<String> contentMd5) throws IOException {
    Path file = directory.resolve(Long.toString(next.getAndIncrement(), 36));
    Optional<MessageDigest> digest = contentMd5.isPresent() ? Optional.empty() : Optional.of(md5());
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
    byte[] md5 =
        digest.isPresent()
            ? digest.get().digest()
            : Base64.getDecoder().decode(contentMd5.orElseThrow());
    return new Written(List.of(new Segment(file, 0, size)), size, HexFormat.of().formatHex(md5));
  }

  /** Some of these bytes, shared. */
  static List<Segment> slice(List<Segment> segments, long from, long length) {
    List<Segment> slices = new ArrayList<>();
    long skip = from;
    long left = length;
    for (Segment segment : segments) {
      long begin = Math.min(skip, segment.length());
      long count = Math.min(left, segment.length() - begin);
      if (count > 0) {
        slices.add(new Segment(segment.file(), segment.offset() + begin, count));
      }
      skip -= begin;
      left -= count;
    }
    return slices;
  }

  /** Counts another user of these bytes. */
  void keep(List<Segment> segments) {
    segments.forEach(segment -> uses.merge(segment.file(), 1, Integer::sum));
  }

  /** One user less; files without any are deleted. */
  void release(List<Segment> segments) throws IOException {
    for (Segment segment : segments) {
      boolean unused =
          uses.computeIfPresent(segment.file(), (_, count) -> count == 1 ? null : count - 1)
              == null;
      if (unused) {
        Files.deleteIfExists(segment.file());
      }
    }
  }

  static void send(List<Segment> segments, OutputStream out) throws IOException {
    for (Segment segment : segments) {
      try (FileChannel channel = FileChannel.open(segment.file())) {
        byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, segment.length()))];
        long at = segment.offset();
        for (long left = segment.length(); left > 0; ) {
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
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }
}
