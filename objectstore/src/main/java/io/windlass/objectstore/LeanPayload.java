package io.windlass.objectstore;

import io.windlass.foundation.wire.Wire;
import io.windlass.objectstore.ObjectStore.WantedChecksum;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How the body of one request is sent: small ones behind the head and signed with it; large ones
 * from their source, signed chunk by chunk where the connection is not encrypted and nothing else
 * binds them, and followed by their checksum where the store knows that.
 *
 * @param small the bytes that go with the head; empty where there are none, or many
 * @param large the body that follows the head
 * @param chunks how a large body is cut; absent: sent as it is
 * @param checksum that goes with the head
 * @param digest of a large body that is signed as a whole
 */
@SuppressWarnings("ArrayRecordComponent") // of one request, never compared
record LeanPayload(
    byte[] small,
    Optional<Body> large,
    Optional<ChunkedBody> chunks,
    Optional<ObjectChecksum> checksum,
    Optional<String> digest) {
  /** Bodies up to here are hashed and sent in one piece. */
  static final int SMALL_BODY = 128 << 10;

  private static final byte[] NONE = {};

  static LeanPayload of(LeanRequest request, ChecksumMode mode, boolean anonymous, boolean tls)
      throws IOException {
    if (request.body().isEmpty()) {
      return ofSmall(NONE, Optional.empty());
    }
    Body body = request.body().get();
    Optional<WantedChecksum> wanted =
        request
            .checksum()
            .or(() ->
                mode == ChecksumMode.WHEN_SUPPORTED
                    ? Optional.of(new WantedChecksum(ChecksumAlgorithm.CRC32, Optional.empty()))
                    : Optional.empty());
    if (body.length() <= SMALL_BODY) {
      byte[] bytes = bytes(body);
      return ofSmall(
          bytes,
          wanted.map(checksum ->
              checksum.known().isPresent() ? checksum.of(body) : checksum.algorithm().of(bytes)));
    }
    boolean signed = !tls && !anonymous && !request.isTold();
    if (mode == ChecksumMode.WHEN_SUPPORTED && wanted.orElseThrow().known().isEmpty()) {
      return ofChunks(body, signed, wanted.map(WantedChecksum::algorithm), Optional.empty());
    }
    // others may not take checksums behind the body
    Optional<ObjectChecksum> checksum = wanted.map(each -> each.of(body));
    if (!signed) {
      return new LeanPayload(NONE, Optional.of(body), Optional.empty(), checksum, Optional.empty());
    }
    return mode == ChecksumMode.WHEN_REQUIRED && request.encoded()
        ? new LeanPayload(
            NONE, Optional.of(body), Optional.empty(), checksum, Optional.of(sha256(body)))
        : ofChunks(body, true, Optional.empty(), checksum);
  }

  private static LeanPayload ofSmall(byte[] bytes, Optional<ObjectChecksum> checksum) {
    return new LeanPayload(bytes, Optional.empty(), Optional.empty(), checksum, Optional.empty());
  }

  private static LeanPayload ofChunks(
      Body body,
      boolean signed,
      Optional<ChecksumAlgorithm> trailer,
      Optional<ObjectChecksum> checksum) {
    return new LeanPayload(
        NONE,
        Optional.of(body),
        Optional.of(new ChunkedBody(body.length(), signed, trailer)),
        checksum,
        Optional.empty());
  }

  /** Read for it alone: a store that keeps aws-chunked as the encoding of the content. */
  private static String sha256(Body body) {
    return new WantedChecksum(ChecksumAlgorithm.SHA256, Optional.empty()).of(body).hex();
  }

  private static byte[] bytes(Body body) throws IOException {
    byte[] bytes = new byte[(int) body.length()];
    try (BodyStream in = BodyStream.open(body)) {
      in.readFully(bytes, 0, bytes.length);
    }
    return bytes;
  }

  /** What stands for the body in the signature. */
  String hash() {
    if (chunks.isPresent()) {
      return chunks.get().hash();
    }
    if (large.isPresent()) {
      return digest.orElse(SignatureV4.UNSIGNED);
    }
    return small.length == 0
        ? SignatureV4.EMPTY
        : HexFormat.of().formatHex(SignatureV4.sha256().digest(small));
  }

  /** Adds what the head says of the body. */
  void describe(SortedMap<String, String> headers) {
    chunks.ifPresent(cut -> {
      headers.merge("content-encoding", "aws-chunked", (given, own) -> own + "," + given);
      headers.put("x-amz-decoded-content-length", Long.toString(cut.length()));
      cut.trailer().ifPresent(algorithm -> headers.put("x-amz-trailer", algorithm.header()));
    });
    checksum.ifPresent(value -> headers.put(value.algorithm().header(), value.value()));
    headers.put("content-length", Long.toString(length()));
  }

  /** How many bytes there are behind the head. */
  long length() {
    return chunks
        .map(ChunkedBody::encodedLength)
        .or(() -> large.map(Body::length))
        .orElse((long) small.length);
  }

  /** What writes a large body. */
  Optional<Wire.BodyWriter> writer(Optional<SignatureV4.Signed> signed) {
    return large.map(body -> out -> write(body, out, signed));
  }

  private void write(Body body, OutputStream out, Optional<SignatureV4.Signed> signed)
      throws IOException {
    try (BodyStream in = BodyStream.open(body)) {
      if (chunks.isPresent()) {
        chunks.get().write(in, out, signed);
        return;
      }
      byte[] buffer = new byte[SMALL_BODY];
      for (long left = body.length(); left > 0; ) {
        int count = (int) Math.min(buffer.length, left);
        in.readFully(buffer, 0, count);
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }
}
