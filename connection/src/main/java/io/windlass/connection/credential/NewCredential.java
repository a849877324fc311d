package io.windlass.connection.credential;

import io.windlass.connection.ConnectionChange.NewKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Credentials that a person registers; {@link io.windlass.connection.CredentialDocument} reads them
 * from text.
 *
 * @param keys the keys, or the keys that assume the role; absent: the role is assumed with what the
 *     connection itself has
 * @param roleArn the role
 * @param externalId sent with every assumption; for a role that the connection assumes, Windlass
 *     says which it is
 * @param requesterPays consents to pay for requests
 * @param expiresAt when the keys end
 * @param extra further keys for some prefixes
 */
public record NewCredential(
    Optional<NewKeys> keys,
    Optional<String> roleArn,
    Optional<String> externalId,
    boolean requesterPays,
    Optional<Instant> expiresAt,
    List<ExtraKeys> extra) {
  /** Copies the list. */
  public NewCredential {
    extra = List.copyOf(extra);
  }

  /** Keys alone. */
  public static NewCredential of(NewKeys keys) {
    return new NewCredential(
        Optional.of(keys), Optional.empty(), Optional.empty(), false, Optional.empty(), List.of());
  }

  /**
   * Further keys.
   *
   * @param prefixes they are for what begins with one of these, each {@code BUCKET/KEY…}
   */
  public record ExtraKeys(List<String> prefixes, NewKeys keys) {
    /** Copies the list. */
    public ExtraKeys {
      prefixes = List.copyOf(prefixes);
    }
  }
}
