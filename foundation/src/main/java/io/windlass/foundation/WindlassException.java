package io.windlass.foundation;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The one exception of Windlass: every failure that a caller is to hear of is one, and carries a
 * {@link Problem}.
 */
public class WindlassException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** An exception for the problem. */
  public WindlassException(Problem problem) {
    super(problem.code() + ": " + problem.message());
    this.problem = requireNonNull(problem, "problem");
  }

  /** An exception for the problem; the cause is for the log only. */
  public WindlassException(Problem problem, Throwable cause) {
    super(problem.code() + ": " + problem.message(), cause);
    this.problem = requireNonNull(problem, "problem");
  }

  /** What went wrong. */
  public final Problem problem() {
    return problem;
  }

  /** What went wrong with each thing that the problem is about; empty where it is about one. */
  public List<PartialProblem> parts() {
    return List.of();
  }
}
