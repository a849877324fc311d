package io.windlass.objectstore;

import java.time.Duration;
import java.util.Optional;

/**
 * Why an operation on a store did not succeed; the caller's next move is the type, not the text.
 */
public sealed interface StoreFailure {
  /**
   * The store's own error code, for example {@code AccessDenied}; HTTP status in words where it
   * gave none.
   */
  String storeCode();

  /** The bucket does not exist. */
  record NoSuchBucket(String storeCode, String bucket) implements StoreFailure {}

  /** The object, version or upload does not exist. */
  record NoSuchObject(String storeCode, ObjectId id) implements StoreFailure {}

  /**
   * The keys are fine and may not do this. {@code action} is the IAM action, for example {@code
   * s3:PutObject}.
   */
  record Denied(String storeCode, String action, String resource) implements StoreFailure {}

  /** The store does not know the access key, or the secret does not fit it. */
  record BadKeys(String storeCode) implements StoreFailure {}

  /** The session token or the keys have run out. */
  record ExpiredKeys(String storeCode) implements StoreFailure {}

  /** The clocks are too far apart; {@code skew} where the store told its time. */
  record ClockSkew(String storeCode, Optional<Duration> skew) implements StoreFailure {}

  /** The KMS key is missing, disabled, or may not be used. */
  record KeyDenied(String storeCode) implements StoreFailure {}

  /** The bucket lives in another region. */
  record WrongRegion(String storeCode, Optional<String> region) implements StoreFailure {}

  /** An If-Match or If-None-Match did not hold. */
  record PreconditionFailed(String storeCode) implements StoreFailure {}

  /** The store does not offer this operation. */
  record Unsupported(String storeCode) implements StoreFailure {}

  /** Passing, and still so after all retries: throttled, 5xx, connection broken, not reachable. */
  record Unreachable(String storeCode) implements StoreFailure {}

  /** Anything else: the store calls the request wrong. */
  record Refused(String storeCode, int status) implements StoreFailure {}
}
