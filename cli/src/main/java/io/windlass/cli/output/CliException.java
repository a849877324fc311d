package io.windlass.cli.output;

/** A failure that the command line itself found. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String remedy;

  /**
   * A failure.
   *
   * @param code stable word for programs
   * @param message one sentence
   * @param remedy what to do next
   */
  public CliException(String code, String message, String remedy) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }

  /** Stable word for programs. */
  public String code() {
    return code;
  }

  /** What to do next. */
  public String remedy() {
    return remedy;
  }
}
