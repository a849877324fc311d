package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import java.util.Optional;

/** Deleting with a way back. Thread-safe; every method is one transaction. */
public final class Trash {
  Trash() {}

  /**
   * Puts an entry with all below it into the trash; needs DELETE. Its name is free at once, the
   * access lists in it are dropped. Nothing happens when it is there already or never was.
   */
  public void put(Caller caller, long id) {
    Unbuilt.<String>yet();
  }

  /**
   * Takes an entry back, by the one who put it there: to its parent, or to another one. FORBIDDEN
   * when the parent is in the trash; CONFLICT when the name is taken.
   */
  public Entry restore(Caller caller, long id, Optional<Long> newParentId) {
    return Unbuilt.yet();
  }

  /** What the caller put into the trash, latest first. */
  public Slice<TrashedEntry> list(Caller caller, Optional<String> cursor, int limit) {
    return Unbuilt.yet();
  }

  /** Forgets an entry of the trash and all below it for good. The objects stay in the store. */
  public void purge(Caller caller, long id) {
    Unbuilt.<String>yet();
  }
}
