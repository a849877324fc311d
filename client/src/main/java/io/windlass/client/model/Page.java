package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param items in the order of the list, at most as many as asked for
 * @param nextCursor asks for the next page; absent on the last one
 */
public record Page<T>(List<T> items, Optional<String> nextCursor) {
  /** Copies the items; none is an empty list. */
  public Page {
    items = items == null ? List.of() : List.copyOf(items);
  }
}
