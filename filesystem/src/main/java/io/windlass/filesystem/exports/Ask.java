package io.windlass.filesystem.exports;

import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.watch.Seen.Content;
import java.util.Set;

/**
 * What is to be done to objects.
 *
 * @param changes which kinds of change are exported
 * @param content whether the bytes may have changed, whatever size and time say
 * @param oldKeys what becomes of the old object of a renamed entry
 */
record Ask(Set<Change> changes, Content content, OldKeys oldKeys) {
  /** What becomes of the old object of a renamed entry. */
  enum OldKeys {
    /** It is deleted when the new one is there. */
    DELETE,
    /** Somebody else deletes it. */
    KEEP
  }

  /** Copies the set. */
  Ask {
    changes = Set.copyOf(changes);
  }

  static Ask of(Set<Change> changes) {
    return new Ask(changes, Content.AS_TOLD, OldKeys.DELETE);
  }

  Ask with(Content other) {
    return new Ask(changes, other, oldKeys);
  }

  Ask keepingOldKeys() {
    return new Ask(changes, content, OldKeys.KEEP);
  }

  boolean forNew() {
    return changes.contains(Change.NEW);
  }

  boolean forChanged() {
    return changes.contains(Change.CHANGED);
  }

  boolean forDeleted() {
    return changes.contains(Change.DELETED);
  }

  /** Whether a renamed entry gets an object under its new key. */
  boolean forTargets() {
    return forChanged() || forNew();
  }

  /** Whether the old object of a renamed entry goes. */
  boolean forOldKeys() {
    return forChanged() || (forNew() && forDeleted());
  }
}
