package io.windlass.client;

import io.windlass.client.model.Page;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The items of all pages of a list; holds one page at a time. */
final class Pages<T> implements Iterator<T> {
  private final Function<Optional<String>, Page<T>> fetch;
  private Iterator<T> items = Collections.emptyIterator();
  private Optional<String> cursor = Optional.empty();
  private boolean started;

  private Pages(Function<Optional<String>, Page<T>> fetch) {
    this.fetch = fetch;
  }

  static <T> Stream<T> stream(Function<Optional<String>, Page<T>> fetch) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pages<>(fetch), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    // a page may be empty and still have a successor
    while (!items.hasNext() && (!started || cursor.isPresent())) {
      Page<T> page = fetch.apply(cursor);
      started = true;
      items = page.items().iterator();
      cursor = page.nextCursor();
    }
    return items.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return items.next();
  }
}
