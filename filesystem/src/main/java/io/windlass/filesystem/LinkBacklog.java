package io.windlass.filesystem;

import io.windlass.connection.feed.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How much a link has still to do, and for how long it has waited. Immutable.
 *
 * @param waitingImports changes of the bucket that were heard of and not applied yet
 * @param oldestImport how long the oldest of them has waited; zero when none does
 * @param waitingExports local changes that are not in the bucket yet
 * @param oldestExport how long the oldest of them has waited; zero when none does
 * @param renames objects that were copied to another key for a rename, since the link is in service
 */
public record LinkBacklog(
    String fileSystemId,
    String linkId,
    long waitingImports,
    Duration oldestImport,
    long waitingExports,
    Duration oldestExport,
    long renames) {

  static LinkBacklog of(LinkDetails link, Optional<RunningLink> running, NodeWork work) {
    NodeSetup setup = work.setup();
    Instant now = setup.clock().instant();
    Optional<Backlog> imports =
        setup
            .feeds()
            .ofOwner(link.feedOwner())
            .map(subscription -> setup.feeds().backlog(subscription.id()));
    io.windlass.filesystem.watch.Backlog exports = work.changes().backlog(link.id());
    return new LinkBacklog(
        link.link().fileSystemId(),
        link.id(),
        imports.map(Backlog::keys).orElse(0L),
        imports.map(waiting -> waiting.age(now)).orElse(Duration.ZERO),
        exports.waiting(),
        exports.age(now),
        running.map(RunningLink::renames).orElse(0L));
  }
}
