package io.windlass.filesystem.watch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** Something to note in the journal. Paths as {@link io.windlass.linux.FileName}s. */
public sealed interface Seen {
  /**
   * A name of a linked directory is to be looked at.
   *
   * @param linkId the link
   * @param path below the linked directory
   * @param extent whether what lies below is to be looked at too
   * @param content whether its bytes may have changed, whatever size and time say
   * @param gone it is not there
   * @param settle how long to wait for more of the same
   */
  record Name(
      String linkId, String path, Extent extent, Content content, boolean gone, Duration settle)
      implements Seen {
    /** Checks that nothing is missing. */
    public Name {
      requireNonNull(linkId, "linkId");
      requireNonNull(path, "path");
      requireNonNull(extent, "extent");
      requireNonNull(content, "content");
      requireNonNull(settle, "settle");
    }
  }

  /**
   * An entry got another path. Earlier renames of it, or of what lies below it, follow.
   *
   * @param fileSystemId the file system of both ends
   * @param from old path below the root of the file system
   * @param to new path below the root of the file system
   * @param extent whether it is a directory with everything below it
   * @param source its old place in a link; absent when it was in none
   */
  record Rename(String fileSystemId, String from, String to, Extent extent, Optional<Source> source)
      implements Seen {
    /** Checks that nothing is missing. */
    public Rename {
      requireNonNull(fileSystemId, "fileSystemId");
      requireNonNull(from, "from");
      requireNonNull(to, "to");
      requireNonNull(extent, "extent");
      requireNonNull(source, "source");
    }
  }

  /** A path below the directory of a link. */
  record Source(String linkId, String path) {}

  /** What may have changed. */
  enum Content {
    /** The bytes, whatever size and time say. */
    WRITTEN,
    /** What size and time tell. */
    AS_TOLD
  }

  /** How much is meant. */
  enum Extent {
    /** The entry alone. */
    ENTRY,
    /** The entry and everything below it. */
    TREE
  }
}
