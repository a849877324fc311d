package io.windlass.client.model;

import java.util.List;

/**
 * The parts that are about to be sent.
 *
 * @param parts each with the digest of the bytes that will come, where it is known
 */
public record PartsRequest(List<PartDigest> parts) {
  /** Copies the parts. */
  public PartsRequest {
    parts = parts == null ? List.of() : List.copyOf(parts);
  }
}
