package io.windlass.objectstore;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME, the checksum that S3 gives to objects of its own accord (NVM Express NVM command set
 * specification 1.0d, section 5.2.1.3.4). Eight tables, eight bytes a step. Not thread-safe.
 */
final class Crc64Nvme implements Checksum {
  private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L; // reflected
  private static final long[][] TABLES = tables();

  private long crc = ~0L;

  private static long[][] tables() {
    long[][] tables = new long[8][256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
      }
      tables[0][i] = value;
    }
    for (int table = 1; table < 8; table++) {
      for (int i = 0; i < 256; i++) {
        long before = tables[table - 1][i];
        tables[table][i] = (before >>> 8) ^ tables[0][(int) before & 0xff];
      }
    }
    return tables;
  }

  @Override
  public void update(int octet) {
    crc = (crc >>> 8) ^ TABLES[0][(int) (crc ^ octet) & 0xff];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    long value = crc;
    for (; at + 8 <= end; at += 8) {
      long eight = value;
      for (int i = 0; i < 8; i++) {
        eight ^= (bytes[at + i] & 0xffL) << (8 * i);
      }
      value = 0;
      for (int i = 0; i < 8; i++) {
        value ^= TABLES[7 - i][(int) (eight >>> (8 * i)) & 0xff];
      }
    }
    crc = value;
    for (; at < end; at++) {
      update(bytes[at]);
    }
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = ~0L;
  }
}
