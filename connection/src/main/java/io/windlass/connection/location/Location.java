package io.windlass.connection.location;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A bucket and a prefix reached by a connection. Immutable: never changed, never deleted.
 *
 * @param id a number; 1 is the managed default
 * @param kind managed or external
 * @param connectionId the connection
 * @param bucket the bucket
 * @param baseKey without slashes at its ends; empty for the whole bucket
 * @param sts whether temporary keys are vended for it
 * @param encryption {@code AES256} or {@code aws:kms}; absent: the bucket decides
 * @param kmsKeyId for {@code aws:kms}
 * @param storageClass for what is written; absent: the bucket decides
 * @param requesterPays consent to pay for requests
 * @param ownerId user id of whoever made it
 * @param description for people
 * @param banner shown when somebody uploads
 * @param endpointUrl as the caller gave it
 * @param etag for surfaces that show one
 * @param createdAt when
 */
public record Location(
    long id,
    Kind kind,
    String connectionId,
    String bucket,
    String baseKey,
    boolean sts,
    Optional<String> encryption,
    Optional<String> kmsKeyId,
    Optional<String> storageClass,
    boolean requesterPays,
    long ownerId,
    Optional<String> description,
    Optional<String> banner,
    Optional<String> endpointUrl,
    String etag,
    Instant createdAt) {

  /** The id of the managed default. */
  public static final long MANAGED_DEFAULT = 1;

  /** What keys of this location begin with: empty, or the base key and a slash. */
  public String prefix() {
    return baseKey.isEmpty() ? "" : baseKey + "/";
  }

  /** Whether the key belongs to this location. */
  public boolean holds(String key) {
    return key.startsWith(prefix()) && key.length() > prefix().length();
  }

  /** Whose storage it is. */
  public enum Kind {
    /** The installation's: the embedded store or a bucket of the operator. */
    MANAGED,
    /** Somebody's own bucket. */
    EXTERNAL;

    /** The word on every surface. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
