package io.windlass.objectstore;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Checksum;

/** A checksum of bytes that come piece by piece. Not thread-safe. */
public final class RunningChecksum {
  /** What one algorithm does. */
  private interface Engine {
    void update(byte[] bytes, int offset, int length);

    void update(ByteBuffer bytes);

    byte[] finish();
  }

  private final ChecksumAlgorithm algorithm;
  private final Engine engine;

  private RunningChecksum(ChecksumAlgorithm algorithm, Engine engine) {
    this.algorithm = algorithm;
    this.engine = engine;
  }

  static RunningChecksum of(ChecksumAlgorithm algorithm, Checksum checksum, int width) {
    return new RunningChecksum(algorithm, new Cyclic(checksum, width));
  }

  static RunningChecksum of(ChecksumAlgorithm algorithm, MessageDigest digest) {
    return new RunningChecksum(algorithm, new Hash(digest));
  }

  /** Which checksum it is. */
  public ChecksumAlgorithm algorithm() {
    return algorithm;
  }

  /** Goes on with some bytes. */
  public void update(byte[] bytes, int offset, int length) {
    engine.update(bytes, offset, length);
  }

  /** Goes on with what remains in a buffer, and leaves nothing there. */
  public void update(ByteBuffer bytes) {
    engine.update(bytes);
  }

  /** The checksum of all bytes; afterwards no more can come. */
  public ObjectChecksum finish() {
    return ObjectChecksum.ofWhole(algorithm, Base64.getEncoder().encodeToString(engine.finish()));
  }

  private record Cyclic(Checksum checksum, int width) implements Engine {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      checksum.update(bytes, offset, length);
    }

    @Override
    public void update(ByteBuffer bytes) {
      checksum.update(bytes);
    }

    @Override
    public byte[] finish() {
      byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
      return Arrays.copyOfRange(eight, Long.BYTES - width, Long.BYTES);
    }
  }

  private record Hash(MessageDigest digest) implements Engine {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public void update(ByteBuffer bytes) {
      digest.update(bytes);
    }

    @Override
    public byte[] finish() {
      return digest.digest();
    }
  }
}
