package io.windlass.catalog;

import java.util.Optional;
import java.util.Set;

/**
 * Which children to list, and how.
 *
 * @param types types wanted, at least one
 * @param sort what to sort by; equal values are told apart by id
 * @param direction which way
 * @param cursor where the page before ended; valid for the same sort and direction only
 * @param limit entries per page, 1 to 1,000
 * @param totals what to count over all pages
 */
public record ChildrenQuery(
    Set<EntryType> types,
    Sort sort,
    Direction direction,
    Optional<String> cursor,
    int limit,
    Set<Total> totals) {
  /** Most entries per page. */
  public static final int MAX_LIMIT = 1000;

  /** Everything by name, first page, nothing counted. */
  public static final ChildrenQuery BY_NAME =
      new ChildrenQuery(
          Set.of(EntryType.values()),
          Sort.NAME,
          Direction.ASCENDING,
          Optional.empty(),
          MAX_LIMIT,
          Set.of());

  /** Copies the sets. */
  public ChildrenQuery {
    types = Set.copyOf(types);
    totals = Set.copyOf(totals);
  }

  /** The same from another place. */
  public ChildrenQuery from(Optional<String> newCursor, int newLimit) {
    return new ChildrenQuery(types, sort, direction, newCursor, newLimit, totals);
  }

  /** What to sort by. Names are compared by their bytes in UTF-8, as S3 compares keys. */
  public enum Sort {
    NAME,
    CREATED_AT,
    MODIFIED_AT
  }

  /** Which way. */
  public enum Direction {
    ASCENDING,
    DESCENDING
  }

  /** What can be counted over all pages; each costs a look at every child. */
  public enum Total {
    /** How many children of the types there are that the caller may read. */
    COUNT,
    /** Bytes of the latest versions of the files among them. */
    SIZE
  }
}
