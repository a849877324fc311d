package io.windlass.filesystem;

import io.windlass.connection.feed.Backlog;
import io.windlass.filesystem.tree.Conflicts.Loser;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a link still has to do, and what did not work. Immutable.
 *
 * @param waitingImports changes of the bucket that were heard of and not applied yet
 * @param oldestImport when the oldest of them was first heard of
 * @param waitingExports local changes that are not in the bucket yet
 * @param oldestExport when the oldest of them was seen
 * @param failures local changes that could not be exported, at most {@value #MOST}
 * @param conflicts local files that lost their place to an object, at most {@value #MOST}
 */
public record LinkActivity(
    long waitingImports,
    Optional<Instant> oldestImport,
    long waitingExports,
    Optional<Instant> oldestExport,
    List<LocalFiles.Failure> failures,
    List<Conflict> conflicts) {
  /** Of each list. */
  static final int MOST = 100;

  /** Copies the lists. */
  public LinkActivity {
    failures = List.copyOf(failures);
    conflicts = List.copyOf(conflicts);
  }

  /**
   * A local file that was changed on both sides and kept aside.
   *
   * @param path below the root of the file system
   * @param size bytes
   * @param modified when it was last written
   */
  public record Conflict(String path, long size, Instant modified) {}

  static LinkActivity of(ServedFileSystem served, LinkDetails link, NodeWork work) {
    Optional<Backlog> imports =
        work.setup()
            .feeds()
            .ofOwner(link.feedOwner())
            .map(subscription -> work.setup().feeds().backlog(subscription.id()));
    io.windlass.filesystem.watch.Backlog exports = work.changes().backlog(link.id());
    return new LinkActivity(
        imports.map(Backlog::keys).orElse(0L),
        imports.flatMap(Backlog::oldest),
        exports.waiting(),
        exports.oldest(),
        work.changes().failures(link.id(), Optional.empty(), MOST).stream()
            .map(change ->
                new LocalFiles.Failure(
                    change.path(), change.code().orElse(""), change.message().orElse("")))
            .toList(),
        served.tree().conflicts().list(link.id(), MOST).stream()
            .map(LinkActivity::conflict)
            .toList());
  }

  private static Conflict conflict(Loser loser) {
    return new Conflict(loser.path(), loser.size(), loser.modified());
  }
}
