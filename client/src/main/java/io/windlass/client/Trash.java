package io.windlass.client;

import io.windlass.client.model.Entry;
import io.windlass.client.model.Restore;
import io.windlass.client.model.TrashedEntry;
import java.util.Optional;
import java.util.stream.Stream;

/** Deleted entries. Thread-safe. */
public final class Trash {
  private final Http http;

  Trash(Http http) {
    this.http = http;
  }

  /** What the caller may restore. */
  public Stream<TrashedEntry> list() {
    return http.call("GET", "trash").asItems(TrashedEntry.class);
  }

  /**
   * Puts an entry back.
   *
   * @param parentId where to; absent is where it was
   */
  public Entry restore(long id, Optional<Long> parentId) {
    return http.call("POST", "trash", id, "restore").json(new Restore(parentId)).as(Entry.class);
  }

  /** Deletes an entry for good. */
  public void purge(long id) {
    http.call("DELETE", "trash", id).send();
  }
}
