package io.windlass.objectstore;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a store knows of the checksums of objects without their being read. Thread-safe; failures as
 * in {@link ObjectStore}.
 */
public interface ObjectChecksums {
  /**
   * As {@link ObjectStore#head}, with the checksum that the store keeps. Where KMS encrypts, AWS
   * wants {@code kms:Decrypt} for it.
   */
  ObjectFacts head(ObjectId id);

  /**
   * Checksums of the whole and of the parts, {@code s3:GetObjectAttributes}. {@link
   * StoreFailure.Unsupported} where the store does not offer it.
   */
  Attributes attributes(ObjectId id);

  /**
   * What GetObjectAttributes says.
   *
   * @param size bytes
   * @param etag without quotes
   * @param checksums usually one; none where the store keeps none
   * @param partCount of an object of parts
   * @param parts those whose checksums are kept, the first thousand
   */
  record Attributes(
      long size,
      String etag,
      List<ObjectChecksum> checksums,
      OptionalInt partCount,
      List<PartAttributes> parts) {
    /** Copies the lists. */
    public Attributes {
      checksums = List.copyOf(checksums);
      parts = List.copyOf(parts);
    }
  }

  /** A part of an object, as it was uploaded. */
  record PartAttributes(int number, long size, List<ObjectChecksum> checksums) {
    /** Copies the list. */
    public PartAttributes {
      checksums = List.copyOf(checksums);
    }
  }
}
