package io.windlass.objectstore;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A body whose MD5 is taken while it is sent and compared with the ETag that the store answers.
 * Only for stores that get no other checksum, and where the ETag is an MD5 at all: not when KMS
 * encrypts.
 */
final class DigestedBody {
  /** The code of the problem that the store has other bytes. */
  static final String MISMATCH = "store_checksum_mismatch";

  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private final Body body;
  private final boolean digesting;
  private final Optional<String> told;
  private Optional<MessageDigest> sent = Optional.empty();

  private DigestedBody(Body body, boolean digesting, Optional<String> told) {
    this.body = body;
    this.digesting = digesting;
    this.told = told;
  }

  static DigestedBody of(Body body, StoreAddress address) {
    return new DigestedBody(
        body, address.checksums() == ChecksumMode.WHEN_REQUIRED, Optional.empty());
  }

  /** A body of which nothing is taken, and which is compared with nothing. */
  static DigestedBody undigested(Body body) {
    return new DigestedBody(body, false, Optional.empty());
  }

  /** A body of which nothing is taken, because its MD5 is known in hexadecimal. */
  static DigestedBody told(Body body, String md5) {
    return new DigestedBody(body, false, Optional.of(md5));
  }

  RequestBody requestBody() {
    return RequestBody.fromContentProvider(this::open, body.length(), "application/octet-stream");
  }

  /** The same bytes, digested whenever they are read from the first on. */
  Body body() {
    return new Body() {
      @Override
      public long length() {
        return body.length();
      }

      @Override
      public InputStream open() {
        return DigestedBody.this.open();
      }
    };
  }

  private InputStream open() {
    try {
      if (!digesting) {
        return body.open();
      }
      MessageDigest digest = MessageDigest.getInstance("MD5");
      sent = Optional.of(digest);
      return new DigestInputStream(body.open(), digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  /** The MD5 in hexadecimal, as far as it was taken. */
  void check(String quotedEtag, Optional<String> encryption, ObjectId id) {
    String etag = Answers.etag(quotedEtag);
    boolean comparable =
        MD5.matcher(etag).matches() && encryption.filter(name -> name.contains("kms")).isEmpty();
    if (!comparable) {
      return;
    }
    Optional<String> digest =
        told.or(() -> sent.map(running -> HexFormat.of().formatHex(running.digest())));
    if (digest.filter(md5 -> !md5.equals(etag)).isPresent()) {
      throw Problem.of(
              Kind.STORE_REFUSED,
              MISMATCH,
              "The store has other bytes of " + id.key() + " than were sent.")
          .withRemedy("Send it again; if it happens again, look at the network and the store.")
          .toException();
    }
  }
}
