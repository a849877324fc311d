package io.windlass.filesystem.imports;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.Link.Change;

/**
 * Which changes of objects are taken over.
 *
 * @param brings also objects that did not change and whose entries were removed here
 */
record Policy(boolean created, boolean changed, boolean deleted, boolean brings) {
  /** Of tasks, whatever the link says: new and changed objects, never deletions. */
  static final Policy TASK = new Policy(true, true, false, true);

  /** Everything the bucket says. */
  static final Policy ALL = new Policy(true, true, true, false);

  static Policy of(Link link) {
    return new Policy(
        link.imports().contains(Change.NEW),
        link.imports().contains(Change.CHANGED),
        link.imports().contains(Change.DELETED),
        false);
  }
}
