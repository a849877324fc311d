package io.windlass.filesystem.lazy;

import io.windlass.linux.FileHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last failure of each file, of the files that failed most recently. Thread-safe. */
final class Failures {
  private static final int MOST = 10_000;

  private final Map<FileHandle, String> last = new LinkedHashMap<>();

  synchronized void add(FileHandle file, String cause) {
    last.remove(file);
    last.put(file, cause);
    if (last.size() > MOST) {
      last.remove(last.keySet().iterator().next());
    }
  }

  synchronized void remove(FileHandle file) {
    last.remove(file);
  }

  synchronized Optional<String> of(FileHandle file) {
    return Optional.ofNullable(last.get(file));
  }
}
