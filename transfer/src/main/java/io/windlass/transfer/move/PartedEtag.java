package io.windlass.transfer.move;

import io.windlass.transfer.TransferSettings.Size;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ETags of objects that were written in parts: the MD5 of the MD5s of the parts, and their number.
 * Where the parts were cut is guessed from what programs do.
 */
final class PartedEtag {
  private static final Pattern PARTED = Pattern.compile("([0-9a-f]{32})-([0-9]{1,5})");
  private static final long MIB = 1L << 20;
  private static final long[] USUAL = {5, 8, 10, 15, 16, 20, 25, 32, 50, 64, 100, 128, 256, 512};
  private static final int BUFFER = 128 << 10;

  private PartedEtag() {}

  /**
   * Whether a content has this ETag; absent when nothing is known: it is no such ETag, or the parts
   * were cut in an unusual way.
   */
  static Optional<Boolean> fits(String etag, Content content, Size size) throws IOException {
    Matcher parted = PARTED.matcher(etag);
    if (!parted.matches()) {
      return Optional.empty();
    }
    int count = Integer.parseInt(parted.group(2));
    for (long partSize : candidates(content.size(), count, size)) {
      if (of(content, partSize).equals(parted.group(1))) {
        return Optional.of(true);
      }
    }
    return Optional.empty();
  }

  private static Set<Long> candidates(long bytes, int count, Size size) {
    Set<Long> candidates = new LinkedHashSet<>();
    candidates.add(Parts.size(bytes, size.partSize()));
    for (long usual : USUAL) {
      candidates.add(usual * MIB);
    }
    candidates.add(Math.ceilDiv(Math.ceilDiv(bytes, count), MIB) * MIB);
    candidates.removeIf(partSize -> Math.ceilDiv(bytes, partSize) != count);
    return candidates;
  }

  private static String of(Content content, long partSize) throws IOException {
    MessageDigest parts = Digests.newMd5();
    MessageDigest part = Digests.newMd5();
    byte[] buffer = new byte[BUFFER];
    long left = partSize;
    boolean open = false;
    try (InputStream in = content.open(0, content.size())) {
      for (int count = next(in, buffer, left); count > 0; count = next(in, buffer, left)) {
        part.update(buffer, 0, count);
        open = true;
        left -= count;
        if (left == 0) {
          parts.update(part.digest());
          left = partSize;
          open = false;
        }
      }
    }
    if (open) {
      parts.update(part.digest());
    }
    return HexFormat.of().formatHex(parts.digest());
  }

  private static int next(InputStream in, byte[] buffer, long left) throws IOException {
    return in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
  }
}
