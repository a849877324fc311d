package io.windlass.transfer;

import io.windlass.database.task.Outcome;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.Events.NewEvent;
import io.windlass.transfer.Standings.Standing;
import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.batch.Batches.Backlog;
import java.util.Optional;
import java.util.UUID;

/** Ends transfers, once nobody works on them. Thread-safe. */
final class Ending {
  private final Engine engine;

  Ending(Engine engine) {
    this.engine = engine;
  }

  /** Ends what is to end also when the node that leads it is gone. */
  void overdue() {
    for (UUID id : engine.standings().overdue()) {
      Standing standing = engine.standings().standing(id).orElseThrow();
      TransferState state = standing.stopping().orElse(TransferState.EXPIRED);
      engine.standings().stop(id, state);
      end(id, state, engine.standings().presetProblem(id));
    }
  }

  /** The end of one of which all is done or given up. */
  Outcome end(UUID id, boolean failures) {
    Optional<Problem> problem = engine.standings().presetProblem(id);
    if (problem.isEmpty() && failures) {
      problem =
          Optional.of(
              Problem.of(
                      Kind.STORE_REFUSED,
                      "files_failed",
                      "Some files could not be dealt with; the report has each with its reason.")
                  .withRemedy(
                      "Mend what the report says, and submit it again with a sync level: what has"
                          + " arrived is not sent again."));
    }
    return end(id, problem.isPresent() ? TransferState.FAILED : TransferState.SUCCEEDED, problem);
  }

  /** The end, as soon as no worker has a batch and no upload is open. */
  Outcome end(UUID id, TransferState state, Optional<Problem> problem) {
    Backlog backlog = engine.batches().backlog(id);
    if (backlog.working() > 0) {
      return Outcome.later(engine.settings().pace().polling());
    }
    new UploadSweep(engine).of(id);
    Transfer transfer = engine.rows().find(id).orElseThrow();
    engine
        .rows()
        .jdbi()
        .useTransaction(handle -> {
          long undone = engine.batches().dropOpen(handle, id);
          if (!engine.standings().end(handle, id, state, problem, undone)) {
            return;
          }
          if (state != TransferState.CANCELLED && transfer.counts().skippedErrors() > 0) {
            engine
                .events()
                .add(
                    handle,
                    id,
                    NewEvent.once(
                        "SKIPPED_ERRORS",
                        transfer.counts().skippedErrors() + " paths of the source were left out."));
          }
          engine.events().add(handle, id, ending(state, problem));
          if (transfer.request() instanceof Request.Copying(NewTransfer copying)
              && copying.webhook().isPresent()) {
            engine.tasks().submit(handle, Webhooks.task(id, copying.requester()));
          }
        });
    engine.ended().raise();
    return Outcome.succeeded();
  }

  private static NewEvent ending(TransferState state, Optional<Problem> problem) {
    return switch (state) {
      case SUCCEEDED -> NewEvent.once("SUCCEEDED", "All of it is done.");
      case CANCELLED -> NewEvent.once("CANCELED", "It was cancelled.");
      case EXPIRED -> NewEvent.once("EXPIRED", "The deadline came first.");
      default ->
          new NewEvent(
              "FAILED",
              true,
              problem.map(Problem::message).orElse("It failed."),
              problem.flatMap(Problem::remedy),
              Optional.of("FAILED"));
    };
  }
}
