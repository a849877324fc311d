package io.windlass.objectstore;

import io.windlass.foundation.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The security token service (STS) of a store, signed by one connection's own signing. Thread-safe.
 *
 * <p>Policies are JSON of any layout; blanks outside texts are not sent. AWS limits the policy to
 * 2,048 characters.
 */
public interface SecurityTokens extends AutoCloseable {
  /** Who the keys belong to: an ARN. */
  String callerIdentity();

  /**
   * Assumes a role. Fails when the role's maximum is shorter than {@code duration}; see {@link
   * #assumeRoleAtMost}.
   */
  TemporaryKeys assumeRole(RoleRequest request);

  /**
   * Assumes a role for {@code duration}, or for what the role allows: falls back to 1 h, and the
   * answer's expiry tells which.
   */
  TemporaryKeys assumeRoleAtMost(RoleRequest request);

  /** Keys for a plain user, by {@code GetFederationToken}; 15 minutes to 36 hours. */
  TemporaryKeys federationToken(String name, String policy, Duration duration);

  /** Frees its connections. */
  @Override
  void close();

  /** What to assume. */
  record RoleRequest(
      String roleArn,
      Optional<String> externalId,
      String sessionName,
      Optional<String> policy,
      Duration duration) {
    /** The same request for another duration. */
    public RoleRequest lasting(Duration other) {
      return new RoleRequest(roleArn, externalId, sessionName, policy, other);
    }
  }

  /** Keys with an end. */
  record TemporaryKeys(
      String accessKeyId, Secret secretAccessKey, Secret sessionToken, Instant expiresAt) {
    /** The same keys as a way to sign. */
    public Signing.Keys asSigning() {
      return new Signing.Keys(accessKeyId, secretAccessKey, Optional.of(sessionToken));
    }
  }
}
