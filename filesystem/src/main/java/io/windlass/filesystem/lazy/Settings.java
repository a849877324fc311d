package io.windlass.filesystem.lazy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How lazy files are served.
 *
 * @param wholeFileLimit files up to this many bytes are filled whole when they are opened
 * @param fetches readings of the source at a time
 * @param fetchesPerFile the same, for one file
 * @param fetchLimit how long one reading of the source may give no bytes before it is given up
 * @param waitLimit how long a program waits while nothing of the file comes, before it gets an
 *     error
 * @param wholeFileOpeners names of programs ({@code comm}) for which every file is filled whole
 *     when opened: they look for holes, or use the file in ways that cause no events
 * @param wholeFilePaths the same for files whose path below the mount point matches one of these
 * @param refusedPrograms names of programs that get EBUSY instead of content: those that read
 *     everything and need nothing
 * @param filesAhead how many small files are fetched ahead of a program that goes through a
 *     directory, at most; 0 for none
 */
public record Settings(
    long wholeFileLimit,
    int fetches,
    int fetchesPerFile,
    Duration fetchLimit,
    Duration waitLimit,
    Set<String> wholeFileOpeners,
    List<Pattern> wholeFilePaths,
    Set<String> refusedPrograms,
    int filesAhead) {

  /** What is used unless told otherwise. */
  public static final Settings DEFAULT =
      new Settings(
          64L << 20,
          64,
          6,
          Duration.ofSeconds(60),
          Duration.ofMinutes(15),
          Set.of("bsdtar", "qemu-img", "losetup", "mount", "ksmbd", "nfsd"),
          List.of(),
          Set.of(),
          32);

  /** Checks that the numbers make sense, and copies the collections. */
  public Settings {
    requireNonNull(fetchLimit, "fetchLimit");
    requireNonNull(waitLimit, "waitLimit");
    if (wholeFileLimit < 0 || fetches < 1 || fetchesPerFile < 1 || filesAhead < 0) {
      throw new IllegalArgumentException("limits of lazy files are not negative");
    }
    wholeFileOpeners = Set.copyOf(wholeFileOpeners);
    wholeFilePaths = List.copyOf(wholeFilePaths);
    refusedPrograms = Set.copyOf(refusedPrograms);
  }

  /** The same with other choices of an operator. */
  public Settings with(
      long limit, Set<String> moreWholeFileOpeners, Set<String> refused, int ahead) {
    Set<String> openers = new HashSet<>(wholeFileOpeners);
    openers.addAll(moreWholeFileOpeners);
    return new Settings(
        limit,
        fetches,
        fetchesPerFile,
        fetchLimit,
        waitLimit,
        openers,
        wholeFilePaths,
        refused,
        ahead);
  }
}
