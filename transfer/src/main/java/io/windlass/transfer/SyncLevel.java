package io.windlass.transfer;

/** Which files are sent. Each level includes those before it; without a level all are sent. */
public enum SyncLevel {
  /** Those that the destination lacks. */
  EXISTS,
  /** Also those whose sizes differ. */
  SIZE,
  /** Also those whose source is newer. */
  MTIME,
  /** Those that the destination lacks, whose sizes differ or whose checksums differ. */
  CHECKSUM
}
