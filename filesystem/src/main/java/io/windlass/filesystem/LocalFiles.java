package io.windlass.filesystem;

import java.util.List;

/**
 * Files of the file systems that this node has. Paths are absolute, below the mount point of one of
 * them; a directory stands for all files below it. Thread-safe.
 *
 * <p>Every method fails with {@code path_outside_file_systems} for a path of none, {@code
 * file_system_elsewhere} for one of another node, and {@code file_not_found}.
 */
public interface LocalFiles {
  /** What is known of each path itself. */
  List<FileReport> state(List<String> paths);

  /** Fetches the content of everything below the path; answers how many files it fetched. */
  Done restore(String path);

  /** Exports what is new or changed below the path. */
  Done archive(String path);

  /** Drops the content of what the bucket has too. */
  Done release(String path);

  /** Marks a file, so that its content is never released, or no longer so. */
  FileReport pin(String path, boolean pinned);

  /**
   * How it went.
   *
   * @param failures path and reason of the first hundred that failed
   */
  record Done(long succeeded, long failed, List<Failure> failures) {
    /** Copies the list. */
    public Done {
      failures = List.copyOf(failures);
    }
  }

  /** What did not work, with a code of completion reports. */
  record Failure(String path, String code, String message) {}
}
