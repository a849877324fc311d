package io.windlass.catalog.credentials;

import io.windlass.foundation.Secret;
import io.windlass.objectstore.Permission;
import java.time.Instant;
import java.util.Optional;

/**
 * Keys that the embedded store accepts at this moment.
 *
 * @param secretAccessKey what requests are signed with
 * @param sessionToken must come along with every request, where there is one
 * @param grant what they may do
 * @param expiresAt when they end; absent for long-lived ones
 */
public record WindlassKey(
    Secret secretAccessKey,
    Optional<Secret> sessionToken,
    Grant grant,
    Optional<Instant> expiresAt) {

  /** What keys may do. */
  public sealed interface Grant {
    /** Everything in every bucket: administrators, and Windlass itself. */
    record Full() implements Grant {}

    /**
     * One prefix of one bucket and nothing else.
     *
     * @param prefix empty for the whole bucket, else it ends in a slash
     */
    record Below(String bucket, String prefix, Permission permission) implements Grant {}
  }
}
