package io.windlass.transfer.collection;

import io.windlass.objectstore.ObjectVersions.Marker;
import io.windlass.objectstore.ObjectVersions.Version;
import io.windlass.transfer.collection.Browser.History;
import io.windlass.transfer.collection.BucketStorage.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was in a directory of a bucket at a moment, or all versions of what is in it. A directory
 * that had nothing then was not there. Not thread-safe.
 */
final class HistoryListing implements Iterator<Item>, AutoCloseable {
  /** Keys of a directory that was told of: so many are passed over, the others jumped over. */
  private static final int PASSED_OVER = 1000;

  /** Behind every key that begins like it. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final char BEFORE_VERSION = '\0';

  private final BucketStorage storage;
  private final String path;
  private final History history;
  private final boolean recursive;
  private final Deque<Item> items = new ArrayDeque<>();
  private Stream<KeyVersions> stream;
  private Iterator<KeyVersions> keys;
  private Optional<String> told = Optional.empty();
  private int passed;

  /**
   * Begins to list a directory, or the versions of one object where there is no such directory.
   *
   * @param after what {@link #place} said of the last item that is known
   */
  HistoryListing(
      BucketStorage storage,
      String path,
      boolean recursive,
      History history,
      Optional<String> after) {
    this.storage = storage;
    this.path = path;
    this.history = history;
    this.recursive = recursive;
    Place below = storage.below(path);
    this.stream = from(after.map(behind -> marker(below.key(), behind)));
    this.keys = stream.iterator();
    if (after.isEmpty() && !OpenBuckets.answering(path, keys::hasNext)) {
      this.keys = List.copyOf(object()).iterator();
    }
  }

  /** Where a listing goes on behind an item; items of one object differ by their version. */
  static String place(Item item) {
    return item.sortKey() + item.version().map(version -> BEFORE_VERSION + version.id()).orElse("");
  }

  private Stream<KeyVersions> from(Optional<Marker> marker) {
    return OpenBuckets.answering(path, () -> KeyVersions.from(storage.below(path), marker));
  }

  /** Of directories behind all that is in them; of moments behind all versions of an object. */
  private Marker marker(String prefix, String after) {
    int version = after.indexOf(BEFORE_VERSION);
    String name = version < 0 ? after : after.substring(0, version);
    if (version < 0 && name.endsWith("/")) {
      return new Marker(prefix + name + LAST, Optional.empty());
    }
    return new Marker(
        prefix + name,
        history instanceof History.AsOf || version < 0
            ? Optional.empty()
            : Optional.of(after.substring(version + 1)));
  }

  private List<KeyVersions> object() {
    if (BucketPath.of(path).isBucket()) {
      return List.of();
    }
    List<Version> versions =
        path.endsWith("/")
            ? List.of()
            : OpenBuckets.answering(path, () -> KeyVersions.of(storage, path));
    if (versions.isEmpty()) {
      throw Problems.notFound(path).toException();
    }
    String name = BucketPath.of(path).name();
    return List.of(new KeyVersions(name, versions));
  }

  @Override
  public boolean hasNext() {
    while (items.isEmpty() && OpenBuckets.answering(path, keys::hasNext)) {
      take(OpenBuckets.answering(path, keys::next));
    }
    return !items.isEmpty();
  }

  @Override
  public Item next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return items.remove();
  }

  private void take(KeyVersions key) {
    if (told.filter(key.name()::startsWith).isPresent()) {
      passOver(told.get());
      return;
    }
    List<Version> shown =
        switch (history) {
          case History.AsOf(var moment) -> key.current(moment).stream().toList();
          case History.All() -> key.versions();
          case History.Now() -> throw new IllegalArgumentException("that is an ordinary listing");
        };
    int slash = key.name().indexOf('/');
    if (shown.isEmpty() || isOwnMarker(key)) {
      return;
    }
    if (recursive || slash < 0) {
      shown.forEach(version -> items.add(Item.of(key.name(), version)));
    } else {
      items.add(Item.directory(key.name().substring(0, slash)));
      told = Optional.of(key.name().substring(0, slash + 1));
      passed = 0;
    }
  }

  private static boolean isOwnMarker(KeyVersions key) {
    return key.name().isEmpty() && key.versions().stream().allMatch(version -> version.size() == 0);
  }

  private void passOver(String directory) {
    if (++passed == PASSED_OVER) {
      stream.close();
      stream = from(Optional.of(marker(storage.below(path).key(), directory)));
      keys = stream.iterator();
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
