package io.windlass.connection.policy;

import java.util.List;
import java.util.Optional;

/**
 * What to print a policy for. What is absent and needed is printed as a placeholder in angle
 * brackets.
 *
 * @param use what it is for
 * @param buckets one or more
 * @param prefix narrows the objects; empty for whole buckets
 * @param accountId the AWS account of Windlass' own identity, or of the key
 * @param principalArn who is granted: the user or role that Windlass signs as
 * @param externalId for trust
 * @param roleArn the role that temporary keys are vended from
 * @param kmsKeyArn the bucket's key
 * @param region of the bucket
 */
public record PolicyRequest(
    PolicyUse use,
    List<String> buckets,
    String prefix,
    Optional<String> accountId,
    Optional<String> principalArn,
    Optional<String> externalId,
    Optional<String> roleArn,
    Optional<String> kmsKeyArn,
    Optional<String> region) {
  /** Copies the list. */
  public PolicyRequest {
    buckets = List.copyOf(buckets);
  }

  /** For one bucket, everything else left open. */
  public static PolicyRequest of(PolicyUse use, String bucket, String prefix) {
    return new PolicyRequest(
        use,
        List.of(bucket),
        prefix,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
