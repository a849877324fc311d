package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * A body that is signed piece by piece while it is sent ("Signature Calculations: Transferring
 * Payload in Multiple Chunks", Amazon S3 API reference). Holds one chunk.
 */
final class ChunkedBody {
  private static final int CHUNK = 128 << 10;
  private static final int SIGNATURE = ";chunk-signature=".length() + 64;
  private static final int LINE_ENDS = 4;

  private ChunkedBody() {}

  /** How many bytes go over the wire for so many of the body. */
  static long encodedLength(long length) {
    long full = length / CHUNK;
    long rest = length % CHUNK;
    long encoded = full * (overhead(CHUNK) + CHUNK) + overhead(0);
    return rest == 0 ? encoded : encoded + overhead(rest) + rest;
  }

  private static int overhead(long length) {
    return Long.toHexString(length).length() + SIGNATURE + LINE_ENDS;
  }

  static void write(InputStream in, long length, OutputStream out, SignatureV4.Signed signed)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    String previous = signed.signature();
    MessageDigest sha256 = SignatureV4.sha256();
    for (long left = length; ; ) {
      int wanted = (int) Math.min(CHUNK, left);
      if (in.readNBytes(chunk, 0, wanted) != wanted) {
        throw new EOFException("the body is shorter than announced");
      }
      sha256.update(chunk, 0, wanted);
      previous = signed.chunk(previous, sha256.digest());
      out.write(
          (Integer.toHexString(wanted) + ";chunk-signature=" + previous + "\r\n")
              .getBytes(US_ASCII));
      out.write(chunk, 0, wanted);
      out.write('\r');
      out.write('\n');
      if (wanted == 0) {
        return;
      }
      left -= wanted;
    }
  }
}
