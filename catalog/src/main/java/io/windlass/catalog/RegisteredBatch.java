package io.windlass.catalog;

import java.util.List;

/**
 * What became of a batch of objects.
 *
 * @param registered files made
 * @param skipped files that were there already and point at the same object with the same size and
 *     ETag
 * @param refused the others, each with its reason
 */
public record RegisteredBatch(long registered, long skipped, List<Refusal> refused) {
  /** Copies the list. */
  public RegisteredBatch {
    refused = List.copyOf(refused);
  }

  /**
   * An object that did not become a file.
   *
   * @param key of the object
   * @param code stable, for example {@code name_taken}
   * @param message one sentence
   */
  public record Refusal(String key, String code, String message) {}
}
