package io.windlass.objectstore;

import java.util.Base64;
import java.util.HexFormat;

/**
 * An additional checksum as a store says it.
 *
 * @param algorithm which one
 * @param value base 64; of {@link Kind#COMPOSITE} ones that of the checksums of the parts, with
 *     {@code -} and their number behind it where the store says that
 * @param kind of what it is
 */
public record ObjectChecksum(ChecksumAlgorithm algorithm, String value, Kind kind) {
  /** What a checksum is of. */
  public enum Kind {
    /** The bytes of the object. */
    FULL_OBJECT,
    /** The checksums of the parts: says nothing to who does not know where they were cut. */
    COMPOSITE
  }

  /** The checksum of all bytes. */
  public static ObjectChecksum ofWhole(ChecksumAlgorithm algorithm, String base64) {
    return new ObjectChecksum(algorithm, base64, Kind.FULL_OBJECT);
  }

  /** The checksum of all bytes, from its hexadecimal form. */
  public static ObjectChecksum ofHex(ChecksumAlgorithm algorithm, String hex) {
    return ofWhole(algorithm, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)));
  }

  /** As a store says it; where it does not tell the kind, the number of parts does. */
  static ObjectChecksum said(ChecksumAlgorithm algorithm, String value, String type) {
    boolean composite = type.equalsIgnoreCase(Kind.COMPOSITE.name()) || value.indexOf('-') >= 0;
    return new ObjectChecksum(algorithm, value, composite ? Kind.COMPOSITE : Kind.FULL_OBJECT);
  }

  /** Whether it is of the bytes of the whole object. */
  public boolean ofWhole() {
    return kind == Kind.FULL_OBJECT;
  }

  /** The value in hexadecimal, lower case, without the number of parts. */
  public String hex() {
    int dash = value.indexOf('-');
    return HexFormat.of()
        .formatHex(Base64.getDecoder().decode(dash < 0 ? value : value.substring(0, dash)));
  }
}
