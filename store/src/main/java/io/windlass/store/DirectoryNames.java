package io.windlass.store;

import io.windlass.store.KeyPath.Name;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * The names in a directory in order, however many there are: a file system gives them in none. Of a
 * large directory the next window of names is picked out, and kept for the next page as long as the
 * directory does not change. Thread-safe; memory is bounded by {@value #WINDOW} names per reader
 * and {@value #KEPT} in all that are kept.
 */
final class DirectoryNames {
  private static final int WINDOW = 50_000;
  private static final int KEPT = 400_000;
  private static final int WORTH_KEEPING = 500;

  /** A directory that changed less than this ago may change again and keep its time. */
  private static final Duration SETTLED = Duration.ofMillis(200);

  private final InstantSource clock;
  private final int windowSize;
  private final Map<Path, Window> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int keptNames;

  DirectoryNames(InstantSource clock) {
    this(clock, WINDOW);
  }

  DirectoryNames(InstantSource clock, int windowSize) {
    this.clock = clock;
    this.windowSize = windowSize;
  }

  /**
   * Names of a directory from one on.
   *
   * @param complete whether there are none behind the last
   */
  @SuppressWarnings("ArrayRecordComponent") // stays inside this package and is never changed
  private record Window(Instant modified, byte[] from, List<Name> names, boolean complete) {
    Window {
      names = List.copyOf(names);
    }

    boolean covers(byte[] wanted) {
      return Arrays.compareUnsigned(from, wanted) <= 0
          && (complete || Arrays.compareUnsigned(wanted, names.getLast().text()) < 0);
    }
  }

  /** The names from one on, included. A directory that is gone has none. */
  Iterator<Name> from(Path directory, byte[] first) {
    return new Names(directory, first);
  }

  private final class Names implements Iterator<Name> {
    private final Path directory;
    private Window window;
    private int next;

    Names(Path directory, byte[] first) {
      this.directory = directory;
      this.window = window(directory, first);
      this.next = position(window, new Name(first, false));
    }

    @Override
    public boolean hasNext() {
      if (next == window.names.size() && !window.complete) {
        Name last = window.names.getLast();
        window = window(directory, last.text());
        next = position(window, last);
        if (next < window.names.size() && window.names.get(next).equals(last)) {
          next++;
        }
      }
      return next < window.names.size();
    }

    @Override
    public Name next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return window.names.get(next++);
    }
  }

  private static int position(Window window, Name name) {
    int found = Collections.binarySearch(window.names, name);
    return found < 0 ? -found - 1 : found;
  }

  private Window window(Path directory, byte[] from) {
    try {
      Instant modified = Files.getLastModifiedTime(directory).toInstant();
      synchronized (kept) {
        Window known = kept.get(directory);
        if (known != null && known.modified.equals(modified) && known.covers(from)) {
          return known;
        }
      }
      boolean settled = modified.plus(SETTLED).isBefore(clock.instant());
      Window window = scan(directory, modified, from);
      if (settled && window.names.size() >= Math.min(WORTH_KEEPING, windowSize)) {
        keep(directory, window);
      }
      return window;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new Window(Instant.EPOCH, from, List.of(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Window scan(Path directory, Instant modified, byte[] from) throws IOException {
    Name first = new Name(from, false);
    PriorityQueue<Name> smallest = new PriorityQueue<>(Collections.reverseOrder());
    boolean complete = true;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Name name = Name.parse(String.valueOf(file.getFileName()));
        if (name.compareTo(first) < 0) {
          continue;
        }
        if (smallest.size() < windowSize) {
          smallest.add(name);
        } else {
          complete = false;
          if (name.compareTo(smallest.element()) < 0) {
            smallest.remove();
            smallest.add(name);
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return new Window(modified, from, List.copyOf(new TreeSet<>(smallest)), complete);
  }

  private void keep(Path directory, Window window) {
    synchronized (kept) {
      Window before = kept.put(directory, window);
      keptNames += window.names.size() - (before == null ? 0 : before.names.size());
      Iterator<Window> oldest = kept.values().iterator();
      while (keptNames > KEPT && oldest.hasNext()) {
        keptNames -= oldest.next().names.size();
        oldest.remove();
      }
    }
  }
}
