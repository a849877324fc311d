package io.windlass.transfer.collection;

import io.windlass.foundation.Problem;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileName;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The directory of a collection by its descriptor: which entry a path means, and what is told of
 * it. Nothing here leaves the directory; symbolic links are read and resolved here, and what the
 * kernel is given in the end has none.
 *
 * @param root open
 * @param path as the node's programs know it, for absolute symbolic links
 */
record LocalTree(Descriptor root, String path) {
  /** What names at the root begin with that are Windlass's own: neither shown nor written. */
  static final String OWN = ".windlass-";

  /** Bytes of a name that Linux file systems can hold. */
  private static final int LONGEST_NAME = 255;

  private static final int MOST_LINKS = 40;
  private static final String ROOT = ".";

  /** The path relative to the root, without slashes at its ends; empty for the root. */
  static String relative(String path) {
    Paths.requireAbsolute(path);
    int from = 0;
    int to = path.length();
    while (from < to && path.charAt(from) == '/') {
      from++;
    }
    while (to > from && path.charAt(to - 1) == '/') {
      to--;
    }
    String relative = path.substring(from, to);
    Optional<Problem> unsuitable = unsuitable(path, relative);
    if (unsuitable.isPresent()) {
      throw unsuitable.get().toException();
    }
    return relative;
  }

  /** Why there can be no entry of this relative path. */
  static Optional<Problem> unsuitable(String shown, String relative) {
    if (relative.isEmpty()) {
      return Optional.empty();
    }
    String[] names = relative.split("/", -1);
    if (names[0].startsWith(OWN)) {
      return Optional.of(
          Problems.invalidName(shown, "Names at the root that begin so are Windlass's own."));
    }
    return Arrays.stream(names)
        .flatMap(name -> fault(name).stream())
        .findFirst()
        .map(why -> Problems.invalidName(shown, why));
  }

  private static Optional<String> fault(String name) {
    if (name.isEmpty()) {
      return Optional.of("It has an empty segment.");
    }
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("It has a segment . or .. in it.");
    }
    if (name.indexOf('\0') >= 0) {
      return Optional.of("It has a zero character in it.");
    }
    if (FileName.encode(name).length > LONGEST_NAME) {
      return Optional.of("A segment is longer than the 255 bytes of a file name.");
    }
    return Optional.empty();
  }

  /**
   * The relative path without symbolic links that a relative path means.
   *
   * @throws LinuxException ELOOP when a link leaves the directory or goes round in circles; ENOENT
   */
  String real(String relative) {
    Deque<String> rest = new ArrayDeque<>(segments(relative));
    Deque<String> real = new ArrayDeque<>();
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.equals("..")) {
        if (real.pollLast() == null) {
          throw new LinuxException(Errno.ELOOP, relative);
        }
        continue;
      }
      real.addLast(name);
      String soFar = String.join("/", real);
      if (!root.status(soFar).isSymbolicLink()) {
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new LinuxException(Errno.ELOOP, relative);
      }
      String target = root.readLink(soFar);
      real.removeLast();
      if (target.startsWith("/")) {
        target = beneath(target, relative);
        real.clear();
      }
      List<String> through = segments(target);
      for (int i = through.size() - 1; i >= 0; i--) {
        rest.addFirst(through.get(i));
      }
    }
    return String.join("/", real);
  }

  private String beneath(String target, String relative) {
    String top = path.endsWith("/") ? path : path + "/";
    if ((target + "/").startsWith(top)) {
      return target.length() < top.length() ? "" : target.substring(top.length());
    }
    throw new LinuxException(Errno.ELOOP, relative);
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(name -> !name.isEmpty() && !name.equals("."))
        .toList();
  }

  /** What a relative path means, links followed. */
  Resolved resolve(String relative) {
    if (relative.isEmpty()) {
      return new Resolved("", root.status());
    }
    try {
      FileStatus status = root.status(relative);
      if (!status.isSymbolicLink()) {
        return new Resolved(relative, status);
      }
    } catch (LinuxException e) {
      if (!isInTheWay(e)) {
        throw e;
      }
    }
    String real = real(relative);
    return new Resolved(real, real.isEmpty() ? root.status() : root.status(real));
  }

  /** Opens a directory, links followed. */
  Descriptor openDirectory(String relative) {
    String real = resolve(relative).relative();
    return root.open(real.isEmpty() ? ROOT : real, OpenFlags.READ | OpenFlags.DIRECTORY, 0);
  }

  /** A directory to make entries in, links followed; close it. */
  Entered enter(String relative) {
    int flags = OpenFlags.PATH | OpenFlags.DIRECTORY;
    try {
      return new Entered(relative, root.open(relative.isEmpty() ? ROOT : relative, flags, 0));
    } catch (LinuxException e) {
      if (!isInTheWay(e)) {
        throw e;
      }
    }
    String real = real(relative);
    return new Entered(real, root.open(real.isEmpty() ? ROOT : real, flags, 0));
  }

  /** The nearest directory above an entry that is there; close it. */
  Entered enterAbove(String relative) {
    for (int slash = relative.lastIndexOf('/');
        slash >= 0;
        slash = relative.lastIndexOf('/', slash - 1)) {
      try {
        return enter(relative.substring(0, slash));
      } catch (LinuxException e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
      }
    }
    return enter("");
  }

  /**
   * Does something with an entry itself, which may be a link, in the directory that its parent's
   * path means. Where the path has no links this costs nothing.
   */
  <T> T atEntry(String relative, Function<String, T> work) {
    try {
      return work.apply(relative);
    } catch (LinuxException e) {
      int slash = relative.lastIndexOf('/');
      if (slash < 0 || !isInTheWay(e)) {
        throw e;
      }
      String parent = real(relative.substring(0, slash));
      String real =
          parent.isEmpty() ? relative.substring(slash + 1) : parent + relative.substring(slash);
      if (real.equals(relative)) {
        throw e;
      }
      return work.apply(real);
    }
  }

  private static boolean isInTheWay(LinuxException e) {
    return e.errno() == Errno.ELOOP || e.errno() == Errno.ENOTDIR;
  }

  /** The item of an entry that is no link, or of what a link means. */
  Item item(String name, FileStatus status, Optional<String> linkTarget) {
    Item.Type type =
        status.isDirectory()
            ? Item.Type.DIRECTORY
            : status.isFile()
                ? Item.Type.FILE
                : status.isSymbolicLink() ? Item.Type.BROKEN_LINK : Item.Type.OTHER;
    return new Item(
        name,
        type,
        type == Item.Type.FILE ? status.size() : 0,
        Optional.of(instant(status.modified())),
        linkTarget,
        Optional.of(status.permissions()),
        Optional.of(OwnerNames.USERS.of(status.uid())),
        Optional.of(OwnerNames.GROUPS.of(status.gid())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The item of a symbolic link: what it means if that is in the collection, with its target. */
  Item linkItem(String name, String relative, FileStatus link) {
    String target = root.readLink(relative);
    try {
      return item(name, resolve(relative).status(), Optional.of(target));
    } catch (LinuxException _) {
      return item(name, link, Optional.of(target));
    }
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  static long nanos(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
  }

  /** An open directory, and its path without links. */
  record Entered(String relative, Descriptor directory) implements AutoCloseable {
    @Override
    public void close() {
      directory.close();
    }
  }

  /** An entry that is no symbolic link. */
  record Resolved(String relative, FileStatus status) {}
}
