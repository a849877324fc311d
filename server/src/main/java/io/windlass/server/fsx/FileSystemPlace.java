package io.windlass.server.fsx;

import io.windlass.filesystem.FileSystem.Source;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where on a node a file system goes that is made through this dialect, which has no words for it:
 * tags say it.
 *
 * @param id fixed by a tag, or made
 */
record FileSystemPlace(
    String id, String name, Source source, Path mountPoint, Optional<String> node) {
  static final String PROJECT = "windlass:project";
  private static final String ID = "windlass:file-system-id";
  private static final String DIRECTORY = "windlass:directory";
  private static final String DEVICE = "windlass:device";
  private static final String IMAGE = "windlass:image";
  private static final String MOUNT_POINT = "windlass:mount-point";
  private static final String NODE = "windlass:node";
  private static final String NAME = "Name";
  private static final Path MOUNTS = Path.of("/mnt/windlass");

  /**
   * What the tags say, and otherwise: an image file of the asked capacity, seen below {@code
   * /mnt/windlass}.
   *
   * @param madeId the id where no tag fixes one
   * @param images where image files go
   */
  static FileSystemPlace of(Map<String, String> tags, String madeId, Path images, long gibibytes) {
    String id = tags.getOrDefault(ID, madeId);
    Source source = source(tags, images.resolve(id + ".img"), gibibytes);
    Path mountPoint =
        Optional.ofNullable(tags.get(MOUNT_POINT))
            .map(it -> path(MOUNT_POINT, it))
            .orElseGet(
                () -> source instanceof Source.Directory(Path path) ? path : MOUNTS.resolve(id));
    return new FileSystemPlace(
        id, tags.getOrDefault(NAME, id), source, mountPoint, Optional.ofNullable(tags.get(NODE)));
  }

  private static Source source(Map<String, String> tags, Path image, long gibibytes) {
    List<String> given =
        List.of(DIRECTORY, DEVICE, IMAGE).stream().filter(tags::containsKey).toList();
    if (given.size() > 1) {
      throw FsxErrors.badRequest("These tags exclude each other: " + String.join(", ", given));
    }
    String tag = given.isEmpty() ? "" : given.getFirst();
    String value = tags.getOrDefault(tag, "");
    return switch (tag) {
      case DIRECTORY -> new Source.Directory(path(tag, value));
      case DEVICE -> new Source.Device(path(tag, value));
      case IMAGE -> new Source.Image(path(tag, value), gibibytes << 30);
      default -> new Source.Image(image, gibibytes << 30);
    };
  }

  private static Path path(String tag, String value) {
    try {
      Path path = Path.of(value);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // answered below
    }
    throw FsxErrors.badRequest("The tag " + tag + " must be an absolute path.");
  }
}
