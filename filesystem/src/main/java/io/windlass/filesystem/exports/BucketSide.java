package io.windlass.filesystem.exports;

/** What exports ask of imports. Thread-safe. */
@FunctionalInterface
public interface BucketSide {
  /**
   * The object of a key is not what the entry last agreed with: takes the object over, or its
   * absence, whatever the policies of the link; what changed locally is moved aside. Called without
   * the lock of the entry.
   *
   * @param key a whole key, of a file or of the marker of a directory
   */
  void takeOver(String key);
}
