package io.windlass.filesystem.imports;

import io.windlass.filesystem.tree.Encrypted;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;

/** The one place that says which faults concern one object, and which end the whole import. */
final class Faults {
  private Faults() {}

  /** What a fault of the store means for one object; throws it when it concerns more than that. */
  static Applied of(StoreException fault) {
    return switch (fault.failure()) {
      case StoreFailure.Denied _, StoreFailure.KeyDenied _ ->
          Applied.failed(ReportCode.S3_ACCESS_DENIED, fault.problem().message());
      case StoreFailure.NoSuchObject _ ->
          Applied.failed(ReportCode.S3_OBJECT_NOT_FOUND, fault.problem().message());
      case StoreFailure.PreconditionFailed _, StoreFailure.Refused _, StoreFailure.Unsupported _ ->
          Applied.failed(ReportCode.S3_ERROR, fault.problem().message());
      case StoreFailure.NoSuchBucket _,
          StoreFailure.BadKeys _,
          StoreFailure.ExpiredKeys _,
          StoreFailure.ClockSkew _,
          StoreFailure.WrongRegion _,
          StoreFailure.Unreachable _ ->
          throw fault;
    };
  }

  /** The same for a fault of the file system. */
  static Applied of(LinuxException fault) {
    return switch (fault.errno()) {
      case Errno.ENOTDIR, Errno.ELOOP, Errno.EISDIR ->
          Applied.failed(
              ReportCode.S3_OBJECT_TYPE_MISMATCH,
              "Something on the way to the path is a file or symbolic link.");
      case Errno.ENAMETOOLONG -> Applied.failed(ReportCode.PATH_SIZE_TOO_LONG, fault.getMessage());
      case Errno.EPERM, Errno.EACCES ->
          Applied.failed(ReportCode.OPERATION_NOT_PERMITTED, fault.getMessage());
      case Errno.ENOKEY -> Applied.failed(ReportCode.OPERATION_NOT_PERMITTED, Encrypted.REASON);
      case Errno.EBUSY -> Applied.failed(ReportCode.RESOURCE_BUSY, fault.getMessage());
      case Errno.ENOSPC, Errno.EDQUOT ->
          throw fatal(
              "file_system_full",
              "The file system is full.",
              "Free space or inodes on it; the import goes on where it was.",
              fault);
      case Errno.EROFS, Errno.EIO, Errno.EMFILE, Errno.EBADF ->
          throw fatal(
              "file_system_failed",
              "The file system refuses its service: " + fault.getMessage() + ".",
              "Look at the kernel's log of this node.",
              fault);
      default -> Applied.failed(ReportCode.INTERNAL_ERROR, fault.getMessage());
    };
  }

  private static WindlassException fatal(
      String code, String message, String remedy, LinuxException fault) {
    return Problem.of(Kind.UNAVAILABLE, code, message).withRemedy(remedy).toException(fault);
  }
}
