package io.windlass.filesystem;

import io.windlass.database.Database;
import io.windlass.database.task.Tasks;
import io.windlass.foundation.Page;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The file systems of all projects and nodes. Thread-safe; any number of nodes may share one
 * database.
 */
public final class FileSystems {
  /** File systems in the database; a new one goes to {@code thisNode} unless it says otherwise. */
  public FileSystems(
      Database database,
      Tasks tasks,
      String thisNode,
      FileSystemSettings settings,
      InstantSource clock) {}

  /**
   * Makes a file system: stored at once, prepared by its node, {@code CREATING} until then.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_file_system}, {@code
   *     file_system_name_taken}, {@code file_system_id_taken}, {@code mount_point_taken}, {@code
   *     source_taken}, {@code invalid_tags}; {@link LimitExceeded}; {@link IncompatibleParameter}
   */
  public FileSystem create(NewFileSystem wanted, Optional<ClientToken> token) {
    throw new UnsupportedOperationException();
  }

  /** The file system with this id. */
  public Optional<FileSystem> find(String id) {
    throw new UnsupportedOperationException();
  }

  /** The file system with this id; {@code file_system_not_found} otherwise. */
  public FileSystem required(String id) {
    throw new UnsupportedOperationException();
  }

  /** The project's file system with this id or name. */
  public Optional<FileSystem> find(String projectGuid, String idOrName) {
    throw new UnsupportedOperationException();
  }

  /** In the order of creation, then of ids. */
  public Page.Of<FileSystem> list(FileSystemFilter filter, Page page) {
    throw new UnsupportedOperationException();
  }

  /** Adds tags; one with a known key replaces it. {@code too_many_tags} beyond 50. */
  public FileSystem tag(String id, Map<String, String> tags) {
    throw new UnsupportedOperationException();
  }

  /** Removes tags; keys that are not there do not matter. */
  public FileSystem untag(String id, Collection<String> keys) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a file system out of service and forgets it with its links. Never touches objects, the
   * user's directory, device or image.
   *
   * @throws io.windlass.foundation.WindlassException {@code file_system_not_found}, {@code
   *     file_system_busy} while a task waits or runs; {@link IncompatibleParameter}
   */
  public FileSystem delete(String id, Optional<ClientToken> token) {
    throw new UnsupportedOperationException();
  }
}
