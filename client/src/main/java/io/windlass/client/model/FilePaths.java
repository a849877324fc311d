package io.windlass.client.model;

import java.util.List;

/**
 * Files of a file system.
 *
 * @param paths absolute, below its mount point; 1 to 1,000; for work on them a directory stands for
 *     all below it
 */
public record FilePaths(List<String> paths) {
  /** Copies the paths; none is an empty list. */
  public FilePaths {
    paths = Lists.copy(paths);
  }
}
