package io.windlass.filesystem.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.windlass.filesystem.link.Link;
import io.windlass.linux.FileName;
import java.util.List;
import java.util.Optional;

/**
 * The one rule that says which path below a linked directory belongs to which key. A key is never
 * bent to fit: it has a path, letter for letter, or none.
 *
 * <p>Immutable.
 *
 * @param prefix what every key of the link begins with; empty, or ends with a slash
 * @param root whether the linked directory is the root of its file system, where some names are
 *     Windlass's own
 */
public record KeyPaths(String prefix, boolean root) {
  /** Bytes of a name that Linux file systems can hold. */
  public static final int LONGEST_NAME = 255;

  /** Where the losers of conflicts lie, at the root of a file system. */
  public static final String CONFLICTS = ".windlass-conflicts";

  /** Where entries are made before they get their name, at the root of a file system. */
  public static final String UNFINISHED = ".windlass-tmp";

  /** Where what is known of objects is kept, at the root of a file system. */
  public static final String KNOWN = ".windlass-known";

  private static final String PROBES = ".windlass-probe";
  private static final List<String> DOTS = List.of(".", "..");

  /** Checks that the prefix is one. */
  public KeyPaths {
    requireNonNull(prefix, "prefix");
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("a prefix ends with a slash: " + prefix);
    }
  }

  /** The rule for a link. */
  public static KeyPaths of(Link link) {
    return new KeyPaths(link.prefix(), link.directory().isEmpty());
  }

  /**
   * Where an object belongs.
   *
   * @param key a whole key that begins with the prefix
   */
  public KeyPath toPath(String key) {
    String rest = relative(key);
    boolean directory = rest.isEmpty() || rest.endsWith("/");
    String path = directory && !rest.isEmpty() ? rest.substring(0, rest.length() - 1) : rest;
    if (path.isEmpty()) {
      return rest.isEmpty() ? new KeyPath.Directory("") : noPath("The key has an empty segment.");
    }
    int from = 0;
    while (from <= path.length()) {
      int slash = path.indexOf('/', from);
      int end = slash < 0 ? path.length() : slash;
      Optional<KeyPath> fault = fault(path.substring(from, end), from == 0);
      if (fault.isPresent()) {
        return fault.get();
      }
      from = end + 1;
    }
    return directory ? new KeyPath.Directory(path) : new KeyPath.File(path);
  }

  /**
   * The whole key of an entry; empty where the linked directory of a link to a whole bucket is
   * meant, which has no key. Keys over 1,024 bytes are answered like others.
   *
   * @param path below the linked directory; empty for the linked directory itself
   */
  public String toKey(String path, boolean directory) {
    return prefix + stateKey(path, directory);
  }

  /** The key of an entry without the prefix, as its state holds it. */
  public String stateKey(String path, boolean directory) {
    return directory && !path.isEmpty() ? path + "/" : path;
  }

  /** A whole key without the prefix. */
  public String relative(String key) {
    if (!key.startsWith(prefix)) {
      throw new IllegalArgumentException("not below the prefix: " + key);
    }
    return key.substring(prefix.length());
  }

  /** Whether a path below the linked directory is Windlass's own, never imported nor exported. */
  public boolean reserved(String path) {
    int slash = path.indexOf('/');
    return root && isOwnName(slash < 0 ? path : path.substring(0, slash));
  }

  /** Whether a name at the root of a file system is Windlass's own. */
  public static boolean isOwnName(String name) {
    return name.equals(CONFLICTS)
        || name.equals(UNFINISHED)
        || name.equals(KNOWN)
        || name.startsWith(PROBES);
  }

  private Optional<KeyPath> fault(String segment, boolean first) {
    if (segment.isEmpty()) {
      return Optional.of(noPath("The key has an empty segment."));
    }
    if (DOTS.contains(segment)) {
      return Optional.of(noPath("The key has a segment . or .. in it."));
    }
    if (segment.indexOf('\0') >= 0) {
      return Optional.of(noPath("The key has a NUL in it."));
    }
    if (!FileName.isText(segment)) {
      return Optional.of(noPath("The key is not valid Unicode."));
    }
    if (segment.getBytes(UTF_8).length > LONGEST_NAME) {
      return Optional.of(
          new KeyPath.Unsuitable(
              ReportCode.PATH_SIZE_TOO_LONG,
              "A segment of the key is longer than the 255 bytes of a file name."));
    }
    if (first && root && isOwnName(segment)) {
      return Optional.of(
          new KeyPath.Unsuitable(
              ReportCode.OPERATION_NOT_PERMITTED,
              "The name at the root of the file system is Windlass's own."));
    }
    return Optional.empty();
  }

  private static KeyPath.Unsuitable noPath(String reason) {
    return new KeyPath.Unsuitable(ReportCode.S3_OBJECT_PATH_NOT_POSIX_COMPLIANT, reason);
  }
}
