package io.windlass.store;

/** What an answered write survives. */
public enum Durability {
  /** The end of the process at any moment, {@code kill -9} included. */
  PROCESS_DEATH,
  /** Also a power failure: every file is forced to the disk before the answer. */
  POWER_LOSS
}
