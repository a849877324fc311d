package io.windlass.transfer.plan;

import io.windlass.foundation.KeyOrder;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.TransferOptions;
import io.windlass.transfer.TransferOptions.Symlinks;
import io.windlass.transfer.batch.Base;
import io.windlass.transfer.batch.Batches.Phase;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.batch.Entry.Action;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Item;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.collection.Storage.Links;
import io.windlass.transfer.collection.Storage.Walked;
import io.windlass.transfer.move.Fault;
import io.windlass.transfer.move.Fault.Nature;
import io.windlass.transfer.move.Side;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Walks one directory of a source, beside the directory that it goes to where that matters, both in
 * the same order. Holds one entry of each. Not thread-safe.
 */
final class ItemWalk {
  private final Storage source;
  private final Storage destination;
  private final TransferOptions options;
  private final PlanBuilder plan;
  private final PlanSink sink;
  private final Base base;
  private final NameRules rules;
  private final Comparison comparison;
  private final boolean toDirectory;
  private SharedNames shared;
  private String version = "";
  private Position position;

  ItemWalk(
      Planner.Sides sides, TransferOptions options, PlanBuilder plan, PlanSink sink, Base base) {
    this.source = sides.source();
    this.destination = sides.destination();
    this.options = options;
    this.plan = plan;
    this.sink = sink;
    this.base = base;
    this.rules = new NameRules(options.filters());
    this.comparison =
        new Comparison(options.sync(), options.preserve().contains(TransferOptions.Preserve.MTIME));
    this.toDirectory = kind(destination) == Collection.Kind.DIRECTORY;
    this.position = Position.BEGIN;
    this.shared = new SharedNames(position.files());
  }

  /** Goes on from a position to the end of the item. */
  Position run(Position from) throws PlanInterrupted {
    position = from;
    shared = new SharedNames(from.files());
    Optional<String> after = from.after().isEmpty() ? Optional.empty() : Optional.of(from.after());
    Links links = options.symlinks() == Symlinks.COPY ? Links.FOLLOW : Links.SHOW;
    try (Stream<Seen> found = found(after, links);
        Stream<Walked> there = there(after)) {
      merge(found.iterator(), new Ahead(there.iterator()));
    }
    closeDirectory("");
    return position;
  }

  private Stream<Seen> found(Optional<String> after, Links links) {
    return options.asOf().isPresent() && source instanceof BucketStorage bucket
        ? SourceVersions.asOf(bucket, base.source(), after, options.asOf().get())
        : source.walk(base.source(), after, links).map(walked -> new Seen(walked, ""));
  }

  private Stream<Walked> there(Optional<String> after) {
    if (options.sync().isEmpty() && !options.deleteExtra()) {
      return Stream.empty();
    }
    try {
      return destination.walk(base.destination(), after, Links.SHOW);
    } catch (WindlassException e) {
      if (Fault.of(e, Side.DESTINATION).code().equals("FILE_NOT_FOUND")) {
        return Stream.empty();
      }
      throw e;
    }
  }

  private void merge(Iterator<Seen> found, Ahead there) throws PlanInterrupted {
    while (found.hasNext()) {
      Seen seen = found.next();
      Walked walked = seen.walked();
      version = seen.version();
      String key = walked.sortKey();
      while (there.before(key)) {
        extra(there.take(), key);
      }
      Optional<Walked> same = there.at(key) ? Optional.of(there.take()) : Optional.empty();
      closeDirectory(key);
      passDirectories(position.after(), key);
      position = position.sawEntry();
      meet(walked, same);
      position = plan.cutIfDue(position.behind(key, shared.kept()));
    }
    closeDirectory("");
    while (there.any()) {
      Walked walked = there.take();
      extra(walked, "");
      position = plan.cutIfDue(position.behind(walked.sortKey(), List.of()));
    }
  }

  /** Directories of a bucket need no marker; they are met when something in them is first. */
  private void passDirectories(String before, String key) {
    for (int slash = key.indexOf('/');
        slash >= 0 && slash < key.length() - 1;
        slash = key.indexOf('/', slash + 1)) {
      if (!before.regionMatches(0, key, 0, slash + 1)
          && rules.include(key.substring(0, slash), true)) {
        plan.directory();
      }
    }
  }

  private void meet(Walked walked, Optional<Walked> there) {
    switch (walked) {
      case Walked.Unreadable(String name, boolean directory, var problem) -> {
        if (rules.include(name, directory)) {
          position = position.missedSomething();
          plan.giveUp(base, name, problem);
        }
      }
      case Walked.Found(Item item) -> {
        boolean directory = isDirectory(item);
        if (rules.include(item.name(), directory)) {
          meet(item, item.name(), directory, there);
        }
      }
    }
  }

  private static boolean isDirectory(Item item) {
    return item.type() == Item.Type.DIRECTORY && item.linkTarget().isEmpty();
  }

  private void meet(Item item, String path, boolean directory, Optional<Walked> there) {
    Optional<Fault> unsuitable = unsuitable(path);
    if (unsuitable.isPresent()) {
      if (directory) {
        plan.directory();
      } else {
        plan.file(item.size());
      }
      plan.giveUp(base, path, unsuitable.get());
    } else if (item.linkTarget().isPresent() && options.symlinks() != Symlinks.COPY) {
      link(item, path);
    } else if (directory) {
      plan.directory();
      directory(item, path, there);
    } else {
      file(item, path, there);
    }
  }

  private Optional<Fault> unsuitable(String path) {
    if (toDirectory) {
      String file = shared.above(path);
      if (!file.isEmpty()) {
        return Optional.of(
            Fault.of(
                "AMBIGUOUS_PATH",
                Nature.PERMANENT,
                Side.SOURCE,
                file + " is an object and a directory at once; a file system holds one of them."));
      }
    }
    return destination
        .unsuitable(base.inDestination(path))
        .map(problem -> Fault.ofProblem(problem, Side.SOURCE));
  }

  private void file(Item item, String path, Optional<Walked> there) {
    if (toDirectory) {
      shared.file(path);
    }
    plan.file(item.size());
    if (item.type() != Item.Type.FILE) {
      plan.giveUp(
          base,
          path,
          item.type() == Item.Type.BROKEN_LINK
              ? Fault.of(
                  "INVALID_SYMLINK",
                  Nature.PERMANENT,
                  Side.SOURCE,
                  path + " is a symbolic link that points nowhere in the collection.")
              : Fault.of(
                  "NOT_A_FILE",
                  Nature.PERMANENT,
                  Side.SOURCE,
                  path + " is a device, pipe or socket."));
      return;
    }
    Optional<Item> known = there.flatMap(ItemWalk::found);
    Action action =
        switch (comparison.decide(item, kind(source), known, kind(destination))) {
          case SEND -> Action.SEND;
          case LOOK -> Action.COMPARE;
          case SKIP -> {
            plan.skip(base, path, item.size());
            yield Action.MAKE_DIRECTORY;
          }
        };
    if (action != Action.MAKE_DIRECTORY) {
      plan.add(Phase.COPY, base, Entries.of(path, action, item, known).ofVersion(version));
    }
  }

  private static Optional<Item> found(Walked walked) {
    return walked instanceof Walked.Found(Item item) ? Optional.of(item) : Optional.empty();
  }

  private void directory(Item item, String path, Optional<Walked> there) {
    if (there.isPresent()) {
      return;
    }
    boolean marker =
        kind(source) == Collection.Kind.BUCKETS && kind(destination) == Collection.Kind.BUCKETS;
    if (marker) {
      plan.add(Phase.COPY, base, Entry.of(0, path, Action.MAKE_DIRECTORY, 0));
    } else {
      position = position.open(item.sortKey());
    }
  }

  /** A directory is empty when what comes behind it is not in it; others are made on the way. */
  private void closeDirectory(String next) {
    String open = position.openDirectory();
    if (open.isEmpty()) {
      return;
    }
    if (!next.startsWith(open) || next.equals(open)) {
      String path = open.substring(0, open.length() - 1);
      plan.add(Phase.COPY, base, Entry.of(0, path, Action.MAKE_DIRECTORY, 0));
    }
    position = position.open("");
  }

  private void link(Item item, String path) {
    plan.symlink();
    if (options.symlinks() == Symlinks.IGNORE) {
      return;
    }
    if (!toDirectory) {
      if (options.failOnLostDetail()) {
        plan.giveUp(
            base,
            path,
            Fault.of(
                "SYMLINKS_NOT_KEPT",
                Nature.PERMANENT,
                Side.DESTINATION,
                "The destination cannot hold symbolic links."));
      } else {
        sink.once(
            "SYMLINKS_NOT_KEPT",
            "Symbolic links are left out, because the destination cannot hold them.");
      }
      return;
    }
    plan.add(
        Phase.COPY,
        base,
        new Entry(0, path, Action.LINK, 0, 0, item.linkTarget().orElse(""), "", "", 0, "", 0, 0));
  }

  /** Something at the destination that the source does not have. */
  private void extra(Walked walked, String nextOfSource) {
    if (!options.deleteExtra() || !(walked instanceof Walked.Found(Item item))) {
      return;
    }
    boolean directory = isDirectory(item);
    if (directory && nextOfSource.startsWith(item.sortKey())) {
      return; // the source has it too, without a marker
    }
    if (!rules.include(item.name(), directory)) {
      return;
    }
    position = position.sawExtra();
    boolean removes = directory && kind(destination) == Collection.Kind.DIRECTORY;
    plan.add(
        removes ? Phase.REMOVE : Phase.DELETE,
        new Base("", base.destination(), Optional.empty()),
        Entry.of(0, item.name(), directory ? Action.REMOVE_DIRECTORY : Action.DELETE, item.size()));
  }

  private static Collection.Kind kind(Storage storage) {
    return storage.collection().kind();
  }

  /** An iterator that can be looked at before it is taken from. */
  private static final class Ahead {
    private final Iterator<Walked> rest;
    private Optional<Walked> next = Optional.empty();

    Ahead(Iterator<Walked> rest) {
      this.rest = rest;
      advance();
    }

    /** Only the first look can find the directory missing. */
    private void advance() {
      next = rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
    }

    boolean any() {
      return next.isPresent();
    }

    boolean before(String key) {
      return next.isPresent() && KeyOrder.compare(next.get().sortKey(), key) < 0;
    }

    boolean at(String key) {
      return next.isPresent() && next.get().sortKey().equals(key);
    }

    Walked take() {
      Walked taken = next.orElseThrow();
      advance();
      return taken;
    }
  }

  /** Entries of what was listed. */
  static final class Entries {
    private Entries() {}

    static Entry of(String path, Action action, Item item, Optional<Item> there) {
      return new Entry(
          0,
          path,
          action,
          item.size(),
          item.modifiedAt().map(Entries::nanos).orElse(0L),
          item.etag().orElse(""),
          "",
          item.storageClass().orElse(""),
          there.flatMap(Item::modifiedAt).map(Entries::nanos).orElse(0L),
          there.flatMap(Item::etag).orElse(""),
          0,
          0);
    }

    static long nanos(Instant moment) {
      return Math.addExact(
          Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
    }
  }
}
