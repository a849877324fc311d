package io.windlass.filesystem.tree;

import io.windlass.filesystem.state.FileState;
import io.windlass.linux.Descriptor;

/** What an entry is to be, before it has its place. */
public sealed interface Draft {
  /** What it is to know of its object. */
  FileState state();

  /** Its owner, permissions and times. */
  EntryMetadata metadata();

  /** A file whose bytes stay in the bucket until somebody reads it. Lazy trees only. */
  record Stub(FileState state, EntryMetadata metadata) implements Draft {}

  /** A file with all its bytes. */
  record Whole(FileState state, EntryMetadata metadata, Content content) implements Draft {}

  /** A symbolic link. */
  record SymbolicLink(FileState state, EntryMetadata metadata, String target) implements Draft {}

  /** Writes the bytes of a file into a new, empty one. */
  @FunctionalInterface
  interface Content {
    /** Writes all bytes, in whatever order; the tree brings them to the disk. */
    void writeTo(Descriptor file);
  }
}
