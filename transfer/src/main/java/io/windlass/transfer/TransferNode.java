package io.windlass.transfer;

import io.windlass.database.task.RecurringWork;
import io.windlass.database.task.TaskHandler;
import java.time.Duration;
import java.util.List;

/** The transfers of one node: what it offers, and what it works on. Thread-safe. */
public final class TransferNode implements AutoCloseable {
  private static final Duration OVERDUE = Duration.ofMinutes(1);

  private final Engine engine;
  private final Transfers transfers;
  private final BatchWorkers workers;

  /** The transfers of the database; {@link #start} begins to work on them. */
  public TransferNode(TransferSetup setup) {
    this.engine = Engine.of(setup);
    this.transfers = new StoredTransfers(engine);
    this.workers = new BatchWorkers(engine);
  }

  /** Transfers and deletions of all nodes. */
  public Transfers transfers() {
    return transfers;
  }

  /** For {@link io.windlass.database.task.Tasks#start}, with the node id of the setup. */
  public List<TaskHandler> handlers() {
    return List.of(new TransferWork(engine), new Webhooks(engine));
  }

  /** For {@link io.windlass.database.task.Tasks#start}. */
  public List<RecurringWork> recurring() {
    return List.of(
        new RecurringWork(
            "sweep_transfer_uploads",
            engine.settings().pace().sweep(),
            new UploadSweep(engine)::run),
        new RecurringWork("end_transfers", OVERDUE, new Ending(engine)::overdue),
        new RecurringWork(
            "forget_transfer_reports",
            engine.settings().pace().sweep(),
            () -> engine.rows().forgetDetails(engine.settings().limits().kept())));
  }

  /** Begins to work on batches. Once only. */
  public void start() {
    workers.start();
  }

  /** Stops: what was not done is taken up again here or elsewhere. To be closed after the tasks. */
  @Override
  public void close() {
    workers.close();
    engine.machinery().close();
  }
}
