package io.windlass.transfer.move;

/** Which end of a transfer something concerns. */
public enum Side {
  /** Where it is read. */
  SOURCE,
  /** Where it is written or deleted. */
  DESTINATION
}
