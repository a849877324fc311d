package io.windlass.filesystem.exports;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Entry;
import java.util.Locale;
import java.util.Optional;

/**
 * The state of a file in the words and bits of Lustre, as {@code lfs hsm_state} prints them.
 * Immutable.
 *
 * @param exists an object is known for the file
 * @param dirty the content here is newer than the object
 * @param released the content is in the bucket alone
 * @param archived the object holds the current content
 * @param neverRelease the content is never to be dropped
 */
public record HsmState(
    boolean exists, boolean dirty, boolean released, boolean archived, boolean neverRelease) {
  private static final HsmState NONE = new HsmState(false, false, false, false, false);

  /**
   * Of an entry of a link. A file that has content newer than its object keeps its last archive.
   */
  public static HsmState of(Link link, Entry entry) {
    Optional<FileState> known = entry.known(link);
    if (known.isEmpty()) {
      return NONE;
    }
    FileState state = known.get();
    boolean released = state.content() == FileState.Content.RELEASED;
    boolean dirty = !entry.status().isDirectory() && Entry.differs(entry.status(), state);
    return new HsmState(true, dirty, released, true, state.pinned());
  }

  /** Exists 1, dirty 2, released 4, archived 8, never released 16. */
  public int bits() {
    return (exists ? 0x01 : 0)
        | (dirty ? 0x02 : 0)
        | (released ? 0x04 : 0)
        | (archived ? 0x08 : 0)
        | (neverRelease ? 0x10 : 0);
  }

  /** As people know it: {@code path: (0x0000000d) released exists archived, archive_id:1}. */
  public String print(String path) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%s: (0x%08x)", path, bits()));
    if (released) {
      text.append(" released");
    }
    if (exists) {
      text.append(" exists");
    }
    if (dirty) {
      text.append(" dirty");
    }
    if (archived) {
      text.append(" archived");
    }
    if (neverRelease) {
      text.append(" never_release");
    }
    return exists ? text + ", archive_id:1" : text.toString();
  }
}
