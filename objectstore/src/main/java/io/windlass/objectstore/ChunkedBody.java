package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A body that is sent in chunks of the {@code aws-chunked} encoding: signed piece by piece while it
 * is sent, or followed by its checksum, or both ("Signature Calculations: Transferring Payload in
 * Multiple Chunks", with trailing headers too, Amazon S3 API reference). Holds one chunk.
 *
 * @param length of the body
 * @param signed whether each chunk is signed
 * @param trailer the checksum that comes behind the body
 */
record ChunkedBody(long length, boolean signed, Optional<ChecksumAlgorithm> trailer) {
  private static final int CHUNK = 128 << 10;
  private static final String SIGNATURE = ";chunk-signature=";
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature:";
  private static final int HEX_SHA256 = 64;
  private static final int LINE_END = 2;

  /** Room in front of a chunk for its line. */
  private static final int LINE = 8 + SIGNATURE.length() + HEX_SHA256 + LINE_END;

  /** What stands for the body in the signature of the request. */
  String hash() {
    if (signed) {
      return trailer.isPresent() ? SignatureV4.CHUNKS + "-TRAILER" : SignatureV4.CHUNKS;
    }
    return "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  }

  /** How many bytes go over the wire. */
  long encodedLength() {
    long full = length / CHUNK;
    long rest = length % CHUNK;
    long encoded = full * (overhead(CHUNK) + CHUNK) + (rest == 0 ? 0 : overhead(rest) + rest);
    return encoded + overhead(0) + trailerLength();
  }

  private int overhead(long chunk) {
    return Long.toHexString(chunk).length()
        + (signed ? SIGNATURE.length() + HEX_SHA256 : 0)
        + 2 * LINE_END;
  }

  private int trailerLength() {
    if (trailer.isEmpty()) {
      return 0;
    }
    ChecksumAlgorithm algorithm = trailer.get();
    return algorithm.header().length()
        + 1
        + algorithm.base64Length()
        + LINE_END
        + (signed ? TRAILER_SIGNATURE.length() + HEX_SHA256 + LINE_END : 0);
  }

  /**
   * Writes it.
   *
   * @param seed the signature of the request; needed where chunks are signed
   */
  void write(BodyStream in, OutputStream out, Optional<SignatureV4.Signed> seed)
      throws IOException {
    Optional<SignatureV4.Chunks> signatures =
        signed ? Optional.of(seed.orElseThrow().chunks()) : Optional.empty();
    Optional<RunningChecksum> checksum = trailer.map(ChecksumAlgorithm::start);
    byte[] buffer = new byte[LINE + (int) Math.min(length, CHUNK) + LINE_END];
    MessageDigest sha256 = SignatureV4.sha256();
    for (long left = length; left > 0; ) {
      int count = (int) Math.min(CHUNK, left);
      in.readFully(buffer, LINE, count);
      checksum.ifPresent(running -> running.update(buffer, LINE, count));
      int start = line(buffer, count, signatures, sha256);
      buffer[LINE + count] = '\r';
      buffer[LINE + count + 1] = '\n';
      out.write(buffer, start, LINE + count + LINE_END - start);
      left -= count;
    }
    int start = line(buffer, 0, signatures, sha256);
    out.write(buffer, start, LINE - start);
    out.write(end(checksum, signatures).getBytes(US_ASCII));
  }

  /** Puts the line of a chunk right in front of it, and answers where the line begins. */
  private static int line(
      byte[] buffer, int count, Optional<SignatureV4.Chunks> signatures, MessageDigest sha256) {
    StringBuilder line = new StringBuilder(LINE).append(Integer.toHexString(count));
    if (signatures.isPresent()) {
      sha256.update(buffer, LINE, count);
      line.append(SIGNATURE).append(signatures.get().next(sha256.digest()));
    }
    byte[] text = line.append("\r\n").toString().getBytes(US_ASCII);
    System.arraycopy(text, 0, buffer, LINE - text.length, text.length);
    return LINE - text.length;
  }

  private static String end(
      Optional<RunningChecksum> checksum, Optional<SignatureV4.Chunks> signatures) {
    if (checksum.isEmpty()) {
      return "\r\n";
    }
    ObjectChecksum value = checksum.get().finish();
    String trailer = value.algorithm().header() + ":" + value.value();
    return trailer
        + "\r\n"
        + signatures
            .map(chunks -> TRAILER_SIGNATURE + chunks.trailer(trailer + "\n") + "\r\n")
            .orElse("")
        + "\r\n";
  }
}
