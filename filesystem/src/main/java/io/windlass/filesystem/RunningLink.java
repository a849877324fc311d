package io.windlass.filesystem;

import io.windlass.filesystem.exports.AutoExport;
import io.windlass.linux.Descriptor;
import io.windlass.objectstore.ObjectStore;
import org.jspecify.annotations.Nullable;

/** A link in service, in both directions as far as its policies go. Thread-safe. */
final class RunningLink implements AutoCloseable {
  private final LinkSides sides;
  private final ObjectStore store;
  private final Descriptor directory;
  private final BucketFollower follower;
  private final @Nullable AutoExport exports;

  private RunningLink(LinkSides sides) {
    this.sides = sides;
    this.store = sides.store();
    this.directory = sides.served().tree().open(sides.details().link());
    this.follower = new BucketFollower(sides.details(), sides::importer, sides.work().setup());
    this.exports = exports(sides) ? AutoExport.start(sides.site(directory, store)) : null;
    follower.start();
  }

  /** Begins with what the policies ask for; what failed before is tried again. */
  static RunningLink start(LinkSides sides) {
    if (exports(sides)) {
      sides.work().changes().retryAll(sides.details().id());
    }
    return new RunningLink(sides);
  }

  private static boolean exports(LinkSides sides) {
    return !sides.details().link().exports().isEmpty();
  }

  /** Whether the store is to be reached in another way by now: each way is one object. */
  @SuppressWarnings("ReferenceEquality")
  boolean outdated() {
    return store != sides.store();
  }

  /** Objects that were copied to another key for a rename. */
  long renames() {
    return exports == null ? 0 : exports.counters().renames();
  }

  /** Ends both directions and waits for what is in hand. */
  @Override
  public void close() {
    follower.close();
    if (exports != null) {
      exports.close();
    }
    directory.close();
  }
}
