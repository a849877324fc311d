package io.windlass.transfer.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds, in the order of a walk, paths below something that is a file: a bucket can have {@code a}
 * and {@code a/b}, a directory cannot. What is kept are the files that names yet to come may be
 * below, each the beginning of the next one. Not thread-safe.
 */
final class SharedNames {
  private final List<String> files;

  SharedNames(List<String> before) {
    this.files = new ArrayList<>(before);
  }

  /** The file that a path is below; empty for none. */
  String above(String path) {
    while (!files.isEmpty() && !path.startsWith(files.getLast())) {
      files.removeLast();
    }
    for (int i = files.size() - 1; i >= 0; i--) {
      String file = files.get(i);
      if (path.length() > file.length() && path.charAt(file.length()) == '/') {
        return file;
      }
    }
    return "";
  }

  /** A file that is there; to be asked about with {@link #above} first. */
  void file(String path) {
    files.add(path);
  }

  /** What is kept. */
  List<String> kept() {
    return List.copyOf(files);
  }
}
