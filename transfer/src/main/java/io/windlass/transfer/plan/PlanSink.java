package io.windlass.transfer.plan;

import io.windlass.transfer.move.Fault;

/** Where plans go. */
public interface PlanSink {
  /**
   * Stores a piece, and waits until there is room for more.
   *
   * @throws PlanInterrupted when the planner is to end here; the piece is stored
   */
  void store(Cut cut) throws PlanInterrupted;

  /**
   * Asks whether an item can be given up because of a fault: returns when it was met often enough.
   *
   * @throws PlanInterrupted when it is to be tried again later
   */
  void confirm(Fault fault) throws PlanInterrupted;

  /** Tells people something, once in the life of a transfer. */
  void once(String code, String description);

  /** Tells people of an error. */
  void error(String code, String description);
}
