package io.windlass.filesystem.lazy;

import static java.util.Objects.requireNonNull;

/** Content could not be had. The message says why, for a person; it holds no secrets. */
public final class ContentException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why content could not be had. */
  public enum Reason {
    /** The object is another one now. */
    CHANGED,
    /** There is no object any more. */
    GONE,
    /** The store refuses. */
    DENIED,
    /** The store does not answer, or answers with errors. */
    UNREACHABLE,
    /** The object has to be restored from an archive first. */
    ARCHIVED,
    /** The file system is full. */
    NO_SPACE,
    /** It took longer than allowed. */
    TIMEOUT
  }

  private final Reason reason;

  /** With a cause. */
  public ContentException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = requireNonNull(reason, "reason");
  }

  /** Without one. */
  public ContentException(Reason reason, String message) {
    super(message);
    this.reason = requireNonNull(reason, "reason");
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
