package io.windlass.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A page of children.
 *
 * @param entries the children that the caller may read
 * @param nextCursor where the next page begins; absent on the last
 * @param count over all pages, where asked for
 * @param size bytes over all pages, where asked for
 */
public record ChildrenPage(
    List<Entry> entries, Optional<String> nextCursor, Optional<Long> count, Optional<Long> size) {
  /** Copies the list. */
  public ChildrenPage {
    entries = List.copyOf(entries);
  }
}
