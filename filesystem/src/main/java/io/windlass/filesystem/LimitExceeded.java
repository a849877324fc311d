package io.windlass.filesystem;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;

/** One more would be too many for the installation; code {@code limit_exceeded}. */
public final class LimitExceeded extends WindlassException {
  private static final long serialVersionUID = 1L;

  /** What there may only be so many of. */
  public enum Limit {
    FILE_SYSTEM_COUNT
  }

  private final Limit limit;

  LimitExceeded(Limit limit, int most) {
    super(
        Problem.of(
                Kind.CONFLICT,
                "limit_exceeded",
                "There may be at most " + most + " file systems on this installation.")
            .withRemedy("Delete one that is not needed, or raise the limit."));
    this.limit = limit;
  }

  /** Which limit. */
  public Limit limit() {
    return limit;
  }
}
