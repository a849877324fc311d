package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import java.util.Optional;

/** Objects in stores that the catalog knows. Thread-safe; every method is one transaction. */
public final class StoredFiles {
  StoredFiles() {}

  /**
   * Makes an object known. It must lie in the location's bucket, strictly below its base key, and
   * be no {@code owner.txt}. One that Windlass did not write needs an external location of the
   * caller's own.
   */
  public StoredFile register(Caller caller, NewStoredFile file) {
    return Unbuilt.yet();
  }

  /** A stored file, whoever made it. Checks no permission. */
  public Optional<StoredFile> find(long id) {
    return Unbuilt.yet();
  }

  /** A stored file of the caller's own: NOT_FOUND, or FORBIDDEN when somebody else made it. */
  public StoredFile getOwn(Caller caller, long id) {
    return Unbuilt.yet();
  }

  /**
   * Forgets a stored file of the caller's own; CONFLICT while a version points at it.
   *
   * @return whether the object itself may be deleted: Windlass wrote it and no other stored file
   *     names it
   */
  public boolean delete(Caller caller, long id) {
    return Unbuilt.yet();
  }
}
