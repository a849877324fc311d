package io.windlass.filesystem.exports;

/** Hears of each entry that an export task dealt with. Called from many threads at once. */
public interface ExportListener {
  /** Hears nothing. */
  ExportListener NONE = (_, _) -> {};

  /**
   * One entry is dealt with.
   *
   * @param path below the linked directory
   */
  void exported(String path, Exported exported);

  /** Throws when the work is to end; asked again and again, on the thread of the call. */
  default void check() {}
}
