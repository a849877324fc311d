package io.windlass.client;

import io.windlass.client.model.PartialProblem;
import io.windlass.client.model.ProblemDocument;
import io.windlass.client.model.StoredProblem;
import java.util.List;
import java.util.Optional;

/**
 * A request that did not succeed: what the server said, or that it could not be reached. Immutable.
 */
public final class WindlassApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The code of a failure to reach the server at all. */
  public static final String UNREACHABLE = "server_unreachable";

  private final int status;
  private final String code;
  private final transient Optional<String> remedy;
  private final transient Optional<String> requestId;
  private final transient List<PartialProblem> errors;

  /** A failure that this side found, without an answer of the server. */
  public WindlassApiException(
      String code, String message, Optional<String> remedy, Optional<Throwable> cause) {
    super(message, cause.orElse(null));
    this.status = 0;
    this.code = code;
    this.remedy = remedy;
    this.requestId = Optional.empty();
    this.errors = List.of();
  }

  /** A failure of one thing of several, as the server described it. */
  WindlassApiException(StoredProblem problem) {
    this(problem.code(), problem.message(), problem.remedy(), Optional.empty());
  }

  /** A failure that the server described. */
  WindlassApiException(int status, ProblemDocument problem) {
    super(
        problem
            .detail()
            .or(problem::title)
            .orElseGet(() -> "The server answered with status " + status + "."));
    this.status = status;
    this.code = problem.code().orElse("http_" + status);
    this.remedy = problem.remedy();
    this.requestId = problem.requestId();
    this.errors = problem.errors();
  }

  /** The HTTP status; 0 when no answer came. */
  public int status() {
    return status;
  }

  /** Stable word for programs, for example {@code bucket_not_found}. */
  public String code() {
    return code;
  }

  /** What to do next. */
  public Optional<String> remedy() {
    return remedy;
  }

  /** What is wrong with each thing, where the failure is about several. */
  public List<PartialProblem> errors() {
    return errors;
  }

  /** Names the request in the server's log. */
  public Optional<String> requestId() {
    return requestId;
  }
}
