package io.windlass.linux;

import java.util.Locale;

/** A system call, with its number on x86-64 and on 64-bit ARM. */
enum Call {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  LSEEK(8, 62),
  IOCTL(16, 29),
  PREAD64(17, 67),
  PWRITE64(18, 68),
  FCNTL(72, 25),
  FSYNC(74, 82),
  FDATASYNC(75, 83),
  TRUNCATE(76, 45),
  FTRUNCATE(77, 46),
  FCHMOD(91, 52),
  FCHOWN(93, 55),
  FSTATFS(138, 44),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  LSETXATTR(189, 6),
  FSETXATTR(190, 7),
  LGETXATTR(192, 9),
  FGETXATTR(193, 10),
  LREMOVEXATTR(198, 15),
  FREMOVEXATTR(199, 16),
  WAIT4(61, 260),
  GETDENTS64(217, 61),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  FCHOWNAT(260, 54),
  UNLINKAT(263, 35),
  LINKAT(265, 37),
  SYMLINKAT(266, 36),
  READLINKAT(267, 78),
  PPOLL(271, 73),
  UTIMENSAT(280, 88),
  FALLOCATE(285, 47),
  EVENTFD2(290, 19),
  FANOTIFY_INIT(300, 262),
  FANOTIFY_MARK(301, 263),
  PRLIMIT64(302, 261),
  NAME_TO_HANDLE_AT(303, 264),
  OPEN_BY_HANDLE_AT(304, 265),
  SYNCFS(306, 267),
  RENAMEAT2(316, 276),
  STATX(332, 291),
  PIDFD_SEND_SIGNAL(424, 424),
  OPEN_TREE(428, 428),
  MOVE_MOUNT(429, 429),
  PIDFD_OPEN(434, 434),
  OPENAT2(437, 437),
  PIDFD_GETFD(438, 438),
  GETXATTRAT(464, 464);

  final int number;

  Call(int x86, int arm) {
    this.number = OpenFlags.ARM ? arm : x86;
  }

  /** The name as manuals write it. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
