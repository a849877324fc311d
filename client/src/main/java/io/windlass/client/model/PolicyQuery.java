package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * What a policy is wanted for: the query parameters of {@code GET /policies}. What is absent and
 * needed is printed as a placeholder in angle brackets.
 *
 * @param use {@code local}, {@code cross-account}, {@code read-only}, {@code no-delete}, {@code
 *     source}, {@code destination}, {@code sts}, {@code kms} or {@code trust}
 * @param bucket one or more; the parameter is repeated
 * @param prefix narrows the objects
 * @param accountId the AWS account of who signs
 * @param principalArn who is granted: the user or role that Windlass signs as
 * @param externalId for {@code trust}
 * @param roleArn the role that temporary keys are vended from
 * @param kmsKeyArn the key of the bucket
 * @param region of the bucket
 */
public record PolicyQuery(
    String use,
    List<String> bucket,
    Optional<String> prefix,
    Optional<String> accountId,
    Optional<String> principalArn,
    Optional<String> externalId,
    Optional<String> roleArn,
    Optional<String> kmsKeyArn,
    Optional<String> region) {
  /** Copies the buckets. */
  public PolicyQuery {
    bucket = bucket == null ? List.of() : List.copyOf(bucket);
  }
}
