package io.windlass.transfer.plan;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.transfer.NewDeletion;
import io.windlass.transfer.TransferOptions;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.batch.Base;
import io.windlass.transfer.batch.Batches.Phase;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.batch.Entry.Action;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Glob;
import io.windlass.transfer.collection.Item;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.collection.Storage.Links;
import io.windlass.transfer.collection.Storage.Walked;
import io.windlass.transfer.move.Estimate;
import io.windlass.transfer.move.Fault;
import io.windlass.transfer.move.Fault.Nature;
import io.windlass.transfer.move.Mover.Ends;
import io.windlass.transfer.move.Side;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a deletion is to delete. Not thread-safe. */
public final class DeletionPlanner {
  private final Storage storage;
  private final NewDeletion deletion;
  private final PlanSink sink;
  private final PlanBuilder plan;
  private Position position;

  /** A planner for a deletion in a collection, from where an earlier attempt was. */
  public DeletionPlanner(
      Storage storage, NewDeletion deletion, Size size, PlanSink sink, Position from) {
    Optional<Estimate> estimate =
        deletion.dryRun()
            ? Optional.of(
                new Estimate(new Ends(Optional.empty(), storage), TransferOptions.NONE, size))
            : Optional.empty();
    this.storage = estimate.map(dry -> dry.ends().destination()).orElse(storage);
    this.deletion = deletion;
    this.sink = sink;
    this.plan = new PlanBuilder(sink, size, estimate, false, from.nextBatch());
    this.position = from;
  }

  /** Goes on to the end, unless the sink interrupts. */
  public Position run() throws PlanInterrupted {
    List<String> paths = deletion.paths();
    while (position.item() < paths.size()) {
      String path = paths.get(position.item());
      try {
        path(path);
      } catch (WindlassException e) {
        Fault fault = Fault.of(e, Side.DESTINATION);
        if (!(deletion.ignoreMissing() && fault.code().equals("FILE_NOT_FOUND"))) {
          sink.confirm(fault);
          plan.giveUp(base(path), "", fault);
        }
      }
      plan.item();
      position = plan.cutIfDue(position.nextItem(false));
    }
    return plan.cut(position.end());
  }

  private static Base base(String path) {
    return new Base("", path, Optional.empty());
  }

  /** Whether the text has a character that means more than itself. */
  private static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> "*?[\\".indexOf(c) >= 0);
  }

  private void path(String path) throws PlanInterrupted {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (!deletion.globs() || !isPattern(name)) {
      one(path);
      return;
    }
    Glob glob = Glob.of(name);
    String directory = path.substring(0, path.lastIndexOf('/') + 1);
    boolean any = false;
    try (Stream<Item> items = storage.list(directory, Optional.empty())) {
      for (Iterator<Item> each = items.iterator(); each.hasNext(); ) {
        Item item = each.next();
        if (glob.matches(item.name())) {
          any = true;
          found(directory + item.name(), item);
        }
      }
    }
    if (!any && !deletion.ignoreMissing()) {
      throw Fault.of(
              "FILE_NOT_FOUND", Nature.PERMANENT, Side.DESTINATION, "Nothing fits " + path + ".")
          .problem()
          .toException();
    }
  }

  private void one(String path) throws PlanInterrupted {
    found(path, storage.stat(path));
  }

  private void found(String path, Item item) throws PlanInterrupted {
    if (item.type() != Item.Type.DIRECTORY || item.linkTarget().isPresent()) {
      plan.file(item.size());
      plan.add(Phase.DELETE, base(path), Entry.of(0, "", Action.DELETE, item.size()));
      return;
    }
    if (!deletion.recursive()) {
      throw Fault.of(
              "IS_A_DIRECTORY",
              Nature.PERMANENT,
              Side.DESTINATION,
              path + " is a directory; delete it recursively.")
          .problem()
          .toException();
    }
    below(path);
  }

  private void below(String path) throws PlanInterrupted {
    Base base = base(path);
    boolean inDirectory = storage.collection().kind() == Collection.Kind.DIRECTORY;
    Optional<String> after =
        deletion.globs() || position.after().isEmpty()
            ? Optional.empty()
            : Optional.of(position.after());
    plan.directory();
    if (after.isEmpty() && (inDirectory || hasMarker(path))) {
      plan.add(Phase.REMOVE, base, Entry.of(0, "", Action.REMOVE_DIRECTORY, 0));
    }
    try (Stream<Walked> walk = storage.walk(path, after, Links.SHOW)) {
      for (Iterator<Walked> each = walk.iterator(); each.hasNext(); ) {
        Walked walked = each.next();
        below(base, inDirectory, walked);
        position = plan.cutIfDue(position.behind(walked.sortKey(), List.of()));
      }
    }
  }

  /** Whether an empty object stands for the directory itself; walks do not tell of it. */
  private boolean hasMarker(String path) {
    if (!(storage instanceof BucketStorage buckets)) {
      return false;
    }
    BucketStorage.Place place = buckets.below(path);
    try {
      return !place.key().isEmpty() && place.store().head(place.id()).size() == 0;
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return false;
      }
      throw e;
    }
  }

  private void below(Base base, boolean inDirectory, Walked walked) {
    switch (walked) {
      case Walked.Unreadable(String name, boolean _, var problem) ->
          plan.giveUp(base, name, Fault.ofProblem(problem, Side.DESTINATION));
      case Walked.Found(Item item) -> {
        boolean directory = item.type() == Item.Type.DIRECTORY && item.linkTarget().isEmpty();
        if (directory) {
          plan.directory();
        } else {
          plan.file(item.size());
        }
        plan.add(
            directory && inDirectory ? Phase.REMOVE : Phase.DELETE,
            base,
            Entry.of(
                0, item.name(), directory ? Action.REMOVE_DIRECTORY : Action.DELETE, item.size()));
      }
    }
  }
}
