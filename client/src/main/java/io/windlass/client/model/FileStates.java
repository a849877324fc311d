package io.windlass.client.model;

import java.util.List;

/**
 * What is known of files.
 *
 * @param files in the order they were asked for
 */
public record FileStates(List<FileState> files) {
  /** Copies the list; none is an empty list. */
  public FileStates {
    files = Lists.copy(files);
  }
}
