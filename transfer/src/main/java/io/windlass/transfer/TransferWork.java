package io.windlass.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.database.task.Outcome;
import io.windlass.database.task.TaskHandler;
import io.windlass.database.task.TaskRun;
import io.windlass.database.task.TaskStopped;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.Events.NewEvent;
import io.windlass.transfer.Standings.Standing;
import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.batch.Batches.Phase;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.move.Fault;
import io.windlass.transfer.move.Fault.Nature;
import io.windlass.transfer.move.Side;
import io.windlass.transfer.plan.AddressPlanner;
import io.windlass.transfer.plan.DeletionPlanner;
import io.windlass.transfer.plan.PlanInterrupted;
import io.windlass.transfer.plan.Planner;
import io.windlass.transfer.plan.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads one transfer from its begin to its end: waits for its turn, plans, lets the phases follow
 * one another, and ends it. The batches are done by the workers of all nodes.
 */
final class TransferWork implements TaskHandler {
  static final String KIND = "transfer";

  private static final Logger log = LoggerFactory.getLogger(TransferWork.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TURN = Duration.ofSeconds(1);
  private static final int MOST_FAULTS = 5;

  /** A task gives its place to others that want it, but not before it has looked so often. */
  private static final int FEWEST_LOOKS = 2;

  private static final int PROGRESS_LOOKS = 20;

  /** Work of other kinds is to find a place among a node's tasks too. */
  private static final int MOST_LEADING = 10;

  private final Engine engine;
  private final Ending ending;
  private final Semaphore leading = new Semaphore(MOST_LEADING);

  TransferWork(Engine engine) {
    this.engine = engine;
    this.ending = new Ending(engine);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome run(TaskRun run) {
    if (!leading.tryAcquire()) {
      return Outcome.later(TURN);
    }
    try {
      return lead(run);
    } finally {
      leading.release();
    }
  }

  private Outcome lead(TaskRun run) {
    UUID id = UUID.fromString(run.task().subject().orElseThrow());
    try {
      return lead(run, id);
    } catch (TaskStopped e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(Kind.UNAVAILABLE, "interrupted", "This node stops.").toException(e);
    } catch (WindlassException e) {
      return failed(id, Fault.of(e, Side.SOURCE), e);
    } catch (RuntimeException e) {
      return failed(id, Fault.of(e, Side.SOURCE), e);
    }
  }

  /** Tries again later, or gives up. */
  private Outcome failed(UUID id, Fault fault, RuntimeException failure) {
    if (fault.nature() == Nature.CREDENTIALS) {
      Inactivity.begin(engine, id, fault);
      return Outcome.later(engine.settings().pace().credentialProbe());
    }
    if (fault.code().equals("INTERNAL_ERROR")) {
      log.warn("Transfer {} met something unexpected", id, failure);
    }
    int faults = engine.standings().plannerFault(id);
    engine.standings().status(id, fault.problem(), 0);
    engine
        .events()
        .add(id, NewEvent.error(fault.code(), fault.problem().message(), fault.problem().remedy()));
    boolean hopeless =
        (fault.nature() == Nature.PERMANENT
                && faults >= engine.settings().retries().confirmations())
            || (fault.code().equals("INTERNAL_ERROR") && faults >= MOST_FAULTS);
    if (hopeless) {
      engine.standings().stop(id, TransferState.FAILED);
      return ending.end(id, TransferState.FAILED, Optional.of(fault.problem()));
    }
    return Outcome.later(
        fault.nature() == Nature.PERMANENT
            ? engine.settings().retries().confirmationPause()
            : engine.settings().retries().pause(faults));
  }

  private Outcome lead(TaskRun run, UUID id) throws InterruptedException {
    Optional<Standing> found = engine.standings().standing(id);
    if (found.isEmpty() || found.get().state().ended()) {
      return Outcome.succeeded();
    }
    Standing standing = found.get();
    if (standing.stopping().isPresent()) {
      return ending.end(id, standing.stopping().get(), engine.standings().presetProblem(id));
    }
    if (standing.late()) {
      engine.standings().stop(id, TransferState.EXPIRED);
      return ending.end(id, TransferState.EXPIRED, Optional.empty());
    }
    return switch (standing.state()) {
      case QUEUED -> queued(run, standing);
      case INACTIVE -> inactive(standing);
      default -> active(run, standing);
    };
  }

  private Outcome queued(TaskRun run, Standing standing) throws InterruptedException {
    if (!begun(standing)) {
      engine.standings().keepAhead(standing.id(), engine.settings().limits());
      return Outcome.later(TURN);
    }
    return active(run, standing);
  }

  private boolean begun(Standing standing) {
    return engine
        .rows()
        .jdbi()
        .inTransaction(handle -> {
          boolean begun = engine.standings().begin(handle, standing, engine.settings().limits());
          if (begun) {
            NewEvent started = NewEvent.once("STARTED", "The work has begun.");
            engine.events().add(handle, standing.id(), started);
          }
          return begun;
        });
  }

  /** Whether the credentials have been replaced is found out by using them. */
  private Outcome inactive(Standing standing) {
    Optional<Fault> fault = new Probe(engine).fault(standing.id());
    if (fault.isPresent()) {
      return Outcome.later(engine.settings().pace().credentialProbe());
    }
    if (engine.standings().reactivate(standing.id(), engine.settings().limits())) {
      engine
          .events()
          .add(
              standing.id(),
              NewEvent.info("UNPAUSED", "The credentials work again; the transfer goes on."));
      engine.planned().raise();
    }
    return Outcome.later(Duration.ZERO);
  }

  private Outcome active(TaskRun run, Standing standing) throws InterruptedException {
    Position position = run.checkpoint().map(TransferWork::read).orElse(Position.BEGIN);
    if (!position.walked()) {
      try {
        position = plan(run, standing.id(), position);
      } catch (PlanInterrupted _) {
        return Outcome.later(engine.settings().pace().polling());
      }
    }
    return phases(run, standing.id(), position);
  }

  private Position plan(TaskRun run, UUID id, Position position)
      throws PlanInterrupted, InterruptedException {
    Transfer transfer = engine.rows().find(id).orElseThrow();
    try {
      return switch (transfer.request()) {
        case Request.Copying(NewTransfer copying) -> plan(run, id, copying, position);
        case Request.Deleting(NewDeletion deletion) -> {
          try (Storage storage = engine.open(deletion.collection(), deletion.requester(), false)) {
            StoredPlan sink =
                new StoredPlan(engine, run, id, Optional.empty(), false, storage.collection());
            yield new DeletionPlanner(storage, deletion, engine.settings().size(), sink, position)
                .run();
          }
        }
      };
    } catch (WindlassException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  private Position plan(TaskRun run, UUID id, NewTransfer transfer, Position position)
      throws PlanInterrupted {
    Optional<Storage> source = engine.openSource(transfer);
    try (Storage destination =
        engine.open(
            transfer.destination(), transfer.requester(), transfer.options().requesterPays())) {
      StoredPlan sink =
          new StoredPlan(
              engine, run, id, source.map(Storage::collection), true, destination.collection());
      if (source.isEmpty()) {
        return new AddressPlanner(destination, transfer, engine.settings().size(), sink, position)
            .run();
      }
      return new Planner(
              new Planner.Sides(source.get(), destination),
              transfer,
              engine.settings().size(),
              sink,
              position)
          .run();
    } finally {
      source.ifPresent(Storage::close);
    }
  }

  static String write(Position position) {
    try {
      return JSON.writeValueAsString(position);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a position can be written", e);
    }
  }

  static Position read(String checkpoint) {
    try {
      return JSON.readValue(checkpoint, Position.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what we stored can be read", e);
    }
  }

  /**
   * Waits for the batches, begins the phases that follow, and ends the transfer behind the last.
   */
  private Outcome phases(TaskRun run, UUID id, Position position) throws InterruptedException {
    for (int look = 0; look < FEWEST_LOOKS || !crowded(); look++) {
      run.check();
      if (look % PROGRESS_LOOKS == 0) {
        engine.events().progress(id, engine.settings().pace().progressEvent());
      }
      long seen = engine.done().count();
      // before the standing: what the last batches failed at is in it when none is open
      long open = engine.batches().backlog(id).open();
      Standing standing = engine.standings().standing(id).orElseThrow();
      if (standing.stopping().isPresent()
          || standing.late()
          || standing.state() != TransferState.ACTIVE) {
        return Outcome.later(Duration.ZERO);
      }
      if (open > 0) {
        engine.done().await(seen, engine.settings().pace().polling());
      } else if (!next(id, standing, position)) {
        return ending.end(id, standing.failed() > 0);
      }
    }
    return Outcome.later(TURN);
  }

  /** Whether other transfers may be waiting for a leader. */
  private boolean crowded() {
    return leading.availablePermits() == 0;
  }

  /** Begins what follows; false at the end. */
  private boolean next(UUID id, Standing standing, Position position) {
    boolean deletes = standing.kind().equals(TransferRows.TRANSFER);
    if (deletes && dropsDeletions(id, standing, position)) {
      return false;
    }
    boolean begun =
        engine.batches().begin(id, Phase.DELETE) || engine.batches().begin(id, Phase.REMOVE);
    if (begun) {
      engine.planned().raise();
    }
    return begun;
  }

  /** What the source lacks is deleted only when all of the source is known and has arrived. */
  private boolean dropsDeletions(UUID id, Standing standing, Position position) {
    Optional<String> reason =
        position.emptied()
            ? Optional.of("the source is empty, and force was not asked for")
            : position.incomplete()
                ? Optional.of("not all of the source could be listed")
                : standing.failed() > 0
                    ? Optional.of("not all files have arrived")
                    : Optional.empty();
    if (reason.isEmpty()) {
      return false;
    }
    return engine
        .rows()
        .jdbi()
        .inTransaction(handle -> {
          long dropped = engine.batches().dropHeld(handle, id);
          if (dropped > 0) {
            engine
                .events()
                .add(
                    handle,
                    id,
                    new NewEvent(
                        "DELETE_DESTINATION_EXTRA_SKIPPED",
                        true,
                        "Nothing was deleted at the destination, because " + reason.get() + ".",
                        Optional.empty(),
                        Optional.of("DELETE_DESTINATION_EXTRA_SKIPPED")));
            engine.standings().unplan(handle, id, dropped);
            if (position.emptied()) {
              engine.standings().problem(handle, id, emptied());
            }
          }
          return dropped > 0;
        });
  }

  private static Problem emptied() {
    return Problem.of(
            Kind.CONFLICT,
            "would_empty_destination",
            "The source is empty, and all at the destination would have been deleted.")
        .withRemedy("Look whether the source is the right one; if so, repeat it with force.");
  }
}
