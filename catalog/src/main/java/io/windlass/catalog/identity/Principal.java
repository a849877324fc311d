package io.windlass.catalog.identity;

/**
 * Whoever can stand in an access list. Immutable.
 *
 * @param id unique
 * @param kind what it is
 * @param name unique, whatever the case
 */
public record Principal(long id, Kind kind, String name) {
  /** What a principal is. */
  public enum Kind {
    USER,
    GROUP,
    /** Known to every installation, for example everybody. */
    BUILT_IN
  }
}
