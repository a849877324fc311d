package io.windlass.filesystem.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.filesystem.linux.Child;
import io.windlass.filesystem.linux.Children;
import io.windlass.filesystem.linux.Descriptor;
import io.windlass.filesystem.linux.Errno;
import io.windlass.filesystem.linux.FileStatus;
import io.windlass.filesystem.linux.LinuxException;
import io.windlass.filesystem.linux.OpenFlags;
import io.windlass.filesystem.state.FileStates;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

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

  /** Moves an entry aside, which then is an ordinary file; answers its path below the root. */
  String moveAside(
      Descriptor directory, String name, FileStates states, String linkId, String path) {
    states.clear(directory, name);
    String target = KeyPaths.CONFLICTS + "/" + linkId + "/" + path;
    int slash = target.lastIndexOf('/');
    String parent = target.substring(0, slash);
    makeDirectories(parent);
    String stem = shortened(target.substring(slash + 1)) + "." + TIME.format(clock.instant());
    for (int attempt = 0; ; attempt++) {
      String loser = parent + "/" + stem + (attempt == 0 ? "" : "-" + attempt);
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

  private void makeDirectories(String path) {
    for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      String directory = end < 0 ? path : path.substring(0, end);
      try {
        // the losers may be anybody's: each keeps its own mode, and names alone are open to all
        root.makeDirectory(directory, ObjectMetadata.DEFAULT_PERMISSIONS);
      } catch (LinuxException e) {
        if (e.errno() != Errno.EEXIST) {
          throw e;
        }
      }
      if (end < 0) {
        return;
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
