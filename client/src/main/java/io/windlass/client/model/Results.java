package io.windlass.client.model;

import java.util.List;

/**
 * What became of several things that were asked for at once. One that failed did not stop the
 * others.
 *
 * @param results in the order in which they were asked for
 */
public record Results<T>(List<Result<T>> results) {
  /** Copies the results. */
  public Results {
    results = Lists.copy(results);
  }
}
