package io.windlass.client.model;

import java.util.List;

/**
 * What a connection may do.
 *
 * @param status {@code valid}, or {@code invalid} when anything needed is denied
 * @param checks in the order they were made
 */
public record Verification(String status, List<Check> checks) {
  /** Copies the checks. */
  public Verification {
    checks = checks == null ? List.of() : List.copyOf(checks);
  }
}
