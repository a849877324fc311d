package io.windlass.filesystem;

import io.windlass.filesystem.FileSystem.Source;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file system to be made.
 *
 * @param name 1 to 64 characters without slash or control characters, unique within the project
 * @param projectGuid the owning project
 * @param createdBy user id
 * @param source where its bytes are
 * @param mountPoint absolute; an empty directory, made when it is missing
 * @param node id of the node; absent: the node that takes the request
 * @param id a fixed id, {@code fs-} and 8 to 18 hexadecimal digits; absent: a random one
 * @param tags at most 50
 * @param attributes a JSON object, kept as it is; at most 16 KiB
 */
public record NewFileSystem(
    String name,
    String projectGuid,
    long createdBy,
    Source source,
    Path mountPoint,
    Optional<String> node,
    Optional<String> id,
    Map<String, String> tags,
    String attributes) {
  /** Copies the tags. */
  public NewFileSystem {
    tags = Map.copyOf(tags);
  }

  /** One with nothing but what is needed. */
  public static NewFileSystem of(
      String name, String projectGuid, long createdBy, Source source, Path mountPoint) {
    return new NewFileSystem(
        name,
        projectGuid,
        createdBy,
        source,
        mountPoint,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        "{}");
  }
}
