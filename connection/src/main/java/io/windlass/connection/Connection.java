package io.windlass.connection;

import io.windlass.foundation.Problem;
import io.windlass.objectstore.StoreAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How to reach an S3 account: an address and one way to sign. Holds no secret.
 *
 * @param id {@code c_…}, for life
 * @param alias {@code c_1}, {@code c_2}, …: the order of creation within the project
 * @param projectGuid the owning project; the installation's own guid for connections that belong to
 *     no project
 * @param name unique within the project, 3 to 30 of {@code a-z 0-9 - _}
 * @param kind the way to sign
 * @param address where the store is, with what probing found out about it
 * @param accessKeyId of the connection's own keys, or of the keys that assume its role
 * @param roleArn the role, for {@link Kind#ROLE}
 * @param externalId sent with every assumption of the role: the project's guid
 * @param vendingRoleArn the role that temporary keys are vended from, where it is another one
 * @param vending how temporary keys come about
 * @param status what the last verification found
 * @param verifiedAt when that was
 * @param lastProblem the first thing that the last verification found wrong
 * @param roleDuration the longest session the role has granted so far; absent until it was asked
 * @param createdBy user id
 * @param createdAt when
 * @param secretsReplacedAt when the keys were last replaced
 */
public record Connection(
    String id,
    String alias,
    String projectGuid,
    String name,
    Kind kind,
    StoreAddress address,
    Optional<String> accessKeyId,
    Optional<String> roleArn,
    Optional<String> externalId,
    Optional<String> vendingRoleArn,
    Vending vending,
    Status status,
    Optional<Instant> verifiedAt,
    Optional<Problem> lastProblem,
    Optional<java.time.Duration> roleDuration,
    long createdBy,
    Instant createdAt,
    Optional<Instant> secretsReplacedAt) {

  /** The id of the built-in connection to the embedded store. */
  public static final String EMBEDDED = "c_embedded";

  /** A way to sign. */
  public enum Kind {
    /** Access key and secret, with or without a session token. */
    KEYS,
    /** A role, assumed with the connection's own keys or with what the machine has. */
    ROLE,
    /** What the machine itself has. */
    AMBIENT,
    /** No signature. */
    ANONYMOUS;

    /** The word on every surface. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where temporary keys come from. */
  public enum Vending {
    /** {@code sts:AssumeRole} with a session policy. */
    ASSUME_ROLE,
    /** {@code sts:GetFederationToken}, for the long-lived keys of a plain user. */
    FEDERATION_TOKEN,
    /** The embedded store, which takes keys of Windlass itself. */
    WINDLASS,
    /** Nowhere: the store has no token service, or the connection cannot ask it. */
    NONE;

    /** The word on every surface. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is known about a connection's permissions. */
  public enum Status {
    /** Nobody has asked yet, or the keys were replaced since. */
    UNVERIFIED,
    /** The last verification found all it looked for. */
    VALID,
    /** The last verification found something missing. */
    INVALID;

    /** The word on every surface. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
