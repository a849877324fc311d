package io.windlass.filesystem.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.filesystem.link.Link;
import io.windlass.linux.Child;
import io.windlass.linux.Children;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Local files that lost their place to an object: kept below {@value KeyPaths#CONFLICTS} at the
 * root of the file system, by link and path, with the time of the conflict at the end of the name.
 * The directory itself is the record; nothing else knows of them.
 *
 * <p>Thread-safe.
 */
public final class Conflicts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Room for a time and a number at the end of a name. */
  private static final int LONGEST_STEM = KeyPaths.LONGEST_NAME - 32;

  private static final String RECOVERED = "recovered";
  private static final int OWNER_ONLY = 0700;
  private static final int OPEN_TO_NAMES = 0711;

  private final Descriptor root;
  private final Clock clock = Clock.systemUTC();

  Conflicts(Descriptor root) {
    this.root = root;
  }

  /**
   * A file that was moved aside.
   *
   * @param path below the root of the file system
   * @param size bytes
   * @param modified when it was last written
   */
  public record Loser(String path, long size, Instant modified) {}

  /**
   * Moves an entry aside; answers its new path below the root.
   *
   * @param link whose entry it was; empty when that is not known any more
   * @param path below the linked directory
   */
  String moveAside(Descriptor directory, String name, Optional<Link> link, String path) {
    String parent = makeDirectories(link, path);
    String last = path.substring(path.lastIndexOf('/') + 1);
    String stem = parent + "/" + shortened(last) + "." + TIME.format(clock.instant());
    for (int attempt = 0; ; attempt++) {
      String loser = attempt == 0 ? stem : stem + "-" + attempt;
      try {
        directory.rename(name, root, loser, true);
        return loser;
      } catch (LinuxException e) {
        if (e.errno() != Errno.EEXIST) {
          throw e;
        }
      }
    }
  }

  /**
   * The directories mirror those that the file was in, with owner and mode, so that nobody reaches
   * here what they could not reach there.
   */
  private String makeDirectories(Optional<Link> link, String path) {
    makeDirectory(KeyPaths.CONFLICTS, OPEN_TO_NAMES);
    String copy = KeyPaths.CONFLICTS + "/" + link.map(Link::id).orElse(RECOVERED);
    makeDirectory(copy, OWNER_ONLY);
    if (link.isEmpty()) {
      return copy;
    }
    String original = link.get().directory();
    if (reachable(original)) {
      mirror(original, copy);
    }
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      String below = path.substring(0, end);
      makeDirectory(copy + "/" + below, OWNER_ONLY);
      mirror(original.isEmpty() ? below : original + "/" + below, copy + "/" + below);
    }
    int slash = path.lastIndexOf('/');
    return slash < 0 ? copy : copy + "/" + path.substring(0, slash);
  }

  /** Whether everybody may pass all directories above this one. */
  private boolean reachable(String directory) {
    for (int end = directory.indexOf('/'); end >= 0; end = directory.indexOf('/', end + 1)) {
      if ((root.status(directory.substring(0, end)).permissions() & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  private void makeDirectory(String path, int mode) {
    try {
      root.makeDirectory(path, OWNER_ONLY);
      try (Descriptor made = FileTree.openDirectory(root, path)) {
        made.mode(mode);
      }
    } catch (LinuxException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  private void mirror(String original, String copy) {
    try (Descriptor directory = FileTree.openDirectory(root, copy)) {
      FileStatus status = original.isEmpty() ? root.status() : root.status(original);
      if (status.isDirectory()) {
        directory.owner(status.uid(), status.gid());
        directory.mode(status.permissions());
      }
    } catch (LinuxException e) {
      // gone meanwhile, or not ours to give: then the copy stays the owner's alone
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR && e.errno() != Errno.EPERM) {
        throw e;
      }
    }
  }

  private static String shortened(String name) {
    String shorter = name;
    while (shorter.getBytes(UTF_8).length > LONGEST_STEM) {
      shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
    }
    return shorter;
  }

  /**
   * The files of a link that were moved aside, in no particular order.
   *
   * @param limit at most so many
   */
  public List<Loser> list(String linkId, int limit) {
    List<Loser> losers = new ArrayList<>();
    collect(KeyPaths.CONFLICTS + "/" + linkId, limit, losers);
    return List.copyOf(losers);
  }

  private void collect(String directory, int limit, List<Loser> losers) {
    try (Descriptor open = root.open(directory, OpenFlags.READ | OpenFlags.DIRECTORY, 0);
        Children children = open.children()) {
      while (losers.size() < limit && children.hasNext()) {
        Child child = children.next();
        String path = directory + "/" + child.name();
        FileStatus status = open.status(child.name());
        if (status.isDirectory()) {
          collect(path, limit, losers);
        } else {
          losers.add(new Loser(path, status.size(), Instant.ofEpochSecond(0, status.modified())));
        }
      }
    } catch (LinuxException e) {
      // none yet, or taken away by somebody meanwhile
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }
}
