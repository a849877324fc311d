package io.windlass.objectstore;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The additional checksums of S3. */
public enum ChecksumAlgorithm {
  /** CRC-32 of ISO 3309. */
  CRC32,
  /** CRC-32C, Castagnoli's polynomial. */
  CRC32C,
  /** CRC-64/NVME, which AWS gives to objects of its own accord. */
  CRC64NVME,
  /** SHA-1. */
  SHA1,
  /** SHA-256. */
  SHA256;

  /** The word on every surface: {@code crc64nvme} and so on. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The algorithm with a word, in whatever case. */
  public static Optional<ChecksumAlgorithm> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equalsIgnoreCase(word)).findFirst();
  }

  /**
   * Whether the checksum of a whole can be had from those of its parts, so that objects of parts
   * have one too.
   */
  public boolean combines() {
    return this == CRC32 || this == CRC32C || this == CRC64NVME;
  }

  /** The checksum of no bytes, to be updated. */
  public RunningChecksum start() {
    return switch (this) {
      case CRC32 -> RunningChecksum.of(this, new CRC32(), Integer.BYTES);
      case CRC32C -> RunningChecksum.of(this, new CRC32C(), Integer.BYTES);
      case CRC64NVME -> RunningChecksum.of(this, new Crc64Nvme(), Long.BYTES);
      case SHA1 -> RunningChecksum.of(this, digest("SHA-1"));
      case SHA256 -> RunningChecksum.of(this, digest("SHA-256"));
    };
  }

  /** The checksum of these bytes. */
  public ObjectChecksum of(byte[] bytes) {
    RunningChecksum checksum = start();
    checksum.update(bytes, 0, bytes.length);
    return checksum.finish();
  }

  /** How long its base 64 form is. */
  int base64Length() {
    return switch (this) {
      case CRC32, CRC32C -> 8;
      case CRC64NVME -> 12;
      case SHA1 -> 28;
      case SHA256 -> 44;
    };
  }

  String header() {
    return "x-amz-checksum-" + word();
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + name, e);
    }
  }
}
