package io.windlass.transfer.plan;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.transfer.NewTransfer;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.batch.Base;
import io.windlass.transfer.batch.Batches.Phase;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.batch.Entry.Action;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Item;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.collection.Storage.Walked;
import io.windlass.transfer.move.Estimate;
import io.windlass.transfer.move.Fault;
import io.windlass.transfer.move.Fault.Nature;
import io.windlass.transfer.move.Mover.Ends;
import io.windlass.transfer.move.Side;
import io.windlass.transfer.plan.ItemWalk.Entries;
import java.util.List;
import java.util.Optional;

/** Finds what a transfer is to do, from wherever an earlier attempt was. Not thread-safe. */
public final class Planner {
  private final Sides sides;
  private final NewTransfer transfer;
  private final PlanSink sink;
  private final PlanBuilder plan;
  private final Looks looks;
  private Position position;

  /** Both ends of a transfer, open. */
  public record Sides(Storage source, Storage destination) {}

  /** A planner for a transfer between two collections, from where an earlier attempt was. */
  public Planner(Sides sides, NewTransfer transfer, Size size, PlanSink sink, Position from) {
    Optional<Estimate> estimate =
        transfer.dryRun()
            ? Optional.of(
                new Estimate(
                    new Ends(Optional.of(sides.source()), sides.destination()),
                    transfer.options(),
                    size))
            : Optional.empty();
    this.sides =
        estimate
            .map(Estimate::ends)
            .map(ends -> new Sides(ends.source().orElseThrow(), ends.destination()))
            .orElse(sides);
    this.transfer = transfer;
    this.sink = sink;
    this.plan =
        new PlanBuilder(
            sink, size, estimate, transfer.options().skipSourceErrors(), from.nextBatch());
    if (transfer.options().listSkipped()) {
      plan.listSkipped();
    }
    this.looks = new Looks(this.sides, transfer);
    this.position = from;
  }

  /** Goes on to the end, unless the sink interrupts. */
  public Position run() throws PlanInterrupted {
    List<TransferItem> items = transfer.items();
    while (position.item() < items.size()) {
      TransferItem item = items.get(position.item());
      Position behind = position;
      try {
        behind = item(item, position);
      } catch (WindlassException e) {
        Fault fault = Fault.of(e, Side.SOURCE);
        sink.confirm(fault);
        plan.giveUp(base(item), "", fault);
        behind = position.missedSomething();
        if (transfer.options().deleteExtra()) {
          sink.once(
              "DELETE_DESTINATION_EXTRA_SKIPPED",
              "Nothing was deleted at the destination, because not all of the source could be"
                  + " listed.");
        }
      }
      boolean wouldEmpty = behind.extras() && !behind.seen() && !transfer.options().force();
      plan.item();
      position = plan.cutIfDue(behind.nextItem(wouldEmpty));
    }
    return plan.cut(position.end());
  }

  private static Base base(TransferItem item) {
    return new Base(item.source(), item.destination(), item.checksum());
  }

  private Position item(TransferItem item, Position at) throws PlanInterrupted {
    if (item.recursive().orElse(false)) {
      return walk(item, at);
    }
    Optional<Seen> old = asOf(item);
    if (old.isPresent() && old.get().walked() instanceof Walked.Found(Item found)) {
      TransferItem pinned =
          new TransferItem(
              item.source(),
              item.destination(),
              item.recursive(),
              item.checksum(),
              Optional.of(old.get().version()));
      return file(pinned, new Looks.Look(found, Optional.empty()), at);
    }
    Looks.Look look = looks.at(at.item());
    Item source = look.source();
    if (source.type() == Item.Type.DIRECTORY) {
      if (item.recursive().isEmpty()) {
        return walk(item, at);
      }
      throw Fault.of(
              "IS_A_DIRECTORY",
              Nature.PERMANENT,
              Side.SOURCE,
              item.source() + " is a directory; transfer it recursively.")
          .problem()
          .toException();
    }
    if (isAsOf(item)) {
      throw Fault.of(
              "FILE_NOT_FOUND",
              Nature.PERMANENT,
              Side.SOURCE,
              item.source() + " was not there at that time.")
          .problem()
          .toException();
    }
    Optional<Position> history =
        item.versionId().isPresent() ? Optional.empty() : history(item, HistoryWalk::object, at);
    return history.isPresent() ? history.get() : file(item, look, at);
  }

  /**
   * What an item was when the transfer says; absent for directories and where that is no matter.
   */
  private Optional<Seen> asOf(TransferItem item) {
    return isAsOf(item)
        ? SourceVersions.asOf(
            (BucketStorage) sides.source(), item.source(), transfer.options().asOf().orElseThrow())
        : Optional.empty();
  }

  private boolean isAsOf(TransferItem item) {
    return transfer.options().asOf().isPresent()
        && item.versionId().isEmpty()
        && sides.source() instanceof BucketStorage;
  }

  private Position walk(TransferItem item, Position at) throws PlanInterrupted {
    Optional<Position> history = history(item, HistoryWalk::run, at);
    return history.isPresent()
        ? history.get()
        : new ItemWalk(sides, transfer.options(), plan, sink, base(item)).run(at);
  }

  /** One way through versions. */
  private interface Versions {
    Position plan(HistoryWalk walk, Position from) throws PlanInterrupted;
  }

  /** Plans all versions of an item; empty when the current ones are to be sent. */
  private Optional<Position> history(TransferItem item, Versions versions, Position at)
      throws PlanInterrupted {
    if (!transfer.options().preserve().contains(Preserve.VERSIONS)) {
      return Optional.empty();
    }
    if (sides.source() instanceof BucketStorage bucket
        && sides.destination() instanceof BucketStorage) {
      try {
        return Optional.of(
            versions.plan(new HistoryWalk(bucket, transfer.options(), plan, base(item)), at));
      } catch (StoreException e) {
        if (!(e.failure() instanceof StoreFailure.Unsupported)
            && !(e.failure() instanceof StoreFailure.Denied)) {
          throw e;
        }
      }
    }
    String why = "one of the two keeps none, or refuses to list them.";
    if (transfer.options().failOnLostDetail()) {
      throw Fault.of(
              "VERSIONS_NOT_PRESERVED",
              Nature.PERMANENT,
              Side.SOURCE,
              item.source() + " is not wanted without its versions: " + why)
          .problem()
          .toException();
    }
    sink.once("VERSIONS_NOT_PRESERVED", "Only the current versions are sent: " + why);
    return Optional.empty();
  }

  private Position file(TransferItem item, Looks.Look look, Position at) {
    Base base = base(item);
    Item source = look.source();
    plan.file(source.size());
    if (source.type() != Item.Type.FILE) {
      plan.giveUp(
          base,
          "",
          Fault.of(
              source.type() == Item.Type.BROKEN_LINK ? "INVALID_SYMLINK" : "NOT_A_FILE",
              Nature.PERMANENT,
              Side.SOURCE,
              item.source() + " is no file that can be read."));
      return at.sawEntry();
    }
    Optional<Fault> unsuitable =
        sides
            .destination()
            .unsuitable(item.destination())
            .map(problem -> Fault.ofProblem(problem, Side.DESTINATION));
    if (unsuitable.isPresent()) {
      plan.giveUp(base, "", unsuitable.get());
      return at.sawEntry();
    }
    boolean times =
        transfer.options().preserve().contains(io.windlass.transfer.TransferOptions.Preserve.MTIME);
    Comparison comparison =
        new Comparison(
            item.versionId().isPresent() ? Optional.empty() : transfer.options().sync(), times);
    switch (comparison.decide(
        source, kind(sides.source()), look.there(), kind(sides.destination()))) {
      case SEND -> plan.add(Phase.COPY, base, entry(item, Action.SEND, look));
      case LOOK -> plan.add(Phase.COPY, base, entry(item, Action.COMPARE, look));
      case SKIP -> plan.skip(base, "", source.size());
    }
    return at.sawEntry();
  }

  private static Entry entry(TransferItem item, Action action, Looks.Look look) {
    Entry entry = Entries.of("", action, look.source(), look.there());
    return item.versionId().map(entry::ofVersion).orElse(entry);
  }

  private static Collection.Kind kind(Storage storage) {
    return storage.collection().kind();
  }
}
