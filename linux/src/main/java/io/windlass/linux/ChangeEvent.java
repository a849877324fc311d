package io.windlass.linux;

import org.jspecify.annotations.Nullable;

/**
 * Something happened to an entry of a directory. Events of one name that follow each other closely
 * are merged, and their order is lost: look at the name now.
 *
 * @param events of {@link Fanotify}, combined
 * @param process number of the process that did it
 * @param entry where it happened; null for events without a place, such as an overflow
 * @param from the name before, of a rename
 * @param to the name after, of a rename
 * @param file handle of the file itself, when the kernel tells
 */
public record ChangeEvent(
    long events,
    int process,
    @Nullable Entry entry,
    @Nullable Entry from,
    @Nullable Entry to,
    @Nullable FileHandle file) {

  /**
   * A name in a directory.
   *
   * @param directory handle of the directory
   * @param name as {@link FileName} decodes it; {@code .} is the directory itself
   */
  public record Entry(FileHandle directory, String name) {}
}
