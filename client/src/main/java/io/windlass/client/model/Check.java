package io.windlass.client.model;

import java.util.Optional;

/**
 * One thing that was tried for real.
 *
 * @param check what was tried, in a few words
 * @param outcome {@code allowed}, {@code denied}, {@code warning} or {@code skipped}
 * @param storeError what the store answered
 * @param action the permission it takes, for example {@code s3:ListBucket}
 * @param statement the policy statement to add, as JSON
 * @param detail what it means and what to do
 */
public record Check(
    String check,
    String outcome,
    Optional<String> storeError,
    Optional<String> action,
    Optional<String> statement,
    Optional<String> detail) {}
