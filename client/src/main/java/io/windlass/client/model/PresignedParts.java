package io.windlass.client.model;

import java.util.List;

/**
 * Where parts are sent.
 *
 * @param parts in the order asked for
 */
public record PresignedParts(List<PresignedPart> parts) {
  /** Copies the parts. */
  public PresignedParts {
    parts = parts == null ? List.of() : List.copyOf(parts);
  }
}
