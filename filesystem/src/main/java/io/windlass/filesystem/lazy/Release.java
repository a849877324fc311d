package io.windlass.filesystem.lazy;

/** What came of releasing the content of a file. */
public enum Release {
  /** The file is a stub now. */
  RELEASED,
  /** Someone has it open or mapped. */
  BUSY,
  /** It is pinned, holds changes, has no object, or the caller's test said no. */
  CHANGED
}
