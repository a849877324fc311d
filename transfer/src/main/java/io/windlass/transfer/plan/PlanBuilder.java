package io.windlass.transfer.plan;

import static java.util.Objects.requireNonNull;

import io.windlass.foundation.Problem;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.TransferredFile;
import io.windlass.transfer.TransferredFile.Outcome;
import io.windlass.transfer.batch.Base;
import io.windlass.transfer.batch.Batch;
import io.windlass.transfer.batch.Batches.Phase;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.batch.Entry.Action;
import io.windlass.transfer.move.Estimate;
import io.windlass.transfer.move.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Collects what a planner finds and cuts it into pieces. Not thread-safe. */
final class PlanBuilder {
  private static final int MOST_LINES = 1000;

  /** So that small things and long listings are not kept waiting. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LOOKED_AT = 50_000;

  private final PlanSink sink;
  private final Size size;
  private final Optional<Estimate> dryRun;
  private final boolean skipSourceErrors;
  private final Map<Phase, Parts> phases = new EnumMap<>(Phase.class);
  private final List<TransferredFile> lines = new ArrayList<>();
  private Counts counts = new Counts();
  private long begun = System.nanoTime();
  private long lookedAt;
  private boolean listsSkipped;
  private long nextBatch;

  private static final class Counts {
    private long files;
    private long directories;
    private long symlinks;
    private long bytes;
    private long skipped;
    private long items;
  }

  private static final class Parts {
    private final List<Base> bases = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Batch> alone = new ArrayList<>();
    private long bytes;
  }

  /**
   * A plan.
   *
   * @param dryRun where nothing is to be done: what it would cost
   */
  PlanBuilder(
      PlanSink sink,
      Size size,
      Optional<Estimate> dryRun,
      boolean skipSourceErrors,
      long nextBatch) {
    this.sink = sink;
    this.size = size;
    this.dryRun = dryRun;
    this.skipSourceErrors = skipSourceErrors;
    this.nextBatch = nextBatch;
    for (Phase phase : Phase.values()) {
      phases.put(phase, new Parts());
    }
  }

  /** The base as it stands in an entry of this phase; the same one again costs nothing. */
  private static int base(Parts parts, Base base) {
    if (parts.bases.isEmpty() || !parts.bases.getLast().equals(base)) {
      parts.bases.add(base);
    }
    return parts.bases.size() - 1;
  }

  /** A file that was met. */
  void file(long bytes) {
    counts.files++;
    counts.bytes += bytes;
  }

  /** A directory that was met. */
  void directory() {
    counts.directories++;
  }

  /** A symbolic link that was met. */
  void symlink() {
    counts.symlinks++;
  }

  /** Has files that are equal listed in the report. */
  void listSkipped() {
    listsSkipped = true;
  }

  /** A file that was met and is equal. */
  void skip(Base base, String path, long bytes) {
    counts.skipped++;
    if (listsSkipped) {
      lines.add(
          new TransferredFile(
              base.shownInSource(path),
              Optional.of(base.inDestination(path)),
              bytes,
              Optional.empty(),
              Optional.empty(),
              Outcome.SKIPPED,
              Optional.empty()));
    }
  }

  /** An item all of which has been met. */
  void item() {
    counts.items++;
  }

  /** Something to be done in a phase. */
  void add(Phase phase, Base base, Entry entry) {
    Parts parts = requireNonNull(phases.get(phase));
    Entry placed = entry.under(base(parts, base));
    if (phase == Phase.COPY && entry.size() >= size.batchBytes()) {
      parts.alone.add(new Batch(List.of(base), List.of(entry.under(0))));
      return;
    }
    parts.entries.add(placed);
    parts.bytes += Math.max(0, entry.size());
  }

  private static TransferredFile dry(Base base, Entry entry) {
    boolean deletes = entry.action() == Action.DELETE || entry.action() == Action.REMOVE_DIRECTORY;
    return new TransferredFile(
        base.shownInSource(entry.path()),
        Optional.of(base.inDestination(entry.path())),
        Math.max(0, entry.size()),
        Optional.empty(),
        Optional.empty(),
        deletes ? Outcome.WOULD_DELETE : Outcome.WOULD_SEND,
        Optional.empty());
  }

  /** A path that cannot be dealt with. */
  void giveUp(Base base, String path, Fault fault) {
    boolean skipped = skipSourceErrors && fault.skippable();
    if (!skipped) {
      sink.error(fault.code(), fault.problem().message());
    }
    lines.add(
        new TransferredFile(
            base.shownInSource(path),
            Optional.of(base.inDestination(path)),
            0,
            Optional.empty(),
            Optional.empty(),
            skipped ? Outcome.SKIPPED_ERROR : Outcome.FAILED,
            Optional.of(fault.problem())));
  }

  /** As {@link #giveUp(Base, String, Fault)}, by a problem. */
  void giveUp(Base base, String path, Problem problem) {
    giveUp(base, path, Fault.ofProblem(problem, io.windlass.transfer.move.Side.SOURCE));
  }

  /** Stores what has been collected when there is enough of it. */
  Position cutIfDue(Position position) throws PlanInterrupted {
    lookedAt++;
    boolean full =
        lines.size() >= MOST_LINES || phases.values().stream().anyMatch(parts -> isFull(parts));
    boolean late =
        ((lookedAt & 0xff) == 0 && System.nanoTime() - begun > LONGEST_NANOS)
            || lookedAt >= LOOKED_AT;
    return full || late ? cut(position) : position;
  }

  private boolean isFull(Parts parts) {
    return parts.entries.size() >= size.batchFiles()
        || parts.bytes >= size.batchBytes()
        || !parts.alone.isEmpty();
  }

  /** Stores what has been collected; the position with the number of the next batch. */
  Position cut(Position position) throws PlanInterrupted {
    List<Cut.Part> batches = new ArrayList<>();
    dryRun.ifPresent(this::tell);
    long number = nextBatch + (lines.isEmpty() ? 0 : 1);
    if (dryRun.isEmpty()) {
      for (Phase phase : Phase.values()) {
        for (Batch batch : batches(phase)) {
          batches.add(new Cut.Part(number++, phase, batch));
        }
      }
    }
    nextBatch = number;
    Position next = position.numbered(number);
    Cut cut =
        new Cut(
            batches,
            lines,
            new Cut.Found(
                counts.files,
                counts.directories,
                counts.symlinks,
                counts.bytes,
                counts.skipped,
                counts.items),
            dryRun.map(Estimate::take).orElse(List.of()),
            next);
    clear();
    sink.store(cut);
    return next;
  }

  private List<Batch> batches(Phase phase) {
    Parts parts = requireNonNull(phases.get(phase));
    List<Batch> batches = new ArrayList<>();
    if (!parts.entries.isEmpty()) {
      batches.add(new Batch(parts.bases, parts.entries));
    }
    batches.addAll(parts.alone);
    return batches;
  }

  /** Says of the batches what they would do and cost, in the place of having them done. */
  private void tell(Estimate estimate) {
    for (Phase phase : Phase.values()) {
      for (Batch batch : batches(phase)) {
        estimate.add(batch);
        batch.entries().forEach(entry -> lines.add(dry(batch.base(entry), entry)));
      }
    }
  }

  private void clear() {
    for (Phase phase : Phase.values()) {
      phases.put(phase, new Parts());
    }
    lines.clear();
    counts = new Counts();
    begun = System.nanoTime();
    lookedAt = 0;
  }
}
