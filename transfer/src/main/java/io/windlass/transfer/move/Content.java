package io.windlass.transfer.move;

import io.windlass.objectstore.SystemMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A file of a source that is being read. Thread-safe; close it. */
interface Content extends AutoCloseable {
  /** Bytes. */
  long size();

  /** Whether any bytes can be asked for, also several at once. */
  default boolean ranged() {
    return true;
  }

  /** Equal as long as the content is the same. */
  String identity();

  /** Content type and its like. */
  SystemMetadata system();

  /** User metadata. */
  Map<String, String> metadata();

  /** What describes it, as far as the content itself knows; asked for where it is preserved. */
  default Description description() {
    return new Description(system(), metadata(), Map.of());
  }

  /** When the content was changed, as exactly as the source knows. */
  Optional<Instant> modifiedAt();

  /** MD5 of all bytes in hexadecimal, where the source knows it. */
  Optional<String> md5();

  /** A fresh stream of some bytes; failures are {@link SideException}s of the source. */
  InputStream open(long offset, long length) throws IOException;

  /** Whether nothing on the way can change bytes unnoticed: they are local, or come over TLS. */
  default boolean guarded() {
    return true;
  }

  /** All bytes; as many as there are now, when these are fewer than {@link #size}. */
  default int readAll(byte[] target) throws IOException {
    try (InputStream in = open(0, target.length)) {
      return in.readNBytes(target, 0, target.length);
    }
  }

  /**
   * Fails unless what was read is what is there: to be asked after the last byte was read.
   *
   * @throws io.windlass.foundation.WindlassException {@code source_changed}
   */
  void requireUnchanged();

  @Override
  void close();
}
