package io.windlass.transfer;

import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.batch.Batch;
import io.windlass.transfer.batch.BatchCodec;
import io.windlass.transfer.batch.Batches.Claimed;
import io.windlass.transfer.batch.Batches.Live;
import io.windlass.transfer.batch.Batches.Place;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.batch.Report;
import io.windlass.transfer.batch.Tally;
import io.windlass.transfer.collection.DirectoryStorage;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.move.Fault;
import io.windlass.transfer.move.Fault.Nature;
import io.windlass.transfer.move.Mover;
import io.windlass.transfer.move.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * One attempt at one batch: opens both ends, deals with the entries, writes what became of them.
 */
final class BatchRun {
  private final Engine engine;
  private final Claimed claimed;
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean stopped;
  private volatile Optional<EntryRuns> entries = Optional.empty();

  BatchRun(Engine engine, Claimed claimed) {
    this.engine = engine;
    this.claimed = claimed;
  }

  Live live() {
    return new Live(claimed.transferId(), claimed.number(), files.get(), bytes.get());
  }

  Place place() {
    return new Place(claimed.transferId(), claimed.number(), claimed.attempt());
  }

  /** The batch is lost, or not wanted any more. */
  void stop() {
    stopped = true;
    entries.ifPresent(EntryRuns::stop);
  }

  void run() {
    Optional<Request> request = engine.requests().find(claimed.transferId());
    if (request.isEmpty()) {
      return;
    }
    Batch batch = BatchCodec.read(claimed.content());
    switch (request.get()) {
      case Request.Copying(NewTransfer copying) -> run(batch, copying);
      case Request.Deleting(NewDeletion deletion) -> run(batch, deletion);
    }
  }

  private void run(Batch batch, NewTransfer transfer) {
    Optional<Storage> source = Optional.empty();
    Side side = Side.SOURCE;
    try {
      source = engine.openSource(transfer);
      side = Side.DESTINATION;
      try (Storage destination =
          engine.open(
              transfer.destination(), transfer.requester(), transfer.options().requesterPays())) {
        work(batch, new Mover.Ends(source, destination), transfer);
      }
    } catch (WindlassException e) {
      unopened(Fault.of(e, side));
    } finally {
      source.ifPresent(Storage::close);
    }
  }

  private void work(Batch batch, Mover.Ends ends, NewTransfer transfer) {
    if (ends.destination() instanceof DirectoryStorage directory) {
      EntryRuns.Result result;
      try (FlushAhead ahead = new FlushAhead(directory)) {
        result = copy(batch, ends, transfer, ahead);
      }
      finish(batch, result, ends);
    } else {
      finish(batch, copy(batch, ends, transfer, _ -> {}), ends);
    }
  }

  private EntryRuns.Result copy(
      Batch batch, Mover.Ends ends, NewTransfer transfer, LongConsumer progress) {
    Mover mover =
        new Mover(
            ends,
            transfer.options(),
            engine.machinery(),
            engine
                .uploads()
                .ledger(claimed.transferId(), transfer.destination(), transfer.requester()),
            (code, description) ->
                engine.events().add(claimed.transferId(), Events.NewEvent.once(code, description)),
            count -> {
              bytes.addAndGet(count);
              progress.accept(count);
            });
    Batch reached = ends.source().isPresent() ? batch : batch.withAddresses(items());
    EntryRuns runs = new EntryRuns(engine, ends, reached, transfer.options(), files);
    return begin(runs).copy(mover);
  }

  private List<TransferItem> items() {
    return switch (engine.rows().whole(claimed.transferId()).orElseThrow()) {
      case Request.Copying(NewTransfer whole) -> whole.items();
      case Request.Deleting _ -> List.of();
    };
  }

  private void run(Batch batch, NewDeletion deletion) {
    try (Storage storage = engine.open(deletion.collection(), deletion.requester(), false)) {
      Mover.Ends ends = new Mover.Ends(Optional.empty(), storage);
      EntryRuns runs = new EntryRuns(engine, ends, batch, TransferOptions.NONE, files);
      finish(batch, begin(runs).delete(), ends);
    } catch (WindlassException e) {
      unopened(Fault.of(e, Side.DESTINATION));
    }
  }

  private EntryRuns begin(EntryRuns runs) {
    entries = Optional.of(runs);
    if (stopped) {
      runs.stop();
    }
    return runs;
  }

  /** Nothing could be begun. */
  private void unopened(Fault fault) {
    if (fault.nature() == Nature.CREDENTIALS) {
      engine.batches().giveBack(claimed, Duration.ZERO);
      Inactivity.begin(engine, claimed.transferId(), fault);
      return;
    }
    tell(fault);
    engine.batches().giveBack(claimed, pause());
  }

  private Duration pause() {
    return engine.settings().retries().pause((int) Math.min(20, claimed.attempt()));
  }

  /** About the batch as a whole. */
  private void tell(Fault fault) {
    engine.standings().status(claimed.transferId(), fault.problem(), 1);
    engine
        .events()
        .add(
            claimed.transferId(),
            Events.NewEvent.error(fault.code(), fault.problem().message(), Optional.empty()));
  }

  /** Nothing counts as done, nor as equal: memory may show what the disk does not have. */
  private void unwritten(Batch batch, Fault fault) {
    tell(fault);
    List<Entry> all = batch.entries().stream().map(Entry::sent).toList();
    engine
        .rows()
        .jdbi()
        .useTransaction(handle ->
            engine
                .batches()
                .end(
                    handle, claimed, Optional.of(batch.with(all)), pause(), new Report(List.of())));
  }

  private void finish(Batch batch, EntryRuns.Result result, Mover.Ends ends) {
    // an earlier attempt that ended with its node may have left in memory what is equal now
    boolean toWrite = claimed.again() || !result.lines().isEmpty();
    if (toWrite && ends.destination() instanceof DirectoryStorage directory) {
      try {
        directory.sync();
      } catch (WindlassException e) {
        unwritten(batch, Fault.of(e, Side.DESTINATION));
        return;
      }
    }
    List<Entry> left = result.left();
    Tally tally =
        Tally.of(result.lines(), result.skipped(), result.checksummed(), result.faults().size());
    boolean ours =
        engine
            .rows()
            .jdbi()
            .inTransaction(handle -> {
              boolean ended =
                  engine
                      .batches()
                      .end(
                          handle,
                          claimed,
                          left.isEmpty() ? Optional.empty() : Optional.of(batch.with(left)),
                          result.pause(),
                          new Report(result.lines()));
              if (ended) {
                engine
                    .standings()
                    .done(handle, claimed.transferId(), tally, extension(tally, result));
                tell(handle, result);
              }
              return ended;
            });
    Optional<Fault> credentials = result.credentials();
    if (ours && credentials.isPresent()) {
      Inactivity.begin(engine, claimed.transferId(), credentials.get());
    }
  }

  /** What advances pushes the deadline; while archives are restored it waits. */
  private Optional<Duration> extension(Tally tally, EntryRuns.Result result) {
    if (tally.succeeded() > 0) {
      return Optional.of(engine.settings().limits().extension());
    }
    return result.faults().containsKey("FILE_ARCHIVED")
        ? Optional.of(engine.settings().limits().deadline())
        : Optional.empty();
  }

  /** One event for each kind of fault; the report has the paths. */
  private void tell(org.jdbi.v3.core.Handle handle, EntryRuns.Result result) {
    result
        .faults()
        .forEach((code, told) ->
            engine
                .events()
                .add(
                    handle,
                    claimed.transferId(),
                    Events.NewEvent.error(
                        code,
                        told.first().problem().message(),
                        told.count() > 1
                            ? Optional.of("And " + (told.count() - 1) + " more like it.")
                            : told.first().problem().remedy())));
    result.lastFault().ifPresent(fault -> status(fault.problem()));
  }

  private void status(Problem problem) {
    engine.standings().status(claimed.transferId(), problem, 0);
  }
}
