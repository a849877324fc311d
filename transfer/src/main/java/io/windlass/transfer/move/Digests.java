package io.windlass.transfer.move;

import io.windlass.objectstore.ChecksumAlgorithm;
import io.windlass.objectstore.ObjectChecksum;
import io.windlass.objectstore.RunningChecksum;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What is computed of the bytes while they are read. Not thread-safe. */
final class Digests {
  private final Optional<RunningChecksum> checksum;
  private final Optional<MessageDigest> md5;

  private Digests(Optional<RunningChecksum> checksum, Optional<MessageDigest> md5) {
    this.checksum = checksum;
    this.md5 = md5;
  }

  static Digests of(Optional<ChecksumAlgorithm> algorithm, boolean md5) {
    return new Digests(
        algorithm.map(ChecksumAlgorithm::start), md5 ? Optional.of(newMd5()) : Optional.empty());
  }

  static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  void update(byte[] bytes, int offset, int length) {
    if (checksum.isPresent()) {
      checksum.get().update(bytes, offset, length);
    }
    if (md5.isPresent()) {
      md5.get().update(bytes, offset, length);
    }
  }

  Result finish() {
    return new Result(
        checksum.map(RunningChecksum::finish),
        md5.map(digest -> HexFormat.of().formatHex(digest.digest())));
  }

  /** What came out. */
  record Result(Optional<ObjectChecksum> checksum, Optional<String> md5) {
    static final Result NONE = new Result(Optional.empty(), Optional.empty());
  }
}
