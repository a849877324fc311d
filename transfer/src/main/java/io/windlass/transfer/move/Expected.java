package io.windlass.transfer.move;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.ChecksumAlgorithm;
import io.windlass.objectstore.ObjectChecksum;
import io.windlass.transfer.TransferItem;
import java.util.Locale;
import java.util.Optional;

/** Checksums that somebody outside has computed. */
final class Expected {
  private Expected() {}

  static Digests digests(TransferItem.Checksum expected) {
    return isMd5(expected)
        ? Digests.of(Optional.empty(), true)
        : Digests.of(ChecksumAlgorithm.of(expected.algorithm()), false);
  }

  private static boolean isMd5(TransferItem.Checksum expected) {
    return expected.algorithm().equalsIgnoreCase("md5");
  }

  static void check(TransferItem.Checksum expected, Digests.Result read, String path) {
    Optional<String> found =
        isMd5(expected) ? read.md5() : read.checksum().map(ObjectChecksum::hex);
    if (found.filter(expected.hex().toLowerCase(Locale.ROOT)::equals).isEmpty()) {
      throw Problem.of(
              Kind.INVALID,
              "external_checksum_mismatch",
              "The bytes for %s have the %s checksum %s, not %s."
                  .formatted(path, expected.algorithm(), found.orElse("(none)"), expected.hex()))
          .withRemedy("Correct the checksum of the request, or the source.")
          .toException();
    }
  }
}
