package io.windlass.filesystem.link;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.regex.Pattern;

/**
 * The two paths of a link. Overlap is a matter of whole segments: {@code /ns1} and {@code /ns10}
 * have nothing to do with each other.
 */
public final class LinkPaths {
  private static final int LONGEST_DIRECTORY = 4096;
  private static final int LONGEST_REPOSITORY = 4357;
  private static final Pattern REFUSED = Pattern.compile("[\\x00\\r\\n\\x85\\u2028\\u2029]");
  private static final String SCHEME = "s3://";

  private LinkPaths() {}

  /**
   * A directory without slashes at its ends; empty for the root.
   *
   * @param path absolute, with or without a slash at its end
   * @throws WindlassException {@code invalid_path}
   */
  public static String directory(String path) {
    if (!path.startsWith("/") || path.length() > LONGEST_DIRECTORY) {
      throw invalidPath(
          "The directory of a link begins with a slash and has up to 4,096 characters.");
    }
    if (REFUSED.matcher(path).find()) {
      throw invalidPath("The directory of a link is one line without control characters.");
    }
    String bare = path.substring(1);
    if (bare.isEmpty()) {
      return "";
    }
    bare = bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
    if (hasOddSegment(bare)) {
      throw invalidPath("The directory of a link must have no empty, . or .. segments.");
    }
    return bare;
  }

  /** A prefix of a bucket; {@code prefix} is empty or ends with a slash. */
  public record Repository(String bucket, String prefix) {
    /** {@code s3://bucket/prefix} */
    public String text() {
      return SCHEME + bucket + "/" + prefix;
    }
  }

  /**
   * Reads {@code s3://bucket[/prefix][/]}.
   *
   * @throws WindlassException {@code invalid_repository_path}
   */
  public static Repository repository(String path) {
    if (!path.startsWith(SCHEME) || path.length() > LONGEST_REPOSITORY) {
      throw invalidRepository(
          "A data repository path is written s3://bucket/prefix and has up to 4,357 characters.");
    }
    String bare = path.substring(SCHEME.length());
    int slash = bare.indexOf('/');
    String bucket = slash < 0 ? bare : bare.substring(0, slash);
    if (bucket.isEmpty()) {
      throw invalidRepository("The data repository path names no bucket.");
    }
    return new Repository(bucket, prefix(slash < 0 ? "" : bare.substring(slash + 1)));
  }

  /**
   * A prefix that is empty or ends with a slash.
   *
   * @throws WindlassException {@code invalid_repository_path}
   */
  public static String prefix(String text) {
    if (REFUSED.matcher(text).find()) {
      throw invalidRepository("A prefix is one line without control characters.");
    }
    if (text.isEmpty()) {
      return "";
    }
    String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (hasOddSegment(bare)) {
      throw invalidRepository("A prefix must have no empty, . or .. segments.");
    }
    return bare + "/";
  }

  /** Whether one directory is the other, or lies in it. Both without slashes at their ends. */
  public static boolean directoriesOverlap(String one, String other) {
    return within(one, other) || within(other, one);
  }

  /** Whether the path is the directory or lies in it; both without slashes at their ends. */
  public static boolean within(String path, String directory) {
    return directory.isEmpty() || path.equals(directory) || path.startsWith(directory + "/");
  }

  /** Whether one prefix holds the other, in the same bucket. */
  public static boolean repositoriesOverlap(Repository one, Repository other) {
    return one.bucket().equals(other.bucket())
        && (one.prefix().startsWith(other.prefix()) || other.prefix().startsWith(one.prefix()));
  }

  private static boolean hasOddSegment(String bare) {
    for (String segment : bare.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static WindlassException invalidPath(String message) {
    return Problem.of(Kind.INVALID, "invalid_path", message)
        .withRemedy("Write it like /ns1/path1.")
        .toException();
  }

  private static WindlassException invalidRepository(String message) {
    return Problem.of(Kind.INVALID, "invalid_repository_path", message)
        .withRemedy("Write it like s3://my-bucket/my-prefix/.")
        .toException();
  }
}
