package io.windlass.transfer.node;

import io.windlass.connection.secrets.SealedField;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.foundation.Ids;
import io.windlass.foundation.WindlassException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What shows that a call comes from a node of this installation: something that only the key of the
 * secrets, which all nodes have, can seal. It is good for this one call, to this one process of a
 * node, once, for a minute. Thread-safe.
 */
final class CallPermits {
  private static final Duration VALID = Duration.ofMinutes(1);
  private static final int DIGEST = 32;
  private static final int NONCE = 16;
  private static final int LONGEST = 1000;

  private final SecretBox secrets;
  private final InstantSource clock;
  private final Map<String, Instant> used = new ConcurrentHashMap<>();

  CallPermits(SecretBox secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  private static SealedField place(String process) {
    return new SealedField("transfer_node", "call", process);
  }

  /** A permit for a call to a process of a node. */
  String make(String process, byte[] call) {
    byte[] claim =
        ByteBuffer.allocate(Long.BYTES + DIGEST + NONCE)
            .putLong(clock.instant().plus(VALID).toEpochMilli())
            .put(digest(call))
            .put(Ids.random(NONCE).getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            .array();
    return Base64.getUrlEncoder().encodeToString(secrets.seal(claim, place(process)));
  }

  /** Whether a permit is good for this call to this process; it is not a second time. */
  boolean take(String permit, String process, byte[] call) {
    Instant now = clock.instant();
    used.values().removeIf(until -> until.isBefore(now));
    if (permit.length() > LONGEST) {
      return false;
    }
    try {
      ByteBuffer claim =
          ByteBuffer.wrap(secrets.openBytes(Base64.getUrlDecoder().decode(permit), place(process)));
      Instant until = Instant.ofEpochMilli(claim.getLong());
      byte[] digest = new byte[DIGEST];
      claim.get(digest);
      return !until.isBefore(now)
          && !until.isAfter(now.plus(VALID.multipliedBy(2)))
          && MessageDigest.isEqual(digest, digest(call))
          && used.putIfAbsent(permit, until) == null;
    } catch (IllegalArgumentException | WindlassException _) {
      return false;
    }
  }

  private static byte[] digest(byte[] call) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(call);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
