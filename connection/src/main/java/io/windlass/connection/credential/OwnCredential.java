package io.windlass.connection.credential;

import io.windlass.connection.Connection.Status;
import io.windlass.foundation.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person reaches the store of a shared connection with. Holds no secret.
 *
 * @param id for life, also when the keys are replaced
 * @param userId whose it is
 * @param accessKeyId of the keys, or of the keys that assume the role
 * @param temporary whether the keys have a session token
 * @param roleArn the role, where it is one
 * @param externalId sent with every assumption of the role
 * @param requesterPays consents to pay for requests
 * @param expiresAt when the keys end, as far as somebody said so
 * @param extra further keys for some prefixes
 * @param status whether the store took the keys when it was last asked
 * @param checkedAt when that was
 * @param problem what was wrong then
 * @param createdAt when the person first registered any
 * @param replacedAt when these keys were registered
 * @param version grows with each replacement
 * @param displayName what the person calls them; stays when they are replaced
 */
public record OwnCredential(
    UUID id,
    String connectionId,
    long userId,
    Optional<String> accessKeyId,
    boolean temporary,
    Optional<String> roleArn,
    Optional<String> externalId,
    boolean requesterPays,
    Optional<Instant> expiresAt,
    List<Extra> extra,
    Status status,
    Instant checkedAt,
    Optional<Problem> problem,
    Instant createdAt,
    Instant replacedAt,
    long version,
    Optional<String> displayName) {
  private static final Duration AGING = Duration.ofDays(75);
  private static final Duration OLD = Duration.ofDays(90);

  /** Copies the list. */
  public OwnCredential {
    extra = List.copyOf(extra);
  }

  /** How much time has passed since long-lived keys were registered. */
  public enum Age {
    /** Fewer than 75 days, or nothing that ages: temporary keys, and roles without keys. */
    FRESH,
    /** From 75 days on: time for other keys. */
    AGING,
    /** From 90 days on: overdue. */
    OLD
  }

  /** How old the keys are. */
  public Age age(Instant now) {
    Duration since = Duration.between(replacedAt, now);
    if (accessKeyId.isEmpty() || temporary || since.compareTo(AGING) < 0) {
      return Age.FRESH;
    }
    return since.compareTo(OLD) < 0 ? Age.AGING : Age.OLD;
  }

  /** Whether the keys have ended by what was said when they were registered. */
  public boolean expired(Instant now) {
    return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
  }

  /**
   * Further keys.
   *
   * @param prefixes they are for what begins with one of these, each {@code BUCKET/KEY…}
   * @param accessKeyId of the keys
   */
  public record Extra(List<String> prefixes, String accessKeyId) {
    /** Copies the list. */
    public Extra {
      prefixes = List.copyOf(prefixes);
    }
  }
}
