package io.windlass.connection.location;

import java.util.Optional;

/**
 * A location to be made.
 *
 * @param kind managed or external
 * @param connectionId absent for managed ones: the managed default's
 * @param bucket absent for managed ones: the managed default's
 * @param baseKey as written: cleaned up, see {@link Locations#create}; absent for managed ones
 * @param sts whether temporary keys are vended for it
 * @param encryption {@code AES256} or {@code aws:kms}; absent: the bucket decides
 * @param kmsKeyId for {@code aws:kms}
 * @param storageClass for what is written; absent: the bucket decides
 * @param requesterPays consent to pay for requests
 * @param description for people
 * @param banner shown when somebody uploads
 * @param endpointUrl as the caller gave it; kept for surfaces that echo it
 */
public record NewLocation(
    Location.Kind kind,
    Optional<String> connectionId,
    Optional<String> bucket,
    Optional<String> baseKey,
    boolean sts,
    Optional<String> encryption,
    Optional<String> kmsKeyId,
    Optional<String> storageClass,
    boolean requesterPays,
    Optional<String> description,
    Optional<String> banner,
    Optional<String> endpointUrl) {

  /** A managed location. */
  public static NewLocation managed(boolean sts) {
    return new NewLocation(
        Location.Kind.MANAGED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        sts,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A bucket of the user's own. */
  public static NewLocation external(
      String connectionId, String bucket, String baseKey, boolean sts) {
    return new NewLocation(
        Location.Kind.EXTERNAL,
        Optional.of(connectionId),
        Optional.of(bucket),
        Optional.of(baseKey),
        sts,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same through the connection. */
  public NewLocation through(String connection) {
    return new NewLocation(
        kind,
        Optional.of(connection),
        bucket,
        baseKey,
        sts,
        encryption,
        kmsKeyId,
        storageClass,
        requesterPays,
        description,
        banner,
        endpointUrl);
  }
}
