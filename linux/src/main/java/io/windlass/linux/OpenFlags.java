package io.windlass.linux;

/** Flags for opening, to be combined with {@code |}; close-on-exec is always added. */
public final class OpenFlags {
  /** True on 64-bit ARM; anything else is taken for x86-64. */
  static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  public static final int READ = 0;
  public static final int WRITE = 1;
  public static final int READ_WRITE = 2;
  public static final int CREATE = 0x40;
  public static final int EXCLUSIVE = 0x80;
  public static final int TRUNCATE = 0x200;
  public static final int APPEND = 0x400;
  public static final int NON_BLOCKING = 0x800;
  public static final int DIRECTORY = ARM ? 0x4000 : 0x10000;
  public static final int NO_FOLLOW = ARM ? 0x8000 : 0x20000;
  public static final int NO_ACCESS_TIME = 0x40000;
  public static final int PATH = 0x200000;

  /** A new file without a name in the directory that is opened; not all file systems can. */
  public static final int UNNAMED = 0x400000 | DIRECTORY;

  static final int LARGE_FILE = ARM ? 0x20000 : 0x8000;
  static final int CLOSE_ON_EXEC = 0x80000;

  private OpenFlags() {}
}
