package io.windlass.filesystem.known;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The version of each object that an entry of a link last agreed with. Entries know it themselves;
 * this is for names whose entry was removed or replaced: only an object that is still the known one
 * may be deleted or replaced in their stead.
 *
 * <p>A table of two hashes for each object, 16 bytes at a load of at most one half, in a file of
 * the file system itself: memory does not grow with it, and it survives the end of the process.
 * After a power loss it may be behind, which makes conflicts of what were none, and never the
 * reverse as long as the tree is scanned afterwards. Thread-safe.
 */
public final class KnownObjects implements AutoCloseable {
  static final int SLOT = 16;
  private static final long FIRST_CAPACITY = 4096;
  static final long EMPTY = 0;
  private static final long REMOVED = 1;
  private static final int CHUNK = 64 * 1024;

  /** Slots that are read at a time: mostly more than a search has to look at. */
  private static final int WINDOW = 16;

  /** Of nothing, to be copied: looking for one costs more than a hash. */
  private static final MessageDigest SHA256 = sha256();

  /** No key has a NUL. */
  private static final String INTENDED = "\0";

  private final Descriptor directory;
  private final String name;
  private Descriptor file;
  private long capacity;

  /** Slots that are not empty, removed ones too. */
  private long used;

  private long live;

  /** Whether there may be a version that was to be written; a first import has none to look for. */
  private boolean intending;

  private final ByteBuffer slot = ByteBuffer.allocateDirect(SLOT);
  private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW * SLOT);

  private KnownObjects(Descriptor directory, String name, Descriptor file) {
    this.directory = directory;
    this.name = name;
    this.file = file;
    this.capacity = Math.max(FIRST_CAPACITY, file.status().size() / SLOT);
    file.truncate(capacity * SLOT);
    count();
    this.intending = live > 0;
  }

  /** Opens or makes the table of this name. The directory stays the caller's. */
  public static KnownObjects open(Descriptor directory, String name) {
    removeIfThere(directory, name + ".new");
    return new KnownObjects(
        directory.duplicate(),
        name,
        directory.open(name, OpenFlags.READ_WRITE | OpenFlags.CREATE, 0600));
  }

  /** What is known of an object. */
  public enum Knowledge {
    /** No entry ever agreed with an object of this key. */
    NONE,
    /** The last one agreed with this version. */
    SAME,
    /** The last one agreed with another version. */
    OTHER
  }

  /**
   * Compares an object with the version that was known last, and with the one that was to be
   * written.
   */
  public Knowledge of(String key, String etag) {
    long hash = hash(key);
    long version = hash(etag);
    synchronized (this) {
      Knowledge written = compare(hash, version);
      boolean intended =
          intending
              && written != Knowledge.SAME
              && compare(hash(INTENDED + key), version) == Knowledge.SAME;
      return intended ? Knowledge.SAME : written;
    }
  }

  private Knowledge compare(long hash, long etag) {
    Slot found = search(hash);
    if (!found.taken()) {
      return Knowledge.NONE;
    }
    return found.etag() == etag ? Knowledge.SAME : Knowledge.OTHER;
  }

  /** Whether any version of the object is known. */
  public boolean knows(String key) {
    long hash = hash(key);
    synchronized (this) {
      return search(hash).taken();
    }
  }

  /** Whether a version was to be written, and nobody knows whether it was. */
  public synchronized boolean intends(String key) {
    return search(hash(INTENDED + key)).taken();
  }

  /**
   * This version of the object is about to be written: it counts as known, beside the last one,
   * also when this process ends or the answer is lost.
   */
  public synchronized void intend(String key, String etag) {
    intending = true;
    put(hash(INTENDED + key), hash(etag));
  }

  /** An entry agrees with this version of the object. */
  public void put(String key, String etag) {
    long hash = hash(key);
    long version = hash(etag);
    synchronized (this) {
      put(hash, version);
      forgetIntended(key);
    }
  }

  private void forgetIntended(String key) {
    if (intending) {
      remove(hash(INTENDED + key));
    }
  }

  private void put(long hash, long etag) {
    Slot found = search(hash);
    if (!found.taken()) {
      if ((used + 1) * 2 > capacity) {
        rebuild();
        found = search(hash);
      }
      if (!found.counted()) {
        used++;
      }
      live++;
    }
    write(found.at(), hash, etag);
  }

  /** The object is gone, or nobody's business any more. */
  public synchronized void remove(String key) {
    remove(hash(key));
    forgetIntended(key);
  }

  private void remove(long hash) {
    Slot found = search(hash);
    if (found.taken()) {
      write(found.at(), REMOVED, 0);
      live--;
    }
  }

  /** How many objects are known. */
  public synchronized long size() {
    return live;
  }

  /** Forgets everything. */
  public synchronized void clear() {
    file.truncate(0);
    capacity = FIRST_CAPACITY;
    file.truncate(capacity * SLOT);
    used = 0;
    live = 0;
  }

  /** Removes the table of this name, which is not open. */
  public static void delete(Descriptor directory, String name) {
    removeIfThere(directory, name);
  }

  private static void removeIfThere(Descriptor directory, String name) {
    try {
      directory.remove(name, false);
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  /**
   * A place in the table.
   *
   * @param taken whether the hash is there; else it may be put there
   * @param counted whether it is one of those that are not empty
   * @param etag what is there beside the hash
   */
  private record Slot(long at, boolean taken, boolean counted, long etag) {}

  /** Where a hash is, or else where it goes. */
  private Slot search(long hash) {
    long removedAt = -1;
    long at = hash & (capacity - 1);
    while (true) {
      int count = readWindow(at);
      for (int i = 0; i < count; i++) {
        long found = window.getLong(i * SLOT);
        if (found == hash) {
          return new Slot(at + i, true, true, window.getLong(i * SLOT + 8));
        }
        if (found == EMPTY) {
          return removedAt < 0
              ? new Slot(at + i, false, false, 0)
              : new Slot(removedAt, false, true, 0);
        }
        if (found == REMOVED && removedAt < 0) {
          removedAt = at + i;
        }
      }
      at = (at + count) & (capacity - 1);
    }
  }

  /** Reads the slots from this one on, as many as there are and have room. */
  private int readWindow(long at) {
    int count = (int) Math.min(WINDOW, capacity - at);
    if (file.read(window.clear().limit(count * SLOT), at * SLOT) != count * SLOT) {
      throw new IllegalStateException("the table of known objects is cut off");
    }
    return count;
  }

  private void write(long at, long key, long etag) {
    slot.clear().putLong(0, key).putLong(8, etag);
    if (file.write(slot, at * SLOT) != SLOT) {
      throw new IllegalStateException("the table of known objects cannot be written");
    }
  }

  /** Into a table that is twice as large as what is in it needs. */
  private void rebuild() {
    long larger = Math.max(FIRST_CAPACITY, Long.highestOneBit(Math.max(1, live)) * 8);
    removeIfThere(directory, name + ".new");
    Descriptor target =
        directory.open(
            name + ".new", OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE, 0600);
    try {
      target.truncate(larger * SLOT);
      LargerTable table = new LargerTable(target, larger, capacity);
      each(file, capacity, table::put);
      table.end();
      directory.rename(name + ".new", directory, name, false);
    } catch (RuntimeException e) {
      target.close();
      throw e;
    }
    file.close();
    file = target;
    capacity = larger;
    used = live;
  }

  private void count() {
    each(file, capacity, (_, _) -> live++);
    used = live + removed;
  }

  private long removed;

  @FunctionalInterface
  private interface Slots {
    void at(long key, long etag);
  }

  private void each(Descriptor source, long slots, Slots visitor) {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    removed = 0;
    for (long offset = 0; offset < slots * SLOT; ) {
      int count = source.read(chunk.clear(), offset);
      if (count < SLOT) {
        return;
      }
      int whole = count - count % SLOT;
      for (int i = 0; i < whole; i += SLOT) {
        long key = chunk.getLong(i);
        if (key == REMOVED) {
          removed++;
        } else if (key != EMPTY) {
          visitor.at(key, chunk.getLong(i + 8));
        }
      }
      offset += whole;
    }
  }

  private static long hash(String text) {
    try {
      MessageDigest digest = (MessageDigest) SHA256.clone();
      long hash = ByteBuffer.wrap(digest.digest(text.getBytes(UTF_8))).getLong();
      return hash == EMPTY || hash == REMOVED ? 2 : hash;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java's SHA-256 cannot be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  @Override
  public synchronized void close() {
    file.close();
    directory.close();
  }
}
