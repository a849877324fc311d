package io.windlass.objectstore;

/**
 * Objects in archives. Thread-safe; failures as in {@link ObjectStore}: {@link
 * StoreFailure.Unsupported} where the store has no archives.
 */
public interface ObjectArchive {
  /**
   * Asks for a readable copy of an archived object, {@code s3:RestoreObject}. Asking again while it
   * is under way is no failure, and of a restored one extends how long it stays.
   *
   * @param days how long the copy stays
   */
  Restore restore(ObjectId id, int days, Tier tier);

  /** How fast, and at what price. */
  enum Tier {
    /** Hours. */
    STANDARD,
    /** Half a day or more, cheapest. */
    BULK,
    /** Minutes, dearest; not from deep archives. */
    EXPEDITED
  }

  /** What became of the wish. */
  enum Restore {
    /** It has begun. */
    STARTED,
    /** It had begun before. */
    UNDER_WAY,
    /** The copy is there. */
    READABLE
  }
}
