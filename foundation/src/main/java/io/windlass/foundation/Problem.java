package io.windlass.foundation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What went wrong, for a program and for a person: a kind, a stable code, one plain sentence and,
 * where there is one, the remedy.
 *
 * <p>Immutable. Neither text may hold a secret; both may be shown to the caller.
 *
 * @param kind what the caller can do about it
 * @param code stable, lower case, words joined by {@code _}, for example {@code bucket_not_found};
 *     programs match on it
 * @param message one sentence that ends in a full stop
 * @param remedy what to do next, one or more sentences
 */
public record Problem(Kind kind, String code, String message, Optional<String> remedy) {

  /** Whose move it is. Surfaces map each kind to their own status. */
  public enum Kind {
    /** The request can never succeed as it is. */
    INVALID,
    /** No valid credentials came with the request. */
    UNAUTHENTICATED,
    /** The caller is known and may not do this. */
    FORBIDDEN,
    /** The thing does not exist, or the caller may not know that it does. */
    NOT_FOUND,
    /** The present state forbids it, for example a name that is taken. */
    CONFLICT,
    /** An etag or another precondition of the request does not hold. */
    PRECONDITION_FAILED,
    /** The request is larger than allowed. */
    TOO_LARGE,
    /**
     * An S3 store or another service refused or failed. Permanent until somebody changes something
     * there.
     */
    STORE_REFUSED,
    /** Passing: the same request may succeed later. */
    UNAVAILABLE,
    /** A fault of Windlass. */
    INTERNAL
  }

  /** Checks that nothing is missing. */
  public Problem {
    requireNonNull(kind, "kind");
    requireNonNull(code, "code");
    requireNonNull(message, "message");
    requireNonNull(remedy, "remedy");
  }

  /** A problem without a remedy. */
  public static Problem of(Kind kind, String code, String message) {
    return new Problem(kind, code, message, Optional.empty());
  }

  /** This problem with the given remedy. */
  public Problem withRemedy(String text) {
    return new Problem(kind, code, message, Optional.of(text));
  }

  /** An exception that carries this problem. */
  public WindlassException toException() {
    return new WindlassException(this);
  }

  /**
   * An exception that carries this problem and its cause, which is logged and never shown to the
   * caller.
   */
  public WindlassException toException(Throwable cause) {
    return new WindlassException(this, cause);
  }
}
