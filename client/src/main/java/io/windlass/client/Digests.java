package io.windlass.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/** Digests of files, in hexadecimal. */
final class Digests {
  private static final int BUFFER = 256 * 1024;

  private Digests() {}

  /** What identifies the content of a file. */
  record Whole(String md5, String sha256) {}

  /** Both digests of a file, each on a thread of its own, read once. */
  static Whole of(FileChannel channel, long size, LongConsumer read) throws IOException {
    MessageDigest md5 = of("MD5");
    MessageDigest sha256 = of("SHA-256");
    if (size <= BUFFER) {
      return small(channel, size, read, md5, sha256);
    }
    byte[] buffer = new byte[4 * BUFFER];
    try (ExecutorService second = Executors.newVirtualThreadPerTaskExecutor();
        InputStream in = new Region(channel, 0, size, read)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        int length = count;
        Future<?> other = second.submit(() -> md5.update(buffer, 0, length));
        sha256.update(buffer, 0, length);
        other.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new InterruptedIOException("the digest was interrupted");
    }
    return new Whole(hex(md5), hex(sha256));
  }

  /** A second thread would cost more than it saves. */
  private static Whole small(
      FileChannel channel, long size, LongConsumer read, MessageDigest md5, MessageDigest sha256)
      throws IOException {
    try (InputStream in = new Region(channel, 0, size, read)) {
      byte[] content = in.readAllBytes();
      md5.update(content);
      sha256.update(content);
    }
    return new Whole(hex(md5), hex(sha256));
  }

  /** A digest that every Java has. */
  static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The digest of a part of a file. */
  static String of(
      String algorithm, FileChannel channel, long start, long length, LongConsumer read)
      throws IOException {
    MessageDigest digest = of(algorithm);
    try (InputStream in = new Region(channel, start, length, read)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return hex(digest);
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
