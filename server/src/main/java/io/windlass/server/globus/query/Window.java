package io.windlass.server.globus.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * The parameters {@code limit} and {@code offset}.
 *
 * @param limit the most to answer
 * @param offset how many to leave out before
 */
public record Window(int limit, int offset) {

  /**
   * What they ask for.
   *
   * @param usual the limit where none is given
   * @param most the largest limit
   * @throws io.windlass.foundation.WindlassException INVALID {@code invalid_limit}
   */
  public static Window parse(Optional<String> limit, Optional<String> offset, int usual, int most) {
    int wanted = limit.filter(text -> !text.isBlank()).map(Window::number).orElse(usual);
    int skipped = offset.filter(text -> !text.isBlank()).map(Window::number).orElse(0);
    if (wanted < 1 || wanted > most) {
      throw QueryProblems.window("limit must be from 1 to " + most + ".");
    }
    if (skipped < 0) {
      throw QueryProblems.window("offset must not be negative.");
    }
    return new Window(wanted, skipped);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw QueryProblems.window("limit and offset must be whole numbers.");
    }
  }

  /**
   * What can be seen through a window.
   *
   * @param items in order
   * @param total how many there are, in and around the window
   */
  public record View<T>(List<T> items, int total) {
    /** Copies the list. */
    public View {
      items = List.copyOf(items);
    }

    /** Whether there are more behind the window. */
    public boolean hasNext(Window window) {
      return window.offset + items.size() < total;
    }
  }

  /** Counts all and keeps those in the window, in the order in which they come. */
  public <T> View<T> over(Stream<T> all) {
    List<T> kept = new ArrayList<>();
    int total = 0;
    for (Iterator<T> each = all.iterator(); each.hasNext(); total++) {
      T one = each.next();
      if (total >= offset && kept.size() < limit) {
        kept.add(one);
      }
    }
    return new View<>(kept, total);
  }

  /** As {@link #over(Stream)} in another order; holds no more than the window reaches. */
  public <T> View<T> over(Stream<T> all, Comparator<T> order) {
    record Numbered<U>(U item, int number) {}
    Comparator<Numbered<T>> stable =
        Comparator.<Numbered<T>, T>comparing(Numbered::item, order)
            .thenComparingInt(Numbered::number);
    long reach = (long) offset + limit;
    PriorityQueue<Numbered<T>> first = new PriorityQueue<>(stable.reversed());
    int total = 0;
    for (Iterator<T> each = all.iterator(); each.hasNext(); total++) {
      first.add(new Numbered<>(each.next(), total));
      if (first.size() > reach) {
        first.remove();
      }
    }
    List<T> sorted = first.stream().sorted(stable).map(Numbered::item).toList();
    return new View<>(sorted.subList(Math.min(offset, sorted.size()), sorted.size()), total);
  }
}
