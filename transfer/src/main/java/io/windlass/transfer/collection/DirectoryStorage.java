package io.windlass.transfer.collection;

import io.windlass.foundation.Problem;
import io.windlass.objectstore.Body;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * A directory, of this node unless it is said to be of another. Nothing outside it is reached,
 * whatever paths and links say.
 */
public non-sealed interface DirectoryStorage extends Storage {

  /** As {@link #unsuitable}, of any directory. */
  static Optional<Problem> unsuitablePath(String path) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    boolean slash = relative.endsWith("/");
    return LocalTree.unsuitable(
        path, slash ? relative.substring(0, relative.length() - 1) : relative);
  }

  /**
   * Opens a file for reading. Symbolic links are followed as long as they stay in the collection.
   *
   * @throws io.windlass.foundation.WindlassException {@code path_not_found}, {@code
   *     is_a_directory}, {@code not_a_file}, {@code store_denied}
   */
  OpenFile read(String path);

  /**
   * Begins a file that appears under its path, with its parents, when it is committed.
   *
   * @param size as it will be, so that the disk is found full early
   */
  NewFile write(String path, long size);

  /** Goes on with a file that was kept, when it is still there. */
  Optional<NewFile> resume(String path, String name);

  /** Removes a file that was kept, when it is still there. */
  void discard(String path, String name);

  /** Makes a symbolic link, in the place of whatever file is there. */
  void link(String path, String target);

  /** Waits until all that was committed is on the disk. Once for each batch. */
  void sync();

  /**
   * Lets the disk begin with what {@link #sync} would wait for. A failure is told by the next
   * {@link #sync}.
   */
  void flushAhead();

  /** A file that is being read. Thread-safe; close it. */
  interface OpenFile extends AutoCloseable {
    /** As it was when it was opened. */
    Item item();

    /** Reads at an offset into the buffer; the bytes read, 0 at the end. */
    int read(ByteBuffer buffer, long offset);

    /** The value of an extended attribute, up to 8 KiB. */
    Optional<byte[]> attribute(String name);

    /**
     * All bytes, for a store: as many as the file had when it was opened; reading fails when there
     * are fewer. Valid until the file is closed.
     */
    Body body();

    /**
     * Fails unless size, time and file are those of the opening: to be asked after the last byte
     * was read.
     *
     * @throws io.windlass.foundation.WindlassException CONFLICT {@code source_changed}
     */
    void requireUnchanged();

    @Override
    void close();
  }

  /** A file that is being written, under no name of its own yet. Thread-safe; close it. */
  interface NewFile extends AutoCloseable {
    /** Writes all of the buffer at an offset. */
    void write(ByteBuffer buffer, long offset);

    /** Reads back what was written, as {@link OpenFile#read}. */
    int read(ByteBuffer buffer, long offset);

    /** What it is called until then, for {@link #resume} and {@link #discard}. */
    String name();

    /** Waits until what was written is on the disk. */
    void sync();

    /** Has closing leave it for a later attempt. */
    void keep();

    /** Sets an extended attribute; false when the file system takes none, or none so large. */
    boolean attribute(String name, byte[] value);

    /**
     * Gives it its name, in the place of whatever file has it.
     *
     * @param modifiedAt its time; absent: now
     * @throws io.windlass.foundation.WindlassException {@code is_a_directory} when a directory has
     *     the name
     */
    void commit(Optional<Instant> modifiedAt);

    /** Removes it unless it was committed or is kept. */
    @Override
    void close();
  }
}
