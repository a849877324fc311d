package io.windlass.catalog;

import io.windlass.foundation.Page;
import java.util.Set;

/**
 * Which children to list, and how.
 *
 * @param types types wanted, at least one
 * @param sort what to sort by; equal values are told apart by id
 * @param direction which way
 * @param page which part; a cursor is valid for the same sort and direction only
 * @param totals what to count over all pages
 */
public record ChildrenQuery(
    Set<EntryType> types, Sort sort, Direction direction, Page page, Set<Total> totals) {
  /** Everything by name, first page, nothing counted. */
  public static final ChildrenQuery BY_NAME =
      new ChildrenQuery(
          Set.of(EntryType.values()), Sort.NAME, Direction.ASCENDING, Page.first(), Set.of());

  /** Copies the sets. */
  public ChildrenQuery {
    types = Set.copyOf(types);
    totals = Set.copyOf(totals);
  }

  /** Another page of the same. */
  public ChildrenQuery at(Page other) {
    return new ChildrenQuery(types, sort, direction, other, totals);
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
