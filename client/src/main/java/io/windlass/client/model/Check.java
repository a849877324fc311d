package io.windlass.client.model;

import java.util.Optional;

/**
 * One thing that was tried for real.
 *
 * @param check what was tried, for example {@code put}
 * @param outcome {@code allowed}, {@code denied}, {@code failed}, {@code warning} or {@code
 *     skipped}
 * @param storeError the store's own code, where it refused
 * @param action the permission it takes, for example {@code s3:ListBucket}
 * @param resource the ARN that the permission is needed on
 * @param statement the policy statement to add, as JSON
 * @param problem what is wrong and what to do, where it did not work
 * @param detail what was found, for example the region of the bucket
 */
public record Check(
    String check,
    String outcome,
    Optional<String> storeError,
    Optional<String> action,
    Optional<String> resource,
    Optional<String> statement,
    Optional<StoredProblem> problem,
    Optional<String> detail) {}
