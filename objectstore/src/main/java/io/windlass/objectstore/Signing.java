package io.windlass.objectstore;

import io.windlass.foundation.Secret;
import java.time.Duration;
import java.util.Optional;

/** How requests to a store are signed. Secrets never print. */
public sealed interface Signing {

  /** Keys, long-lived or with a session token. */
  record Keys(String accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken)
      implements Signing {}

  /**
   * A role to be assumed and renewed at 80 % of its lifetime.
   *
   * @param roleArn the role
   * @param externalId sent with every assumption, where there is one
   * @param sessionName as the store's audit log shows it
   * @param longest the session to ask for, 15 minutes to 12 hours; what the role grants at most,
   *     where that is known. A refusal falls back to 1 h
   * @param assumedWith what signs the assumption: {@link Keys} or {@link Ambient}
   */
  record Role(
      String roleArn,
      Optional<String> externalId,
      String sessionName,
      Duration longest,
      Signing assumedWith)
      implements Signing {}

  /** What the machine itself has: environment, profile, instance or container role. */
  record Ambient() implements Signing {}

  /** No signature at all, for public buckets. */
  record Anonymous() implements Signing {}
}
