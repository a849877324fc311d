package io.windlass.filesystem.exports;

import io.windlass.filesystem.tree.Digests;
import io.windlass.linux.Descriptor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the bytes of files with ETags, those of uploads in parts too. */
final class Bytes {
  private static final Pattern OF_PARTS = Pattern.compile("([0-9a-f]{32})-([1-9][0-9]{0,4})");
  private static final long MIB = 1L << 20;

  /** What Windlass, the AWS CLI and the smallest of others cut. */
  private static final long[] PART_SIZES = {16 * MIB, 8 * MIB, 5 * MIB};

  private static final long MOST_PARTS = 9_000;
  private static final int CHUNK = 1 << 20;

  private Bytes() {}

  /** Whether the file has the bytes of the object; false also when the ETag does not tell. */
  static boolean same(Descriptor file, long size, String etag) {
    Matcher parts = OF_PARTS.matcher(etag);
    if (!parts.matches()) {
      return Digests.matches(file, etag);
    }
    int count = Integer.parseInt(parts.group(2));
    long needed = Math.ceilDiv(Math.ceilDiv(size, MOST_PARTS), MIB) * MIB;
    for (long candidate : PART_SIZES) {
      long part = Math.max(candidate, needed);
      if (Math.ceilDiv(size, part) == count) {
        return ofParts(file, size, part).equals(parts.group(1));
      }
    }
    return false;
  }

  private static String ofParts(Descriptor file, long size, long part) {
    MessageDigest all = md5();
    for (long offset = 0; offset < size; offset += part) {
      all.update(digest(file, offset, Math.min(part, size - offset)));
    }
    return HexFormat.of().formatHex(all.digest());
  }

  private static byte[] digest(Descriptor file, long from, long length) {
    MessageDigest digest = md5();
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    long done = 0;
    while (done < length) {
      buffer.clear().limit((int) Math.min(CHUNK, length - done));
      int count = file.read(buffer, from + done);
      if (count == 0) {
        break; // shorter by now: another digest
      }
      digest.update(buffer.flip());
      done += count;
    }
    return digest.digest();
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }
}
