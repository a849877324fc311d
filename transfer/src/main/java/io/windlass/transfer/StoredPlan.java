package io.windlass.transfer;

import io.windlass.database.task.TaskRun;
import io.windlass.transfer.Events.NewEvent;
import io.windlass.transfer.Standings.Planned;
import io.windlass.transfer.Standings.Standing;
import io.windlass.transfer.TransferredFile.Outcome;
import io.windlass.transfer.batch.Batches.NewBatch;
import io.windlass.transfer.batch.Batches.Phase;
import io.windlass.transfer.batch.Report;
import io.windlass.transfer.batch.Tally;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.move.Fault;
import io.windlass.transfer.move.Fault.Nature;
import io.windlass.transfer.plan.Cut;
import io.windlass.transfer.plan.PlanInterrupted;
import io.windlass.transfer.plan.PlanSink;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Writes pieces of a plan, each with the planner's place in it, and holds the planner back when the
 * workers are behind.
 */
final class StoredPlan implements PlanSink {
  private static final int ERRORS_TOLD = 10;

  /** Others want to plan too; to find the place again costs a planner little beside this. */
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Engine engine;
  private final TaskRun run;
  private final UUID transfer;
  private final boolean copies;
  private final Optional<String> node;
  private final Map<String, Integer> told = new HashMap<>();
  private final long begun = System.nanoTime();

  StoredPlan(
      Engine engine,
      TaskRun run,
      UUID transfer,
      Optional<Collection> source,
      boolean copies,
      Collection destination) {
    this.engine = engine;
    this.run = run;
    this.transfer = transfer;
    this.copies = copies;
    this.node = destination.nodeId().or(() -> source.flatMap(Collection::nodeId));
  }

  @Override
  public void store(Cut cut) throws PlanInterrupted {
    engine
        .rows()
        .jdbi()
        .useTransaction(handle -> {
          for (Cut.Part part : cut.batches()) {
            boolean held = copies ? part.phase() != Phase.COPY : part.phase() == Phase.REMOVE;
            engine
                .batches()
                .insert(
                    handle,
                    new NewBatch(transfer, part.number(), part.phase(), node, held, part.batch()));
          }
          Report report = new Report(cut.lines());
          if (!cut.lines().isEmpty()) {
            long number = cut.position().nextBatch() - cut.batches().size() - 1;
            engine.batches().insertReport(handle, transfer, number, report);
          }
          engine.costs().add(handle, transfer, cut.costs());
          engine.standings().planned(handle, transfer, planned(cut));
          if (cut.position().walked()) {
            engine.standings().walked(handle, transfer);
          }
          run.save(handle, TransferWork.write(cut.position()), "{}");
        });
    engine.planned().raise();
    waitForRoom(cut.position().walked());
  }

  private static Planned planned(Cut cut) {
    Cut.Found found = cut.found();
    long entries = 0;
    for (Cut.Part part : cut.batches()) {
      entries += part.batch().entries().size();
    }
    long told = cut.lines().stream().filter(line -> line.outcome() != Outcome.SKIPPED).count();
    long subtasks = entries + told + found.skipped() + found.items();
    Tally lines = Tally.of(cut.lines(), found.skipped(), 0, 0);
    Tally tally =
        new Tally(
            lines.transferred(),
            lines.skipped(),
            lines.deleted(),
            lines.bytes(),
            0,
            lines.succeeded() + found.items(),
            lines.failed(),
            lines.skippedErrors(),
            0);
    return new Planned(
        found.files(),
        found.directories(),
        found.symlinks(),
        found.bytes(),
        found.skipped(),
        subtasks,
        tally);
  }

  private void waitForRoom(boolean walked) throws PlanInterrupted {
    try {
      while (true) {
        long seen = engine.done().count();
        Standing standing = engine.standings().standing(transfer).orElseThrow(PlanInterrupted::new);
        if (standing.stopping().isPresent()
            || standing.late()
            || standing.state() != TransferState.ACTIVE) {
          throw new PlanInterrupted();
        }
        int ahead = engine.settings().size().batchesAhead();
        if (walked || engine.batches().backlog(transfer).waiting() < ahead) {
          return;
        }
        if (System.nanoTime() - begun > LONGEST_NANOS) {
          throw new PlanInterrupted();
        }
        run.check();
        engine.done().await(seen, engine.settings().pace().polling());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new PlanInterrupted();
    }
  }

  @Override
  public void confirm(Fault fault) throws PlanInterrupted {
    boolean certain =
        fault.nature() == Nature.PERMANENT
            && engine
                    .standings()
                    .standing(transfer)
                    .orElseThrow(PlanInterrupted::new)
                    .plannerFaults()
                >= engine.settings().retries().confirmations() - 1;
    if (!certain) {
      throw fault.problem().toException();
    }
  }

  @Override
  public void once(String code, String description) {
    engine.events().add(transfer, NewEvent.once(code, description));
  }

  @Override
  public void error(String code, String description) {
    if (told.merge(code, 1, Integer::sum) <= ERRORS_TOLD) {
      engine.events().add(transfer, NewEvent.error(code, description, Optional.empty()));
    }
  }
}
