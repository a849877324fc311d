package io.windlass.transfer.collection;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Errno;
import io.windlass.linux.FileName;
import io.windlass.linux.LinuxException;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;

/** The one place that says in the words of collections what a storage has answered. */
final class Problems {
  private Problems() {}

  /** What a store answered to a call about a path; what is not about paths stays as it is. */
  static WindlassException of(StoreException failure, String path) {
    return switch (failure.failure()) {
      case StoreFailure.NoSuchBucket _, StoreFailure.NoSuchObject _ ->
          new StoreException(failure.failure(), notFound(path), failure);
      case StoreFailure.Denied denied ->
          new StoreException(
              denied,
              new Problem(
                  Kind.STORE_REFUSED,
                  "store_denied",
                  failure.problem().message(),
                  failure.problem().remedy()),
              failure);
      case StoreFailure.BadKeys _,
          StoreFailure.ClockSkew _,
          StoreFailure.ExpiredKeys _,
          StoreFailure.KeyDenied _,
          StoreFailure.PreconditionFailed _,
          StoreFailure.Refused _,
          StoreFailure.Unreachable _,
          StoreFailure.Unsupported _,
          StoreFailure.WrongRegion _ ->
          failure;
    };
  }

  /** What the kernel answered to a call about a path. */
  static WindlassException of(LinuxException failure, String path) {
    return linux(failure, path).toException(failure);
  }

  static Problem linux(LinuxException failure, String path) {
    return switch (failure.errno()) {
      case Errno.ENOENT, Errno.ESTALE -> notFound(path);
      case Errno.ENOTDIR -> notADirectory(path);
      case Errno.EISDIR -> isADirectory(path);
      case Errno.EEXIST, Errno.ENOTEMPTY -> exists(path);
      case Errno.ENAMETOOLONG, Errno.EINVAL ->
          invalidName(path, "The file system takes no such name.");
      case Errno.ELOOP -> invalidLink(path);
      case Errno.EXDEV ->
          Problem.of(
              Kind.INVALID, "other_file_system", shown(path) + " is on another file system.");
      case Errno.EACCES, Errno.EPERM, Errno.EROFS ->
          Problem.of(
                  Kind.STORE_REFUSED,
                  "store_denied",
                  "The file system denied " + shown(path) + " (" + name(failure) + ").")
              .withRemedy("Let the user that Windlass runs as read and write there.");
      case Errno.ENOSPC ->
          Problem.of(
                  Kind.UNAVAILABLE,
                  "no_space_left",
                  "The disk has no room for " + shown(path) + ".")
              .withRemedy("Make room; the work goes on by itself.");
      case Errno.EDQUOT ->
          Problem.of(
                  Kind.UNAVAILABLE,
                  "quota_exceeded",
                  "The quota has no room for " + shown(path) + ".")
              .withRemedy("Make room or raise the quota; the work goes on by itself.");
      default ->
          Problem.of(
              Kind.UNAVAILABLE,
              "directory_failed",
              "The file system failed at " + shown(path) + " (" + name(failure) + ").");
    };
  }

  private static String name(LinuxException failure) {
    return LinuxException.name(failure.errno());
  }

  static Problem notFound(String path) {
    return Problem.of(Kind.NOT_FOUND, "path_not_found", "There is no " + shown(path) + ".");
  }

  static Problem notADirectory(String path) {
    return Problem.of(
        Kind.INVALID,
        "not_a_directory",
        shown(path) + " is no directory, or a part of it is none.");
  }

  static Problem isADirectory(String path) {
    return Problem.of(Kind.INVALID, "is_a_directory", shown(path) + " is a directory.");
  }

  static Problem notAFile(String path) {
    return Problem.of(
        Kind.INVALID, "not_a_file", shown(path) + " is a device, pipe or socket, and no file.");
  }

  static Problem exists(String path) {
    return Problem.of(Kind.CONFLICT, "path_exists", "There is " + shown(path) + " already.");
  }

  /** What a bulk deletion says of one key. */
  static Problem notDeleted(String path, String storeCode, String message) {
    boolean denied = storeCode.startsWith("AccessDenied");
    Problem problem =
        Problem.of(
            Kind.STORE_REFUSED,
            denied ? "store_denied" : "store_refused",
            "The store did not delete " + shown(path) + " (" + storeCode + ": " + message + ").");
    return denied ? problem.withRemedy("Allow s3:DeleteObject on it to these keys.") : problem;
  }

  static Problem notEmpty(String path) {
    return Problem.of(
        Kind.CONFLICT, "directory_not_empty", "The directory " + shown(path) + " is not empty.");
  }

  static Problem intoItself(String path) {
    return Problem.of(
        Kind.INVALID, "into_itself", shown(path) + " cannot be moved to itself or below itself.");
  }

  static Problem invalidName(String path, String why) {
    return Problem.of(
        Kind.INVALID, "invalid_path_name", shown(path) + " cannot be kept there: " + why);
  }

  static Problem invalidLink(String path) {
    return Problem.of(
        Kind.INVALID,
        "invalid_symlink",
        "The symbolic link at " + shown(path) + " points nowhere, or out of the collection.");
  }

  static Problem sourceChanged(String path) {
    return Problem.of(Kind.CONFLICT, "source_changed", shown(path) + " changed while it was read.")
        .withRemedy("Read it again.");
  }

  static Problem rootNotWritable() {
    return Problem.of(
            Kind.INVALID,
            "root_not_writable",
            "Nothing can be written beside the buckets, and buckets are not made here.")
        .withRemedy("Give a path that begins with /BUCKET/.");
  }

  static Problem notAnObject(String path) {
    return Problem.of(Kind.INVALID, "not_an_object", shown(path) + " is no object in a bucket.");
  }

  /** A path for people: what is no text is marked. */
  static String shown(String path) {
    if (FileName.isText(path)) {
      return path;
    }
    StringBuilder text = new StringBuilder(path);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        text.setCharAt(i, '\uFFFD');
      }
    }
    return text.toString();
  }
}
