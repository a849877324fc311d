package io.windlass.transfer.collection;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The directories of nodes that are collections. Thread-safe. */
public interface Directories {
  /** The directory with this id. */
  Optional<Directory> find(String id);

  /** All directories of a project. */
  List<Directory> ofProject(String projectGuid);

  /** All directories of this name, in any project. */
  default List<Directory> named(String name) {
    return List.of();
  }

  /**
   * Brings the content of a file here, before this process reads it. Where all content is here,
   * there is nothing to do.
   *
   * @param path absolute, below the directory's root
   */
  default void fetch(String id, Path path) {}

  /**
   * Takes note of what this process has made, changed or deleted, which a directory that is watched
   * for changes by others would not notice.
   *
   * @param paths absolute, below the directory's root
   */
  default void changed(String id, List<Path> paths) {}

  /**
   * A directory that programs of its node may use.
   *
   * @param id of the file system, for life
   * @param name unique within the project
   * @param nodeId the node that has it
   * @param root absolute path on that node
   * @param available whether it can be read and written now; where not, work on it waits
   */
  record Directory(
      String id, String name, String projectGuid, String nodeId, Path root, boolean available) {}
}
