package io.windlass.objectstore;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.SecurityTokens.RoleRequest;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The keys of an assumed role, renewed when four fifths of their life are over. Thread-safe; one
 * caller renews while the others go on with the old keys.
 */
final class AssumedRole implements AwsCredentialsProvider {
  private static final Logger LOG = LoggerFactory.getLogger(AssumedRole.class);
  private static final double RENEW_AT = 0.8;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(15);

  private final SecurityTokens tokens;
  private final Signing.Role role;
  private final InstantSource clock;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile @Nullable Session session;

  AssumedRole(SecurityTokens tokens, Signing.Role role, InstantSource clock) {
    this.tokens = tokens;
    this.role = role;
    this.clock = clock;
  }

  /** Keys and the moment from which they are to be renewed. */
  private record Session(TemporaryKeys keys, Instant renewAt) {
    AwsCredentials credentials() {
      return S3Clients.credentials(keys.asSigning());
    }

    boolean aliveAt(Instant now) {
      return now.isBefore(keys.expiresAt());
    }
  }

  @Override
  public AwsCredentials resolveCredentials() {
    Session current = session;
    Instant now = clock.instant();
    if (current != null && now.isBefore(current.renewAt)) {
      return current.credentials();
    }
    if (current != null && current.aliveAt(now)) {
      if (!renewal.tryLock()) {
        return current.credentials();
      }
    } else {
      renewal.lock();
    }
    try {
      return renew(now).credentials();
    } finally {
      renewal.unlock();
    }
  }

  private Session renew(Instant now) {
    Session current = session;
    if (current != null && now.isBefore(current.renewAt)) {
      return current;
    }
    try {
      TemporaryKeys keys =
          tokens.assumeRoleAtMost(
              new RoleRequest(
                  role.roleArn(),
                  role.externalId(),
                  role.sessionName(),
                  Optional.empty(),
                  role.longest()));
      Duration life = Duration.between(now, keys.expiresAt());
      Session renewed = new Session(keys, now.plusMillis((long) (life.toMillis() * RENEW_AT)));
      session = renewed;
      return renewed;
    } catch (WindlassException e) {
      if (current == null || !current.aliveAt(now)) {
        throw e;
      }
      LOG.warn("cannot renew the session of {} yet", role.roleArn(), e);
      Session prolonged = new Session(current.keys, now.plus(PAUSE_AFTER_FAILURE));
      session = prolonged;
      return prolonged;
    }
  }
}
