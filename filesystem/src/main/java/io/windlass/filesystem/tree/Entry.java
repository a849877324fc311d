package io.windlass.filesystem.tree;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.linux.FileStatus;
import java.util.Optional;

/**
 * An entry of a tree as it was when it was looked at. Immutable.
 *
 * @param status what the kernel says
 * @param state what it knows of its object, of whatever link
 */
public record Entry(FileStatus status, Optional<FileState> state) {

  /** What it knows of an object of this link; the knowledge of other links is not trusted. */
  public Optional<FileState> known(Link link) {
    return state.filter(s -> s.link() == link.number());
  }

  /** What it knows of this object of this link; empty also for an entry that was renamed here. */
  public Optional<FileState> known(Link link, String stateKey) {
    return known(link).filter(s -> s.key().equals(stateKey));
  }

  /** Whether it is something that objects stand for: neither device, socket nor pipe. */
  public boolean transferable() {
    return status.isFile() || status.isDirectory() || status.isSymbolicLink();
  }

  /**
   * Whether content or times differ from what was last in step with the object. A file whose bytes
   * are in the bucket alone has no content to differ.
   */
  public static boolean differs(FileStatus status, FileState state) {
    if (state.content() == FileState.Content.RELEASED) {
      return false;
    }
    return state.changed()
        || status.size() != state.size()
        || (!status.isSymbolicLink() && status.modified() != state.modified());
  }
}
