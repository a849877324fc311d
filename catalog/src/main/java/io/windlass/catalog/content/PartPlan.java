package io.windlass.catalog.content;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Optional;

/**
 * How a content is cut into parts: all of the same size but the last.
 *
 * @param form how the bytes travel
 * @param size bytes of the whole
 * @param partSize bytes of every part but the last
 * @param count how many parts there are
 */
record PartPlan(UploadForm form, long size, long partSize, int count) {
  static final long MIB = 1024L * 1024;
  static final long MIN_PART = 5 * MIB;
  static final long MAX_PART = 5 * 1024 * MIB;
  static final int MAX_PARTS = 10_000;
  static final long MAX_SIZE = 5 * 1024 * 1024 * MIB;

  /** Room for a few parts more than the rule needs, so that sizes stay round. */
  private static final long USUAL_MOST_PARTS = 9_000;

  /**
   * The plan for a content.
   *
   * @param form absent: one PUT up to 5 MiB, parts above
   * @param wanted the part size; absent: {@code usual}, or more where too many parts would come out
   */
  static PartPlan of(long size, Optional<UploadForm> form, Optional<Long> wanted, long usual) {
    if (size < 0 || size > MAX_SIZE) {
      throw invalid(
          "size_out_of_range",
          "A file has 0 bytes to 5 TiB; this one has " + size + ".",
          "Split the file.");
    }
    UploadForm chosen = form.orElse(size <= MIN_PART ? UploadForm.SINGLE : UploadForm.MULTIPART);
    return switch (chosen) {
      case SINGLE -> single(size);
      case MULTIPART -> parts(size, wanted.orElse(usualSize(size, usual)));
    };
  }

  /** How many bytes part {@code number} (from 1) has. */
  long sizeOf(int number) {
    return number < count ? partSize : size - partSize * (count - 1);
  }

  /** Where part {@code number} (from 1) begins. */
  long offsetOf(int number) {
    return partSize * (number - 1);
  }

  private static PartPlan single(long size) {
    if (size > MAX_PART) {
      throw invalid(
          "size_out_of_range",
          "One PUT takes at most 5 GiB; this file has " + size + " bytes.",
          "Upload it in parts.");
    }
    return new PartPlan(UploadForm.SINGLE, size, Math.max(size, 1), 1);
  }

  private static PartPlan parts(long size, long partSize) {
    if (size == 0) {
      throw invalid(
          "empty_file",
          "An empty file cannot be uploaded in parts.",
          "Give it at least one byte, or upload it with one PUT.");
    }
    if (partSize < MIN_PART || partSize > MAX_PART) {
      throw invalid(
          "part_size_out_of_range",
          "A part has 5 MiB to 5 GiB; " + partSize + " bytes were asked for.",
          "Ask for a part size of " + usualSize(size, 16 * MIB) + " bytes, or for none.");
    }
    long count = Math.ceilDiv(size, partSize);
    if (count > MAX_PARTS) {
      throw invalid(
          "too_many_parts",
          "An upload has at most 10,000 parts; parts of %d bytes make %d."
              .formatted(partSize, count),
          "Ask for a part size of at least %d bytes."
              .formatted(Math.max(MIN_PART, Math.ceilDiv(size, MAX_PARTS))));
    }
    return new PartPlan(UploadForm.MULTIPART, size, partSize, (int) count);
  }

  private static long usualSize(long size, long usual) {
    long least = Math.ceilDiv(size, USUAL_MOST_PARTS);
    return least <= usual ? usual : Math.ceilDiv(least, MIB) * MIB;
  }

  private static RuntimeException invalid(String code, String message, String remedy) {
    return Problem.of(Kind.INVALID, code, message).withRemedy(remedy).toException();
  }
}
