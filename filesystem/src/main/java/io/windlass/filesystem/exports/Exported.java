package io.windlass.filesystem.exports;

import io.windlass.filesystem.tree.ReportCode;

/** What came of bringing the object of one entry in step. */
public sealed interface Exported {
  /** The object has new content. */
  record Written(String key, String etag, long size) implements Exported {}

  /** The object has the same content and new metadata. */
  record Relabelled(String key) implements Exported {}

  /** The object was copied to its new key within the store. */
  record Renamed(String from, String to) implements Exported {}

  /** The object of an entry that is gone was deleted. */
  record Deleted(String key) implements Exported {}

  /** Nothing was to be done. */
  record InStep() implements Exported {}

  /** Something was to be done that is not asked for, or the entry has no object by its kind. */
  record Skipped(String reason) implements Exported {}

  /** The object changed too, and it won: whatever was here is kept aside. */
  record Overtaken(String key) implements Exported {}

  /** Somebody has the file open for writing, or it changed while it was read. */
  record Busy() implements Exported {}

  /**
   * It did not work.
   *
   * @param code as reports say it
   * @param message one sentence for a person
   * @param passing whether it may work later although nobody changes the entry
   */
  record Failed(ReportCode code, String message, boolean passing) implements Exported {}
}
