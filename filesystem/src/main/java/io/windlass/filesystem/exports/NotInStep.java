package io.windlass.filesystem.exports;

/** The object is not what the entry last agreed with: the bucket's side is to be taken over. */
final class NotInStep extends Exception {
  private static final long serialVersionUID = 1L;

  private final String key;

  /** For a key without the prefix of the link. */
  NotInStep(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }
}
