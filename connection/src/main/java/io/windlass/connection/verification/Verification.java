package io.windlass.connection.verification;

import io.windlass.foundation.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a connection was found to be able to do, in the order it was tried.
 *
 * @param checks one for each permission; those behind a fatal one are skipped
 * @param firstProblem the first check that failed, as the connection's problem
 * @param findings what was learned about the store on the way
 * @param at when
 */
public record Verification(
    List<Check> checks, Optional<Problem> firstProblem, Findings findings, Instant at) {
  /** Copies the list. */
  public Verification {
    checks = List.copyOf(checks);
  }

  /** Whether nothing failed; warnings do not count. */
  public boolean valid() {
    return firstProblem.isEmpty();
  }

  /** The check of this name. */
  public Optional<Check> check(String name) {
    return checks.stream().filter(check -> check.check().equals(name)).findFirst();
  }

  /**
   * Capabilities of the store and the role.
   *
   * @param roleDuration the longest session that the role granted
   * @param vends whether temporary keys were made and work; absent when it was not tried or could
   *     not be found out
   */
  public record Findings(Optional<Duration> roleDuration, Optional<Boolean> vends) {}

  /** How a check came out. */
  public enum Outcome {
    /** It worked. */
    ALLOWED,
    /** The store refused it. */
    DENIED,
    /** It could not be found out, for a reason other than permission. */
    FAILED,
    /** Not as it should be, and nothing stops working. */
    WARNING,
    /** Not tried, and {@link Check#detail} says why. */
    SKIPPED;

    /** The word on every surface. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One permission.
   *
   * @param check name, for example {@code put}
   * @param outcome how it came out
   * @param storeError the store's own code, where it refused
   * @param action the IAM action, for example {@code s3:PutObject}
   * @param resource the ARN that the action is needed on
   * @param statement the policy statement to add, as JSON
   * @param problem stable code, sentence and remedy, where it did not work
   * @param detail what was found, for example the bucket's region
   */
  public record Check(
      String check,
      Outcome outcome,
      Optional<String> storeError,
      Optional<String> action,
      Optional<String> resource,
      Optional<String> statement,
      Optional<Problem> problem,
      Optional<String> detail) {}
}
