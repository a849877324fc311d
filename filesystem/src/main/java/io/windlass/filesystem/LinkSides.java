package io.windlass.filesystem;

import io.windlass.filesystem.exports.Site;
import io.windlass.filesystem.imports.Importer;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.filesystem.watch.ChangeWatch;
import io.windlass.linux.Descriptor;
import io.windlass.objectstore.ObjectStore;

/** A link with both of its sides on this node, as imports and exports need them. */
record LinkSides(LinkDetails details, ServedFileSystem served, NodeWork work) {

  /** The store as it is to be reached now. */
  ObjectStore store() {
    return work.setup().store(details);
  }

  /** An importer that waits for what is still to be exported. */
  Importer importer() {
    return new Importer(served.tree(), details.link(), store(), pending());
  }

  /**
   * Both sides, for exports.
   *
   * @param directory the linked directory, open as long as the site is used
   */
  Site site(Descriptor directory, ObjectStore store) {
    return new Site(
        served.tree(),
        directory,
        details.link(),
        store,
        work.transfers(),
        served.tree().known(details.link()),
        served.stubs(),
        work.changes(),
        () -> served.watch().ifPresent(ChangeWatch::catchUp),
        new BucketChange(served, details, work.setup()),
        work.setup().database().jdbi(),
        work.setup().settings().exports());
  }

  private PendingChanges pending() {
    if (details.link().exports().isEmpty()) {
      return PendingChanges.NONE;
    }
    return served
        .watch()
        .map(it -> it.pending(details.id()))
        .orElse(path -> work.changes().pending(details.id(), path));
  }
}
