package io.windlass.linux;

/**
 * An entry of a directory, as the directory tells it.
 *
 * @param name as {@link FileName} decodes it
 * @param inode number of the entry's file
 */
public record Child(String name, Type type, long inode) {

  /** What kind of file an entry is. */
  public enum Type {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    /** A device, socket or pipe. */
    OTHER,
    /** The file system does not tell; ask for the status. */
    UNKNOWN;

    static Type of(int number) {
      return switch (number) {
        case 8 -> FILE;
        case 4 -> DIRECTORY;
        case 10 -> SYMBOLIC_LINK;
        case 0 -> UNKNOWN;
        default -> OTHER;
      };
    }
  }
}
