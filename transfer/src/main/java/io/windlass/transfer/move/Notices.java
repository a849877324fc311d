package io.windlass.transfer.move;

/** Tells people of what a transfer does without, once each. Thread-safe. */
@FunctionalInterface
public interface Notices {
  /**
   * Something that the transfer has to do without.
   *
   * @param code of the event
   * @param description one sentence
   */
  void once(String code, String description);
}
