package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import java.util.Optional;

/** Versions of files. Thread-safe; every method is one transaction. */
public final class Versions {
  Versions() {}

  /** The file with one of its versions; needs READ. */
  public Entry get(Caller caller, long id, long number) {
    return Unbuilt.yet();
  }

  /** The versions, newest first; needs READ. */
  public Slice<FileVersion> list(Caller caller, long id, Optional<String> cursor, int limit) {
    return Unbuilt.yet();
  }

  /** Deletes a version, never the last one; needs DELETE. */
  public Entry delete(Caller caller, long id, long number) {
    return Unbuilt.yet();
  }

  /**
   * Lets a version point at another copy of the same content. The new file must be the caller's
   * (FORBIDDEN), the version must point at {@code oldFileId} and the MD5 of both must be equal
   * (PRECONDITION_FAILED), and the new file must fit the location (INVALID).
   */
  public Entry swapFile(Caller caller, long id, long number, long oldFileId, long newFileId) {
    return Unbuilt.yet();
  }
}
