package io.windlass.transfer.plan;

/** Ends a planner for now; somebody knows why. */
public final class PlanInterrupted extends Exception {
  private static final long serialVersionUID = 1L;

  /** A planner is to end. */
  public PlanInterrupted() {
    super("the planner is to end here", null, false, false);
  }
}
