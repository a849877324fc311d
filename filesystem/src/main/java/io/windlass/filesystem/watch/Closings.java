package io.windlass.filesystem.watch;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long files are left alone that were closed by a writer: a moment, in which programs that
 * write beside a file rename it; longer when the same file was closed just before, as logs are. Not
 * thread-safe.
 */
final class Closings {
  private static final int REMEMBERED = 1_024;
  private static final long AGAIN = TimeUnit.SECONDS.toNanos(2);

  private final Duration longest;
  private final Map<String, Long> last = new LinkedHashMap<>();

  /**
   * Remembers nothing yet.
   *
   * @param longest how long names are left alone that change in other ways
   */
  Closings(Duration longest) {
    this.longest = longest;
  }

  /** A file was closed at this time of {@link System#nanoTime}. */
  Duration settle(String file, long now) {
    Long before = last.remove(file);
    last.put(file, now);
    if (last.size() > REMEMBERED) {
      Iterator<String> oldest = last.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    boolean again = before != null && now - before < AGAIN;
    Duration moment = ChangeWatch.Watched.CLOSED;
    return again || moment.compareTo(longest) > 0 ? longest : moment;
  }
}
