package io.windlass.filesystem.exports;

import io.windlass.filesystem.tree.ReportCode;

/** What came of releasing the content of one file. */
public sealed interface Released {
  /** The content is in the bucket alone now. */
  record Done(long bytes) implements Released {}

  /** There was nothing to be released: released already, too young, or not a file. */
  record Skipped(String reason) implements Released {}

  /** It cannot be released. */
  record Failed(ReportCode code, String message) implements Released {}
}
