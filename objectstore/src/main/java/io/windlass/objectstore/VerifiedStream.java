package io.windlass.objectstore;

import io.windlass.foundation.wire.ResponseHead;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * A whole object whose bytes are compared with the checksum that the store announced; the last read
 * fails when they differ. Not thread-safe.
 */
final class VerifiedStream extends FilterInputStream {
  private final Checksum checksum;
  private final String expected;
  private final int width;
  private final String key;

  private VerifiedStream(
      InputStream in, Checksum checksum, int width, String expected, String key) {
    super(in);
    this.checksum = checksum;
    this.width = width;
    this.expected = expected;
    this.key = key;
  }

  /** The stream as it is, where the store announced no checksum of the whole that is known here. */
  static InputStream of(InputStream in, ResponseHead head, String key) {
    return announced(head, "crc64nvme")
        .<InputStream>map(value -> new VerifiedStream(in, new Crc64Nvme(), Long.BYTES, value, key))
        .or(() ->
            announced(head, "crc32c")
                .map(value -> new VerifiedStream(in, new CRC32C(), Integer.BYTES, value, key)))
        .or(() ->
            announced(head, "crc32")
                .map(value -> new VerifiedStream(in, new CRC32(), Integer.BYTES, value, key)))
        .orElse(in);
  }

  /** Checksums of parts, {@code …-3}, say nothing of the whole. */
  private static Optional<String> announced(ResponseHead head, String algorithm) {
    return head.header("x-amz-checksum-" + algorithm).filter(value -> value.indexOf('-') < 0);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count > 0) {
      checksum.update(target, offset, count);
    } else if (count < 0 && !expected.equals(computed())) {
      throw new IOException(
          "the bytes of " + key + " are not those of the checksum that the store announced");
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] waste = new byte[(int) Math.min(count, 8 << 10)];
    return Math.max(0, read(waste, 0, waste.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private String computed() {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
    return Base64.getEncoder()
        .encodeToString(java.util.Arrays.copyOfRange(bytes, Long.BYTES - width, Long.BYTES));
  }
}
