package io.windlass.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that were received and checked and belong to nothing yet: in memory when they are few, else
 * in a file. Closing removes the file unless it was moved away.
 */
@SuppressWarnings("ArrayRecordComponent") // stays inside this package and is never changed
record IncomingBytes(byte[] inline, Optional<Path> file, long size, String md5)
    implements AutoCloseable {
  private static final int BUFFER = 128 << 10;

  /**
   * Receives a body.
   *
   * @param inlineLimit up to so many bytes stay in memory
   * @param announced the length that the sender announced
   * @param contentMd5 base 64, where the sender gave it
   */
  static IncomingBytes receive(
      InputStream body,
      BucketFiles files,
      int inlineLimit,
      @Nullable Long announced,
      @Nullable String contentMd5)
      throws IOException {
    MessageDigest digest = md5Digest();
    byte[] first = body.readNBytes(inlineLimit + 1);
    digest.update(first);
    IncomingBytes received =
        first.length <= inlineLimit
            ? new IncomingBytes(
                first, Optional.empty(), first.length, HexFormat.of().formatHex(digest.digest()))
            : spill(first, body, digest, files);
    try {
      check(received, announced, contentMd5);
      return received;
    } catch (RuntimeException e) {
      received.close();
      throw e;
    }
  }

  private static IncomingBytes spill(
      byte[] first, InputStream rest, MessageDigest digest, BucketFiles files) throws IOException {
    Path file = files.newFile();
    long size = first.length;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeFully(channel, first, first.length);
      byte[] buffer = new byte[BUFFER];
      for (int count = rest.read(buffer); count >= 0; count = rest.read(buffer)) {
        digest.update(buffer, 0, count);
        writeFully(channel, buffer, count);
        size += count;
      }
      files.sync(channel);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return new IncomingBytes(
        new byte[0], Optional.of(file), size, HexFormat.of().formatHex(digest.digest()));
  }

  private static void writeFully(FileChannel channel, byte[] bytes, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void check(
      IncomingBytes received, @Nullable Long announced, @Nullable String contentMd5) {
    if (announced != null && announced != received.size) {
      throw StoreErrors.of(
          400, "IncompleteBody", "The body has another length than was announced.");
    }
    if (contentMd5 != null
        && !Arrays.equals(
            Base64.getDecoder().decode(contentMd5), HexFormat.of().parseHex(received.md5))) {
      throw StoreErrors.of(
          400, "BadDigest", "The Content-MD5 you specified did not match what was received.");
    }
  }

  static MessageDigest md5Digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }
}
