package io.windlass.foundation;

import java.util.List;
import java.util.Optional;

/**
 * Which part of a list is wanted.
 *
 * @param cursor from the page before; absent for the first page
 * @param limit 1 to 1,000 items
 */
public record Page(Optional<String> cursor, int limit) {
  /** The most items of a page. */
  public static final int MOST = 1000;

  /** Refuses limits out of range. */
  public Page {
    if (limit < 1 || limit > MOST) {
      throw Problem.of(
              Problem.Kind.INVALID, "invalid_limit", "The limit must be from 1 to " + MOST + ".")
          .toException();
    }
  }

  /** The first page, as large as may be. */
  public static Page first() {
    return new Page(Optional.empty(), MOST);
  }

  /**
   * One page of a list.
   *
   * @param items in the list's order
   * @param nextCursor where the next page begins; absent at the end
   */
  public record Of<T>(List<T> items, Optional<String> nextCursor) {
    /** Copies the list. */
    public Of {
      items = List.copyOf(items);
    }
  }
}
