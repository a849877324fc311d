package io.windlass.filesystem.tree;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user metadata of an object say about owner, mode and times, in the form that FSx for
 * Lustre, DataSync and Storage Gateway write. Absent is what the object does not say.
 *
 * <p>Immutable.
 *
 * @param mode type and permission bits as in {@code st_mode}
 * @param owner user id, an unsigned number
 * @param group group id, an unsigned number
 * @param modified nanoseconds since the epoch
 * @param accessed nanoseconds since the epoch
 */
public record ObjectMetadata(
    Optional<Integer> mode,
    Optional<Integer> owner,
    Optional<Integer> group,
    Optional<Long> modified,
    Optional<Long> accessed) {
  /** Of an object without any of it. */
  public static final ObjectMetadata NONE =
      new ObjectMetadata(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Permission bits of an entry whose object names none. */
  public static final int DEFAULT_PERMISSIONS = 0755;

  /** What {@code user-agent} says of objects that a file system wrote. */
  public static final String USER_AGENT = "aws-fsx-lustre";

  private static final Logger LOG = LoggerFactory.getLogger(ObjectMetadata.class);
  private static final int TYPE_BITS = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMBOLIC_LINK = 0120000;
  private static final int SET_USER_ID = 04000;
  private static final int SET_GROUP_ID = 02000;
  private static final int PERMISSION_BITS = 07777;
  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,8}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}");
  private static final Pattern TIME = Pattern.compile("-?[0-9]{1,19}(ns)?");
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Checks that nothing is missing. */
  public ObjectMetadata {
    requireNonNull(mode, "mode");
    requireNonNull(owner, "owner");
    requireNonNull(group, "group");
    requireNonNull(modified, "modified");
    requireNonNull(accessed, "accessed");
  }

  /** All of it, of an entry of a file system. */
  public static ObjectMetadata of(int mode, int owner, int group, long modified, long accessed) {
    return new ObjectMetadata(
        Optional.of(mode),
        Optional.of(owner),
        Optional.of(group),
        Optional.of(modified),
        Optional.of(accessed));
  }

  /**
   * Reads the metadata of an object. A field that cannot be read is left out and logged.
   *
   * @param key names the object in the log
   * @param metadata user metadata, keys in lower case without {@code x-amz-meta-}
   */
  public static ObjectMetadata parse(String key, Map<String, String> metadata) {
    return new ObjectMetadata(
        field(key, metadata, "file-permissions", ObjectMetadata::parseMode),
        field(key, metadata, "file-owner", ObjectMetadata::parseId),
        field(key, metadata, "file-group", ObjectMetadata::parseId),
        field(key, metadata, "file-mtime", ObjectMetadata::parseTime),
        field(key, metadata, "file-atime", ObjectMetadata::parseTime));
  }

  /** The user metadata that say this, keys in lower case without {@code x-amz-meta-}. */
  public Map<String, String> format() {
    Map<String, String> metadata = new HashMap<>();
    metadata.put("user-agent", USER_AGENT);
    mode.ifPresent(bits ->
        metadata.put(
            "file-permissions",
            String.format(
                Locale.ROOT, "%07o", (bits & TYPE_BITS) | kept(bits & PERMISSION_BITS, bits))));
    owner.ifPresent(id -> metadata.put("file-owner", Integer.toUnsignedString(id)));
    group.ifPresent(id -> metadata.put("file-group", Integer.toUnsignedString(id)));
    modified.ifPresent(nanos -> metadata.put("file-mtime", nanos + "ns"));
    accessed.ifPresent(nanos -> metadata.put("file-atime", nanos + "ns"));
    return Map.copyOf(metadata);
  }

  /** Whether the object says that it is a symbolic link. A key that ends in a slash never is. */
  public boolean symbolicLink() {
    return mode.filter(bits -> (bits & TYPE_BITS) == SYMBOLIC_LINK).isPresent();
  }

  /**
   * The permission bits that an entry gets, without those that would lend somebody's rights; absent
   * when the object names none.
   */
  public Optional<Integer> permissions(boolean directory) {
    return mode.map(bits -> kept(bits & PERMISSION_BITS, directory ? DIRECTORY : 0));
  }

  /**
   * Rights are not lent: no set-user-id, and set-group-id on directories alone, where it lends
   * none.
   */
  private static int kept(int permissions, int type) {
    boolean directory = (type & TYPE_BITS) == DIRECTORY;
    return permissions & ~SET_USER_ID & (directory ? ~0 : ~SET_GROUP_ID);
  }

  private static <T> Optional<T> field(
      String key, Map<String, String> metadata, String name, Function<String, Optional<T>> parser) {
    String text = metadata.get(name);
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> value = parser.apply(text.strip());
    if (value.isEmpty()) {
      LOG.warn("object {}: metadata {} is malformed and ignored: {}", key, name, text);
    }
    return value;
  }

  private static Optional<Integer> parseMode(String text) {
    return OCTAL.matcher(text).matches()
        ? Optional.of(Integer.parseInt(text, 8))
            .filter(mode -> mode <= (TYPE_BITS | PERMISSION_BITS))
        : Optional.empty();
  }

  private static Optional<Integer> parseId(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return Optional.empty();
    }
    long id = Long.parseLong(text);
    // the largest one means "leave it" to chown
    return id < 0xFFFF_FFFFL ? Optional.of((int) id) : Optional.empty();
  }

  private static Optional<Long> parseTime(String text) {
    if (!TIME.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return text.endsWith("ns")
          ? Optional.of(Long.parseLong(text.substring(0, text.length() - 2)))
          : Optional.of(Math.multiplyExact(Long.parseLong(text), NANOS_PER_MILLI));
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }
}
