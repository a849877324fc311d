package io.windlass.objectstore;

import static java.util.Objects.requireNonNull;

import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;

/** A store refused or failed; {@link #failure} says how. */
public final class StoreException extends WindlassException {
  private static final long serialVersionUID = 1L;

  private final transient StoreFailure failure;

  /** An exception for the failure, with the problem that people are to see. */
  public StoreException(StoreFailure failure, Problem problem, Throwable cause) {
    super(problem, cause);
    this.failure = requireNonNull(failure, "failure");
  }

  /** What the caller can act on. */
  public StoreFailure failure() {
    return failure;
  }
}
