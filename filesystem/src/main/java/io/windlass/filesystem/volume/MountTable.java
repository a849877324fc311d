package io.windlass.filesystem.volume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is mounted where, as this process sees it. Immutable. */
public final class MountTable {
  private static final Path INFO = Path.of("/proc/self/mountinfo");

  private final List<Mount> mounts;

  private MountTable(List<Mount> mounts) {
    this.mounts = List.copyOf(mounts);
  }

  /**
   * One mount.
   *
   * @param device number of the file system, {@code major:minor}; all mounts of one file system
   *     have the same, except on btrfs
   * @param at where
   * @param type for example {@code xfs}
   * @param source for example {@code /dev/loop0}
   */
  public record Mount(String device, Path at, String type, String source) {}

  /** The table as it is now. */
  public static MountTable read() {
    try {
      return parse(Files.readAllLines(INFO, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MountTable parse(List<String> lines) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split(" ", -1);
      int dash = 6;
      while (!fields[dash].equals("-")) {
        dash++;
      }
      mounts.add(
          new Mount(
              fields[2],
              Path.of(unescaped(fields[4])),
              fields[dash + 1],
              unescaped(fields[dash + 2])));
    }
    return new MountTable(mounts);
  }

  /** What is on top at exactly this directory. */
  public Optional<Mount> at(Path directory) {
    return mounts.reversed().stream().filter(mount -> mount.at().equals(directory)).findFirst();
  }

  /** All mounts of a device. */
  public List<Mount> ofSource(String device) {
    return mounts.stream().filter(mount -> mount.source().equals(device)).toList();
  }

  /** Blanks, tabs, line ends and backslashes stand as octal numbers; names are UTF-8. */
  private static String unescaped(String field) {
    byte[] bytes = field.getBytes(StandardCharsets.ISO_8859_1);
    byte[] plain = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + 3 < bytes.length) {
        plain[length++] = (byte) Integer.parseInt(field.substring(i + 1, i + 4), 8);
        i += 3;
      } else {
        plain[length++] = bytes[i];
      }
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }
}
