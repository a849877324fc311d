package io.windlass.filesystem.imports;

/**
 * Hears how an import goes, on the thread that called it. What it throws ends the import; what is
 * in hand is finished first.
 */
public interface ImportListener {
  /** One that does not care. */
  ImportListener NONE =
      new ImportListener() {
        @Override
        public void trouble(String key, Trouble trouble) {}

        @Override
        public void checkpoint(String key, ImportCounts counts) {}
      };

  /**
   * An object was not taken over, or with a warning.
   *
   * @param key without the prefix of the link
   */
  void trouble(String key, Trouble trouble);

  /** What became of a key, in the order of keys; called for every key. */
  default void applied(String key, Applied applied) {}

  /**
   * Everything up to a key is done and on the disk; an import that begins behind it misses nothing.
   *
   * @param key whole key
   * @param counts of exactly the keys up to this one, since this call of the importer began
   */
  void checkpoint(String key, ImportCounts counts);
}
