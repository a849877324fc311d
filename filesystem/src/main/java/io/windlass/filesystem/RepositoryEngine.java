package io.windlass.filesystem;

/** Does one kind of repository task for one link. */
interface RepositoryEngine {
  /**
   * Works on the step from the ledger's place on, and tells the ledger how far it is. May be ended
   * at any moment by an exception of the ledger, and be called again.
   *
   * @throws io.windlass.foundation.WindlassException when the whole task fails, or, of kind {@code
   *     UNAVAILABLE}, is to be tried again
   */
  void work(ServedFileSystem served, RepositoryTask task, RepositoryStep step, TaskLedger ledger);
}
