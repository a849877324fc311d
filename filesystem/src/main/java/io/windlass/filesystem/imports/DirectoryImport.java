package io.windlass.filesystem.imports;

import io.windlass.filesystem.imports.Applied.Outcome;
import io.windlass.filesystem.known.KnownObjects.Knowledge;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.EntryMetadata;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.ObjectMetadata;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.objectstore.ObjectFacts;
import java.util.Optional;

/**
 * Brings a directory in step with its marker. The caller holds the lock of the path. Thread-safe.
 */
final class DirectoryImport {
  private final FileTree tree;
  private final Link link;
  private final PendingChanges pending;

  DirectoryImport(FileTree tree, Link link, PendingChanges pending) {
    this.tree = tree;
    this.link = link;
    this.pending = pending;
  }

  /** The marker exists; whatever is in its body does not matter. */
  Applied apply(
      Descriptor base, String path, ObjectFacts facts, Optional<Entry> local, Policy policy) {
    if (local.isPresent() && !local.get().status().isDirectory()) {
      return Applied.failed(
          ReportCode.S3_OBJECT_TYPE_MISMATCH,
          "The object is a directory's and the entry at its path is none.");
    }
    String stateKey = stateKey(path);
    Optional<FileState> known = local.flatMap(entry -> entry.known(link, stateKey));
    if (known.filter(state -> state.etag().equals(facts.etag())).isPresent()) {
      return Applied.of(Outcome.UNCHANGED);
    }
    // a directory that was made for what is in it has waited for its marker
    boolean asked =
        local.isEmpty()
            ? policy.created()
            : policy.changed() || (policy.created() && known.isEmpty());
    if (!asked) {
      return Applied.of(Outcome.IGNORED);
    }
    boolean removedHere =
        local.isEmpty() && tree.known(link).of(stateKey, facts.etag()) == Knowledge.SAME;
    if (removedHere && pending.covers(path)) {
      return Applied.of(Outcome.WAITING);
    }
    if (removedHere && !policy.brings()) {
      return Applied.of(Outcome.KEPT);
    }
    return take(base, path, facts, local);
  }

  private Applied take(Descriptor base, String path, ObjectFacts facts, Optional<Entry> local) {
    ObjectMetadata metadata = ObjectMetadata.parse(facts.id().key(), facts.metadata());
    if (local.isEmpty()) {
      tree.makeDirectories(base, path);
    }
    EntryMetadata given =
        local
            .map(entry ->
                metadata.equals(ObjectMetadata.NONE)
                    ? asItIs(entry)
                    : EntryMetadata.ofChanged(metadata, true, facts.lastModified(), entry.status()))
            .orElseGet(() -> EntryMetadata.ofNew(metadata, true, facts.lastModified()));
    FileState state =
        FileState.local(
            link.number(), stateKey(path), facts.etag(), facts.size(), given.modified());
    tree.adopt(base, path.isEmpty() ? "." : path, state, given);
    return Applied.of(local.isEmpty() ? Outcome.CREATED : Outcome.REPLACED);
  }

  private static EntryMetadata asItIs(Entry entry) {
    return new EntryMetadata(
        entry.status().permissions(),
        entry.status().uid(),
        entry.status().gid(),
        entry.status().modified(),
        entry.status().accessed());
  }

  /** The marker is gone, and was this directory's. */
  Applied remove(Descriptor base, String path) {
    try {
      if (!path.isEmpty()) {
        base.remove(path, true);
        return Applied.of(Outcome.REMOVED);
      }
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOTEMPTY && e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    try (Descriptor directory = base.open(path.isEmpty() ? "." : path, 0, 0)) {
      tree.states().clear(directory);
    }
    return Applied.of(Outcome.KEPT);
  }

  static String stateKey(String path) {
    return path.isEmpty() ? "" : path + "/";
  }
}
