package io.windlass.catalog;

import java.util.List;
import java.util.Optional;

/**
 * Some items of a longer list.
 *
 * @param items in the list's order
 * @param nextCursor where the next slice begins; absent on the last
 */
public record Slice<T>(List<T> items, Optional<String> nextCursor) {
  /** Copies the list. */
  public Slice {
    items = List.copyOf(items);
  }
}
