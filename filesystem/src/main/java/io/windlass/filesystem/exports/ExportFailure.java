package io.windlass.filesystem.exports;

import io.windlass.filesystem.tree.Encrypted;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;

/** One entry could not be exported; the others can. */
final class ExportFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ReportCode code;
  private final boolean passing;

  private ExportFailure(ReportCode code, String message, boolean passing) {
    super(message);
    this.code = code;
    this.passing = passing;
  }

  /** It stays so until the entry or something else is changed by somebody. */
  static ExportFailure lasting(ReportCode code, String message) {
    return new ExportFailure(code, message, false);
  }

  /** It may work later. */
  static ExportFailure passing(ReportCode code, String message) {
    return new ExportFailure(code, message, true);
  }

  /** In the words of reports. */
  static ExportFailure of(RuntimeException failure) {
    return switch (failure) {
      case ExportFailure known -> known;
      case StoreException store -> ofStore(store);
      case LinuxException linux -> ofLinux(linux);
      case WindlassException ours -> passing(ReportCode.INTERNAL_ERROR, ours.problem().message());
      default -> passing(ReportCode.INTERNAL_ERROR, "Windlass failed: " + failure);
    };
  }

  private static ExportFailure ofStore(StoreException store) {
    String message = store.problem().message();
    return switch (store.failure()) {
      case StoreFailure.Denied _, StoreFailure.BadKeys _, StoreFailure.ExpiredKeys _ ->
          passing(ReportCode.S3_ACCESS_DENIED, message);
      case StoreFailure.KeyDenied _ -> passing(ReportCode.S3_ACCESS_DENIED, message);
      case StoreFailure.NoSuchObject _ -> passing(ReportCode.S3_OBJECT_NOT_FOUND, message);
      default -> passing(ReportCode.S3_ERROR, message);
    };
  }

  private static ExportFailure ofLinux(LinuxException linux) {
    return switch (linux.errno()) {
      case Errno.EPERM, Errno.EACCES, Errno.EROFS ->
          passing(ReportCode.OPERATION_NOT_PERMITTED, String.valueOf(linux.getMessage()));
      case Errno.ENOKEY -> lasting(ReportCode.OPERATION_NOT_PERMITTED, Encrypted.REASON);
      case Errno.EBUSY -> passing(ReportCode.RESOURCE_BUSY, String.valueOf(linux.getMessage()));
      case Errno.ENAMETOOLONG ->
          lasting(ReportCode.PATH_SIZE_TOO_LONG, String.valueOf(linux.getMessage()));
      default -> passing(ReportCode.INTERNAL_ERROR, String.valueOf(linux.getMessage()));
    };
  }

  ReportCode code() {
    return code;
  }

  /** Whether it may work later although nobody changes the entry. */
  boolean isPassing() {
    return passing;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
