package io.windlass.filesystem.ahead;

import io.windlass.linux.Descriptor;
import io.windlass.linux.LinuxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A program that goes through a directory: in which order, how far it has come, and what was
 * fetched ahead of it. Not thread-safe.
 */
final class Walk {
  /** Files that were opened one after the other before an order is looked for. */
  static final int ENOUGH = 3;

  /** How many files are fetched ahead at first. */
  static final int FIRST_WINDOW = 8;

  /** Names of a first look, in every order, and of those that follow, in the right one. */
  static final int FEW = 512;

  private static final int MANY = 8_192;

  /** Files between two that were opened: they were here already, or another program reads too. */
  private static final int NEAR = 64;

  /** After so many looks in vain the next ones are further and further apart. */
  private static final int SOON = 4;

  private static final int RAREST = 16;

  private final Descriptor root;
  private final String directory;
  private final int widest;
  private final Deque<String> recent = new ArrayDeque<>();
  private final Deque<Integer> ahead = new ArrayDeque<>();
  private Order order = Order.LISTED;
  private List<String> names = List.of();
  private Map<String, Integer> places = Map.of();
  private boolean more;
  private int reached;
  private int next;
  private int window;
  private int used;

  /** Files opened in no known order, and how many there have to be before the next look. */
  private int strays;

  private int patience = ENOUGH;
  private int failures;

  Walk(Descriptor root, String directory, int widest) {
    this.root = root;
    this.directory = directory;
    this.widest = widest;
  }

  /** A file that is not here, or has just come, was opened. */
  void opened(String name) {
    Integer place = places.get(name);
    if (place != null) {
      strays = 0;
      reach(place);
    } else if (!name.equals(recent.peekLast())) {
      strays++;
      recent.addLast(name);
      if (recent.size() > ENOUGH) {
        recent.removeFirst();
      }
      if (strays >= patience) {
        strays = 0;
        failures = learn() ? 0 : failures + 1;
        patience = failures == 0 ? ENOUGH : 1 << Math.clamp(failures - (long) SOON, 0, RAREST);
      }
    }
  }

  private void reach(int place) {
    reached = Math.max(reached, place);
    while (!ahead.isEmpty() && ahead.peekFirst() <= reached) {
      ahead.removeFirst();
      used++;
    }
    next = Math.max(next, reached + 1);
    if (used >= window) {
      used = 0;
      window = Math.min(widest, window * 2);
    }
  }

  /** Looks for an order in which the last files follow each other. */
  private boolean learn() {
    forget();
    List<String> last = List.copyOf(recent);
    Map<Order, List<String>> after;
    try {
      after = Successors.of(root, directory, last.getFirst(), EnumSet.allOf(Order.class), FEW);
    } catch (LinuxException e) {
      return false; // one of them is gone
    }
    int best = NEAR;
    Optional<Order> found = Optional.empty();
    for (Map.Entry<Order, List<String>> candidate : after.entrySet()) {
      int middle = candidate.getValue().indexOf(last.get(1));
      int end = candidate.getValue().indexOf(last.get(2));
      if (middle >= 0 && middle < end && end < best) {
        best = end;
        found = Optional.of(candidate.getKey());
      }
    }
    if (found.isPresent()) {
      order = found.get();
      List<String> following = after.getOrDefault(order, List.of());
      take(following, following.size() == FEW);
      reached = best;
      next = best + 1;
      window = Math.min(FIRST_WINDOW, widest);
    }
    return found.isPresent();
  }

  /** What was known of its order is of no use any more. */
  private void forget() {
    take(List.of(), false);
    ahead.clear();
    window = 0;
    used = 0;
  }

  private void take(List<String> following, boolean goesOn) {
    names = following;
    more = goesOn;
    places = HashMap.newHashMap(following.size());
    for (int place = 0; place < following.size(); place++) {
      places.put(following.get(place), place);
    }
  }

  /** Whether there is a file to fetch, and room for it ahead of the program. */
  boolean wants() {
    return ahead.size() < window && (next < names.size() || extend());
  }

  /** Looks for what comes after all that is known; what is not opened yet stays known. */
  private boolean extend() {
    if (!more) {
      return false;
    }
    List<String> following =
        Successors.of(root, directory, names.getLast(), Set.of(order), MANY)
            .getOrDefault(order, List.of());
    int passed = Math.clamp(reached + 1, 0, names.size());
    List<String> all = new ArrayList<>(names.subList(passed, names.size()));
    all.addAll(following);
    take(all, following.size() == MANY);
    List<Integer> moved = ahead.stream().map(place -> place - passed).toList();
    ahead.clear();
    ahead.addAll(moved);
    reached -= passed;
    next -= passed;
    return next < names.size();
  }

  /** The path of the next file to fetch. */
  String take() {
    String name = names.get(next++);
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  /** The file that was taken last is being fetched. */
  void fetching() {
    ahead.addLast(next - 1);
  }
}
