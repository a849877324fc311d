package io.windlass.transfer.plan;

import io.windlass.objectstore.ObjectVersions.Version;
import io.windlass.transfer.TransferOptions;
import io.windlass.transfer.batch.Base;
import io.windlass.transfer.batch.Batches.Phase;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.batch.Entry.Action;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.KeyVersions;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Walks all versions below a directory of a bucket: those of one key, oldest first with their
 * delete markers, stay together. Not thread-safe.
 */
final class HistoryWalk {
  private final BucketStorage source;
  private final NameRules rules;
  private final PlanBuilder plan;
  private final Base base;

  HistoryWalk(BucketStorage source, TransferOptions options, PlanBuilder plan, Base base) {
    this.source = source;
    this.rules = new NameRules(options.filters());
    this.plan = plan;
    this.base = base;
  }

  Position run(Position from) throws PlanInterrupted {
    Position position = from;
    Optional<String> after = from.after().isEmpty() ? Optional.empty() : Optional.of(from.after());
    try (Stream<KeyVersions> keys = KeyVersions.below(source, base.source(), after)) {
      for (Iterator<KeyVersions> each = keys.iterator(); each.hasNext(); ) {
        KeyVersions key = each.next();
        position = position.sawEntry();
        if (rules.include(key.name(), false)) {
          versions(key.name(), key.versions());
        }
        position = plan.cutIfDue(position.behind(key.name(), List.of()));
      }
    }
    return position;
  }

  /** All versions of one object that is an item of its own. */
  Position object(Position from) {
    versions("", KeyVersions.of(source, base.source()));
    return from.sawEntry();
  }

  private void versions(String name, List<Version> newestFirst) {
    for (Version version : newestFirst.reversed()) {
      if (version.deleteMarker()) {
        plan.add(Phase.COPY, base, Entry.of(0, name, Action.MARK_DELETED, 0));
      } else {
        plan.file(version.size());
        plan.add(
            Phase.COPY,
            base,
            new Entry(
                0,
                name,
                Action.SEND,
                version.size(),
                ItemWalk.Entries.nanos(version.lastModified()),
                version.etag(),
                version.versionId(),
                version.storageClass(),
                0,
                "",
                0,
                0));
      }
    }
  }
}
