package io.windlass.filesystem.lazy;

import io.windlass.linux.Errno;
import io.windlass.linux.Fanotify;
import io.windlass.linux.LinuxException;

/**
 * What waiting programs are told. The kernel takes a few error numbers only; with any other the
 * program would go on waiting, so no number is made anywhere else.
 */
final class Answers {
  static final int ALLOW = Fanotify.ALLOW;
  static final int FAILED = Fanotify.deny(Errno.EIO);

  /** For programs that are to fetch nothing. */
  static final int REFUSED = Fanotify.deny(Errno.EBUSY);

  private Answers() {}

  static int to(Throwable failure) {
    return switch (failure) {
      case ContentException content ->
          switch (content.reason()) {
            case CHANGED, GONE, UNREACHABLE, ARCHIVED, TIMEOUT -> FAILED;
            case DENIED -> Fanotify.deny(Errno.EPERM);
            case NO_SPACE -> Fanotify.deny(Errno.ENOSPC);
          };
      case LinuxException linux when linux.errno() == Errno.ENOSPC -> Fanotify.deny(Errno.ENOSPC);
      case LinuxException linux when linux.errno() == Errno.EDQUOT -> Fanotify.deny(Errno.EDQUOT);
      default -> FAILED;
    };
  }

  /** The same as an exception for a caller of ours. */
  static ContentException exception(Throwable failure) {
    if (failure instanceof ContentException content) {
      return new ContentException(content.reason(), text(content), content);
    }
    boolean full =
        failure instanceof LinuxException linux
            && (linux.errno() == Errno.ENOSPC || linux.errno() == Errno.EDQUOT);
    return new ContentException(
        full ? ContentException.Reason.NO_SPACE : ContentException.Reason.UNREACHABLE,
        text(failure),
        failure);
  }

  /** One sentence for a person. */
  static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
