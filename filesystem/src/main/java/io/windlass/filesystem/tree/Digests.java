package io.windlass.filesystem.tree;

import io.windlass.linux.Descriptor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Compares the bytes of files with ETags. */
public final class Digests {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
  private static final int CHUNK = 1 << 20;

  private Digests() {}

  /**
   * Whether the bytes of a file are those of an object, as far as its ETag tells. An ETag that is
   * no MD5, as of parts or under some encryption, tells nothing: false.
   */
  public static boolean matches(Descriptor file, String etag) {
    return MD5.matcher(etag).matches() && md5(file).equals(etag);
  }

  /** The MD5 of all bytes of a file, in small hexadecimal digits: the ETag of a plain upload. */
  public static String md5(Descriptor file) {
    MessageDigest digest = newMd5();
    ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(CHUNK, file.status().size() + 1));
    long offset = 0;
    while (file.read(buffer, offset) > 0) {
      offset += buffer.position();
      digest.update(buffer.flip());
      buffer.clear();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
