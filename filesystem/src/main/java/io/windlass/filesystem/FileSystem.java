package io.windlass.filesystem;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory tree on one node that Windlass looks after, as it stood when it was read. Immutable.
 *
 * @param id {@code fs-} and 17 hexadecimal digits, or a fixed one that was asked for
 * @param name unique within the project
 * @param projectGuid the owning project
 * @param source where its bytes are
 * @param mountPoint where users see it
 * @param node id of the node that has it
 * @param lifecycle where it stands
 * @param mode how content arrives; absent until the node has tried
 * @param modeReason why it is not lazy
 * @param failure what is wrong, in one sentence
 * @param tags in the order of their keys
 * @param attributes a JSON object that surfaces keep here and that means nothing to Windlass
 * @param createdBy user id
 * @param createdAt when
 */
public record FileSystem(
    String id,
    String name,
    String projectGuid,
    Source source,
    Path mountPoint,
    String node,
    Lifecycle lifecycle,
    Optional<Mode> mode,
    Optional<String> modeReason,
    Optional<String> failure,
    SortedMap<String, String> tags,
    String attributes,
    long createdBy,
    Instant createdAt) {

  /** Copies the tags. */
  public FileSystem {
    tags = sorted(tags);
  }

  static SortedMap<String, String> sorted(Map<String, String> tags) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /** Where the bytes of a file system are. */
  public sealed interface Source {
    /** The path that the node opens. */
    Path path();

    /** A block device with a file system of the operator's on it. */
    record Device(Path path) implements Source {}

    /** A directory: the root of a mount of the operator's, or, in eager mode, any. */
    record Directory(Path path) implements Source {}

    /**
     * A file that Windlass makes, formats as XFS and mounts. One that is there already is mounted
     * as it is.
     *
     * @param size bytes, at least {@value #LEAST}
     */
    record Image(Path path, long size) implements Source {
      /** XFS refuses smaller ones. */
      public static final long LEAST = 300L << 20;
    }
  }

  /** Where a file system stands. */
  public enum Lifecycle {
    /** The node prepares it. */
    CREATING,
    /** Served. */
    AVAILABLE,
    /** Could not be made; only to be deleted. */
    FAILED,
    /** Was served and cannot be opened now; the node tries again by itself. */
    MISCONFIGURED,
    /** Being taken out of service. */
    DELETING
  }

  /** How the content of imported files arrives. */
  public enum Mode {
    /** On first access. */
    LAZY,
    /** With the import. */
    EAGER;

    /** The word on every surface. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
