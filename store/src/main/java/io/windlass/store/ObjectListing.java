package io.windlass.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.store.KeyPath.Name;
import io.windlass.store.KeyPath.Start;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * One page of a listing: walks the directories in the order of keys from where the page begins, and
 * ends when the page is full. Not thread-safe; used once.
 */
final class ObjectListing {
  private static final byte[] NOTHING = new byte[0];

  private final DirectoryNames names;
  private final byte[] prefix;
  private final byte[] delimiter;
  private final byte[] after;
  private final int limit;

  private final List<StoredObject> objects = new ArrayList<>();
  private final List<String> commonPrefixes = new ArrayList<>();
  private byte[] lastPrefix = NOTHING;
  private byte[] last;
  private boolean truncated;

  /**
   * A page to be made.
   *
   * @param after only what is behind this key or common prefix
   * @param rolledUp whether {@code after} is a common prefix, so that all below it is behind us
   */
  ObjectListing(
      DirectoryNames names,
      String prefix,
      Optional<String> delimiter,
      byte[] after,
      boolean rolledUp,
      int limit) {
    this.names = names;
    this.prefix = prefix.getBytes(UTF_8);
    this.delimiter = delimiter.orElse("").getBytes(UTF_8);
    this.after = after.clone();
    this.last = after;
    this.limit = limit;
    if (rolledUp) {
      lastPrefix = this.after;
    }
  }

  /**
   * What a page holds.
   *
   * @param last the last key or common prefix on it
   * @param rolledUp whether that is a common prefix
   */
  record Page(
      List<StoredObject> objects,
      List<String> commonPrefixes,
      boolean truncated,
      String last,
      boolean rolledUp) {}

  Page read(Path root) throws IOException {
    if (limit > 0) {
      Start start = KeyPath.start(root, prefix);
      byte[] base = Arrays.copyOf(prefix, start.length());
      boolean behind = Arrays.compareUnsigned(base, after) < 0 && !startsWith(after, base);
      if (!behind) {
        walk(start.directory(), base);
      }
    }
    return new Page(
        objects,
        commonPrefixes,
        truncated,
        new String(last, UTF_8),
        last.length > 0 && Arrays.equals(last, lastPrefix));
  }

  /** Whether the walk goes on behind the directory. */
  private boolean walk(Path directory, byte[] base) throws IOException {
    Iterator<Name> entries = names.from(directory, first(base));
    while (entries.hasNext()) {
      Name name = entries.next();
      byte[] full = join(base, name.text());
      if (!startsWith(full, prefix) && Arrays.compareUnsigned(full, prefix) > 0) {
        return true; // all that begins with the prefix is behind us
      }
      boolean goOn =
          name.directory()
              ? directory(directory.resolve(name.fileName()), full)
              : file(directory.resolve(name.fileName()), full);
      if (!goOn) {
        return false;
      }
    }
    return true;
  }

  /** The first name of a directory that may matter. */
  private byte[] first(byte[] base) {
    byte[] from = NOTHING;
    for (byte[] bound : new byte[][] {prefix, after}) {
      if (bound.length > base.length && startsWith(bound, base)) {
        int container = KeyPath.containerLength(bound, base.length);
        int end = container == 0 ? bound.length : base.length + container;
        byte[] name = Arrays.copyOfRange(bound, base.length, end);
        from = Arrays.compareUnsigned(name, from) > 0 ? name : from;
      }
    }
    return from;
  }

  private boolean directory(Path directory, byte[] full) throws IOException {
    if (Arrays.compareUnsigned(full, after) < 0 && !startsWith(after, full)) {
      return true;
    }
    Optional<byte[]> rolled = rolledUp(full);
    if (rolled.filter(common -> Arrays.equals(common, lastPrefix)).isPresent()) {
      return true;
    }
    // where the page begins inside, only what is behind that counts
    if (rolled.isEmpty() || startsWith(after, full)) {
      return walk(directory, full);
    }
    if (!holdsObjects(directory)) {
      return true;
    }
    return addPrefix(rolled.get());
  }

  private boolean file(Path file, byte[] full) throws IOException {
    if (!startsWith(full, prefix) || Arrays.compareUnsigned(full, after) <= 0) {
      return true;
    }
    Optional<byte[]> rolled = rolledUp(full);
    if (rolled.isPresent()) {
      return Arrays.equals(rolled.get(), lastPrefix) || addPrefix(rolled.get());
    }
    if (full()) {
      return false;
    }
    try {
      objects.add(BucketFiles.read(file));
      last = full;
    } catch (NoSuchFileException e) {
      // deleted meanwhile
    }
    return true;
  }

  private boolean addPrefix(byte[] common) {
    if (full()) {
      return false;
    }
    commonPrefixes.add(new String(common, UTF_8));
    lastPrefix = common;
    last = common;
    return true;
  }

  private boolean full() {
    truncated = objects.size() + commonPrefixes.size() >= limit;
    return truncated;
  }

  /** The key up to the first delimiter behind the prefix, where there is one. */
  private Optional<byte[]> rolledUp(byte[] key) {
    if (delimiter.length == 0) {
      return Optional.empty();
    }
    for (int i = prefix.length; i + delimiter.length <= key.length; i++) {
      if (Arrays.equals(key, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
        return startsWith(key, prefix)
            ? Optional.of(Arrays.copyOf(key, i + delimiter.length))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private boolean holdsObjects(Path directory) {
    Iterator<Name> entries = names.from(directory, NOTHING);
    while (entries.hasNext()) {
      Name name = entries.next();
      if (!name.directory() || holdsObjects(directory.resolve(name.fileName()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is any object below a directory. */
  static boolean holdsObjects(DirectoryNames names, Path root) {
    return new ObjectListing(names, "", Optional.empty(), NOTHING, false, 1).holdsObjects(root);
  }

  private static boolean startsWith(byte[] text, byte[] start) {
    return text.length >= start.length
        && Arrays.equals(text, 0, start.length, start, 0, start.length);
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
