package io.windlass.filesystem.imports;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.tree.FileTree;
import java.time.Duration;

/** Counts results in the order of keys and tells a listener; every so often a checkpoint. */
final class Progress {
  private static final long NANOS_PER_CHECKPOINT = Duration.ofSeconds(5).toNanos();

  private final FileTree tree;
  private final Link link;
  private final ImportListener listener;
  private ImportCounts counts = ImportCounts.NONE;
  private String last = "";
  private long checkpointTotal;
  private long checkpointTime = System.nanoTime();

  Progress(FileTree tree, Link link, ImportListener listener) {
    this.tree = tree;
    this.link = link;
    this.listener = listener;
  }

  void tell(String key, Applied applied) {
    counts = counts.plus(applied);
    last = key;
    String relative = key.substring(link.prefix().length());
    listener.applied(relative, applied);
    applied.trouble().ifPresent(trouble -> listener.trouble(relative, trouble));
    if (System.nanoTime() - checkpointTime >= NANOS_PER_CHECKPOINT) {
      checkpoint();
    }
  }

  private void checkpoint() {
    tree.sync();
    listener.checkpoint(last, counts);
    checkpointTotal = counts.total();
    checkpointTime = System.nanoTime();
  }

  /** The last checkpoint, and all counts. */
  ImportCounts end() {
    if (counts.total() > checkpointTotal) {
      checkpoint();
    }
    return counts;
  }
}
