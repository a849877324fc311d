package io.windlass.transfer.collection;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Streams of what an iterator gives, one after the other. */
final class Streams {
  private Streams() {}

  /** Closes something with the stream. */
  static <T> Stream<T> of(Iterator<T> iterator, Runnable close) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                iterator, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(close);
  }
}
