package io.windlass.transfer.plan;

import io.windlass.foundation.Problem;
import io.windlass.transfer.NewTransfer;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.batch.Base;
import io.windlass.transfer.batch.Batches.Phase;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.batch.Entry.Action;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.move.Estimate;
import io.windlass.transfer.move.Fault;
import io.windlass.transfer.move.Mover.Ends;
import io.windlass.transfer.move.Side;
import java.util.List;
import java.util.Optional;

/**
 * Plans what comes from addresses on the web, given without their queries: each is one file. Not
 * thread-safe.
 */
public final class AddressPlanner {
  private final Storage destination;
  private final NewTransfer transfer;
  private final PlanBuilder plan;
  private Position position;

  /** A planner from where an earlier attempt was. */
  public AddressPlanner(
      Storage destination, NewTransfer transfer, Size size, PlanSink sink, Position from) {
    this.destination = destination;
    this.transfer = transfer;
    Optional<Estimate> estimate =
        transfer.dryRun()
            ? Optional.of(
                new Estimate(new Ends(Optional.empty(), destination), transfer.options(), size))
            : Optional.empty();
    this.plan =
        new PlanBuilder(
            sink, size, estimate, transfer.options().skipSourceErrors(), from.nextBatch());
    this.position = from;
  }

  /** Goes on to the end, unless the sink interrupts. */
  public Position run() throws PlanInterrupted {
    List<TransferItem> items = transfer.items();
    while (position.item() < items.size()) {
      TransferItem item = items.get(position.item());
      Base base = Base.ofAddress(item, position.item());
      Optional<Problem> unsuitable = destination.unsuitable(item.destination());
      plan.file(0);
      if (unsuitable.isPresent()) {
        plan.giveUp(base, "", Fault.ofProblem(unsuitable.get(), Side.DESTINATION));
      } else {
        plan.add(Phase.COPY, base, Entry.of(0, "", Action.SEND, Entry.UNKNOWN));
      }
      plan.item();
      position = plan.cutIfDue(position.nextItem(false));
    }
    return plan.cut(position.end());
  }
}
