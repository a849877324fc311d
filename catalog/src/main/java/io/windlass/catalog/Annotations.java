package io.windlass.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What people noted about an entry: keys with typed values. Immutable.
 *
 * @param entryId the entry
 * @param etag the entry's etag
 * @param values by key, at most 200; keys keep their order
 */
public record Annotations(long entryId, String etag, Map<String, Value> values) {
  /** Copies the map. */
  public Annotations {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Type of a value; the values themselves are texts. */
  public enum ValueType {
    STRING,
    /** A whole number of 64 bits. */
    LONG,
    DOUBLE,
    /** Milliseconds since 1970. */
    TIMESTAMP_MS,
    /** {@code true} or {@code false}. */
    BOOLEAN
  }

  /**
   * Values of one key.
   *
   * @param type of all of them
   * @param values at most 100 texts, each readable as the type
   */
  public record Value(ValueType type, List<String> values) {
    /** Copies the list. */
    public Value {
      values = List.copyOf(values);
    }
  }
}
