package io.windlass.catalog.content;

import java.util.Optional;

/**
 * Whether a part counts as there.
 *
 * @param failure why not, one sentence; absent when it does
 */
public record AddedPart(String uploadId, int number, Optional<String> failure) {
  /** Whether the part is there and verified. */
  public boolean added() {
    return failure.isEmpty();
  }
}
