package io.windlass.server.globus;

import io.windlass.foundation.Page;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lists of the houses, read page by page as they are asked for. */
public final class Pages {
  private Pages() {}

  /** All items of a list. */
  public static <T> Stream<T> all(Function<Page, Page.Of<T>> list) {
    return Stream.iterate(
            Optional.of(list.apply(Page.first())),
            Optional::isPresent,
            last ->
                last.flatMap(Page.Of::nextCursor)
                    .map(cursor -> list.apply(new Page(Optional.of(cursor), Page.MOST))))
        .flatMap(page -> page.orElseThrow().items().stream());
  }
}
