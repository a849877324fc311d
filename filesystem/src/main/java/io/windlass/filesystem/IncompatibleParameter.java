package io.windlass.filesystem;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;

/**
 * A {@link ClientToken} came with other parameters than before; code {@code
 * incompatible_parameter}.
 */
public final class IncompatibleParameter extends WindlassException {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  IncompatibleParameter(String parameter) {
    super(
        Problem.of(
                Kind.CONFLICT,
                "incompatible_parameter",
                "The token was used before with another " + parameter + ".")
            .withRemedy("Take a new token for each request, and the same one only to repeat it."));
    this.parameter = parameter;
  }

  /** The first parameter that differs, in lower camel case, for example {@code fileSystemPath}. */
  public String parameter() {
    return parameter;
  }
}
