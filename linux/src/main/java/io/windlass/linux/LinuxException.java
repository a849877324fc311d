package io.windlass.linux;

import java.util.Map;

/** A system call failed. The message names the call, what it was about, and the error. */
public final class LinuxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "EPERM: not permitted"),
          Map.entry(2, "ENOENT: no such file or directory"),
          Map.entry(3, "ESRCH: no such process"),
          Map.entry(4, "EINTR: interrupted"),
          Map.entry(5, "EIO: input/output error"),
          Map.entry(6, "ENXIO: no such address"),
          Map.entry(9, "EBADF: not an open descriptor"),
          Map.entry(11, "EAGAIN: would have to wait"),
          Map.entry(12, "ENOMEM: out of memory"),
          Map.entry(13, "EACCES: permission denied"),
          Map.entry(16, "EBUSY: busy"),
          Map.entry(17, "EEXIST: exists already"),
          Map.entry(18, "EXDEV: another file system"),
          Map.entry(20, "ENOTDIR: not a directory"),
          Map.entry(21, "EISDIR: a directory"),
          Map.entry(22, "EINVAL: invalid argument"),
          Map.entry(24, "EMFILE: too many open files"),
          Map.entry(26, "ETXTBSY: being executed"),
          Map.entry(27, "EFBIG: file too large"),
          Map.entry(28, "ENOSPC: no space left"),
          Map.entry(30, "EROFS: read-only file system"),
          Map.entry(31, "EMLINK: too many links"),
          Map.entry(34, "ERANGE: does not fit"),
          Map.entry(36, "ENAMETOOLONG: name too long"),
          Map.entry(38, "ENOSYS: not known to this kernel"),
          Map.entry(39, "ENOTEMPTY: directory not empty"),
          Map.entry(40, "ELOOP: a symbolic link in the way"),
          Map.entry(61, "ENODATA: no such attribute"),
          Map.entry(95, "EOPNOTSUPP: not supported by this file system"),
          Map.entry(116, "ESTALE: the file is gone"),
          Map.entry(122, "EDQUOT: quota exceeded"),
          Map.entry(126, "ENOKEY: the key of the encrypted directory is not here"));

  private final int errno;
  private final String message;

  /**
   * A failure with an error number.
   *
   * @param action what failed, for people
   */
  public LinuxException(int errno, String action) {
    this.errno = errno;
    this.message = action + " failed with " + describe(errno);
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** The error number; {@link Errno} has names for those that callers tell apart. */
  public int errno() {
    return errno;
  }

  /** The symbolic name of an error number, for instance {@code ENOSPC}. */
  public static String name(int errno) {
    String text = describe(errno);
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  private static String describe(int errno) {
    return NAMES.getOrDefault(errno, "errno " + errno);
  }
}
