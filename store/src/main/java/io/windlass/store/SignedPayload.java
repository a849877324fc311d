package io.windlass.store;

import static java.util.Objects.requireNonNull;

import io.windlass.store.RefusedException.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.Key;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.checksum.ChecksumValidatingInputStream;
import org.gaul.s3proxy.checksum.ChunkedInputStream;
import org.gaul.s3proxy.checksum.FlexChecksum;
import org.jspecify.annotations.Nullable;

/** How the body of a signed request is checked while it streams; nothing of it is collected. */
sealed interface SignedPayload {
  /** What stands for the body in the canonical request where that is a digest. */
  @Nullable String hash();

  /**
   * The body as it is to be read: decoded, and failing at its end when it is not the signed one.
   */
  InputStream open(HttpServletRequest request) throws IOException;

  /** The body is not signed. */
  record Unsigned() implements SignedPayload {
    @Override
    public @Nullable String hash() {
      return null;
    }

    @Override
    public InputStream open(HttpServletRequest request) throws IOException {
      return request.getInputStream();
    }
  }

  /** The body has this SHA-256. */
  record Digested(String hash) implements SignedPayload {
    @Override
    public InputStream open(HttpServletRequest request) throws IOException {
      return new ChecksumValidatingInputStream(
          request.getInputStream(),
          FlexChecksum.SHA256.newChecksum(),
          HexFormat.of().parseHex(hash.toLowerCase(Locale.ROOT)),
          Math.max(0, request.getContentLengthLong()),
          S3ErrorCode.X_AMZ_CONTENT_S_H_A_256_MISMATCH);
    }
  }

  /** The body comes in chunks of the {@code aws-chunked} encoding, each signed or not. */
  record Streamed(boolean signedChunks, boolean trailer, @Nullable Seed seed)
      implements SignedPayload {
    private static final int LARGEST_CHUNK = 16 << 20;

    /** What the signature of the first chunk is made with. */
    record Seed(String signature, Key signingKey, String timestamp, String scope) {}

    @Override
    public @Nullable String hash() {
      return null;
    }

    Streamed withSeed(String signature, Key signingKey, String timestamp, String scope) {
      return new Streamed(signedChunks, trailer, new Seed(signature, signingKey, timestamp, scope));
    }

    @Override
    public InputStream open(HttpServletRequest request) throws IOException {
      String trailerName = trailer ? request.getHeader("x-amz-trailer") : null;
      if (!signedChunks) {
        return new ChunkedInputStream(request.getInputStream(), LARGEST_CHUNK, trailerName);
      }
      Seed first = requireNonNull(seed, "the signature was not checked");
      return new ChunkedInputStream(
          request.getInputStream(),
          LARGEST_CHUNK,
          first.signature(),
          first.signingKey().getEncoded(),
          "HmacSHA256",
          first.timestamp(),
          first.scope(),
          trailerName);
    }
  }

  /** The payload of a request that is signed in its header. */
  static SignedPayload ofHeader(HttpServletRequest request) throws RefusedException {
    String value = request.getHeader("x-amz-content-sha256");
    if (value == null) {
      throw new RefusedException(
          Reason.INVALID_REQUEST, "The header x-amz-content-sha256 is missing.");
    }
    return switch (value) {
      case "UNSIGNED-PAYLOAD" -> new Unsigned();
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> new Streamed(true, false, null);
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> new Streamed(true, true, null);
      case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new Streamed(false, true, null);
      default -> {
        if (!Hex.SHA256.matcher(value).matches()) {
          throw new RefusedException(
              Reason.INVALID_ARGUMENT, "The value of x-amz-content-sha256 is not known.");
        }
        yield new Digested(value);
      }
    };
  }

  /** The payload of a presigned request: free unless the URL pins a digest. */
  static SignedPayload ofPresigned(@Nullable String pinned) {
    return pinned == null ? new Unsigned() : new Digested(pinned);
  }

  /** Patterns. */
  final class Hex {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private Hex() {}
  }
}
