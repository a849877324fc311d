package io.windlass.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where the file of a key is: directories follow the slashes, every key has a path of its own
 * whatever is in it, and the order of names is the order of keys.
 *
 * <ul>
 *   <li>Bytes that are not printable ASCII, and {@code %}, are written {@code %XX}.
 *   <li>A directory's name ends in {@code %}, so that the key {@code a} can be beside {@code a/b}.
 *   <li>Of a part between slashes with 66 bytes or more, the first 66 become a directory whose name
 *       ends in {@code %~}: file names have at most 255 bytes.
 *   <li>Nothing behind the last slash is written {@code %0}.
 * </ul>
 */
final class KeyPath {
  private static final int CHUNK = 66;
  private static final String DIRECTORY = "%";
  private static final String CONTINUED = "%~";
  private static final String EMPTY = "%0";

  private KeyPath() {}

  /** The file of a key below a directory. */
  static Path file(Path root, String key) {
    byte[] bytes = key.getBytes(UTF_8);
    Start start = start(root, bytes);
    byte[] rest = Arrays.copyOfRange(bytes, start.length, bytes.length);
    return start.directory.resolve(rest.length == 0 ? EMPTY : encode(rest));
  }

  /**
   * A directory and how many bytes of a key or prefix stand for it.
   *
   * @param directory the deepest directory that everything with the prefix is below
   * @param length bytes of the prefix that lead to it
   */
  record Start(Path directory, int length) {}

  /** Where a listing of a prefix begins. */
  static Start start(Path root, byte[] prefix) {
    Path directory = root;
    int from = 0;
    while (true) {
      int container = containerLength(prefix, from);
      if (container == 0) {
        return new Start(directory, from);
      }
      byte[] part = Arrays.copyOfRange(prefix, from, from + container);
      directory = directory.resolve(containerName(part));
      from += container;
    }
  }

  /**
   * How many bytes from an offset on lead into a directory: up to and with a slash, or a whole
   * chunk; 0 when what is left is the name of a file.
   */
  static int containerLength(byte[] key, int from) {
    int end = Math.min(key.length, from + CHUNK);
    for (int i = from; i < end; i++) {
      if (key[i] == '/') {
        return i - from + 1;
      }
    }
    return key.length - from >= CHUNK ? CHUNK : 0;
  }

  private static String containerName(byte[] part) {
    boolean slash = part[part.length - 1] == '/';
    return slash
        ? encode(Arrays.copyOf(part, part.length - 1)) + DIRECTORY
        : encode(part) + CONTINUED;
  }

  /**
   * A name in a directory.
   *
   * @param text bytes of the key that it stands for; a directory's end in a slash or are a chunk
   * @param directory whether it is one
   */
  @SuppressWarnings("ArrayRecordComponent") // stays inside this package and is never changed
  record Name(byte[] text, boolean directory) implements Comparable<Name> {
    static Name parse(String fileName) {
      if (fileName.equals(EMPTY)) {
        return new Name(new byte[0], false);
      }
      if (fileName.endsWith(CONTINUED)) {
        return new Name(decode(fileName, fileName.length() - CONTINUED.length()), true);
      }
      if (fileName.endsWith(DIRECTORY)) {
        byte[] part = decode(fileName, fileName.length() - DIRECTORY.length());
        byte[] text = Arrays.copyOf(part, part.length + 1);
        text[part.length] = '/';
        return new Name(text, true);
      }
      return new Name(decode(fileName, fileName.length()), false);
    }

    String fileName() {
      if (directory) {
        return containerName(text);
      }
      return text.length == 0 ? EMPTY : encode(text);
    }

    @Override
    public int compareTo(Name other) {
      return Arrays.compareUnsigned(text, other.text);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Name name && Arrays.equals(text, name.text);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(text);
    }
  }

  private static String encode(byte[] part) {
    boolean dots =
        Arrays.equals(part, new byte[] {'.'}) || Arrays.equals(part, new byte[] {'.', '.'});
    StringBuilder name = new StringBuilder(part.length);
    for (byte b : part) {
      if (b >= 0x20 && b < 0x7f && b != '%' && !dots) {
        name.append((char) b);
      } else {
        name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return name.toString();
  }

  private static byte[] decode(String name, int end) {
    byte[] raw = name.substring(0, end).getBytes(US_ASCII);
    byte[] part = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        part[length++] = (byte) HexFormat.fromHexDigits(name, i + 1, i + 3);
        i += 2;
      } else {
        part[length++] = raw[i];
      }
    }
    return Arrays.copyOf(part, length);
  }
}
