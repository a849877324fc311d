package io.windlass.connection.policy;

import io.windlass.foundation.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a printed policy is for; {@link #word} is its name on every surface. */
public enum PolicyUse {
  /** Attached to the IAM user whose keys the connection holds. */
  LOCAL,
  /** The bucket policy by which another account grants that user its bucket. */
  CROSS_ACCOUNT,
  /** {@link #LOCAL} without anything that writes. */
  READ_ONLY,
  /** {@link #LOCAL} without deletion. */
  NO_DELETE,
  /** For reading what is new in a bucket, and nothing else. */
  SOURCE,
  /** For writing results, and nothing else. */
  DESTINATION,
  /** For vending temporary keys: the permissions of the vending role, or of a user with STS. */
  STS,
  /** The statement of a KMS key's policy. */
  KMS,
  /** Who may assume the connection's role. */
  TRUST;

  /** For example {@code cross-account}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The use of this name, or {@code unknown_policy_use}. */
  public static PolicyUse of(String word) {
    return Arrays.stream(values())
        .filter(use -> use.word().equals(word.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            Problem.of(
                    Problem.Kind.INVALID, "unknown_policy_use", "There is no policy for this use.")
                .withRemedy(
                    "Use one of "
                        + Arrays.stream(values())
                            .map(PolicyUse::word)
                            .collect(Collectors.joining(", "))
                        + ".")
                .toException());
  }
}
