package io.windlass.filesystem.ahead;

import io.windlass.foundation.KeyOrder;
import io.windlass.linux.Child;
import io.windlass.linux.Children;
import io.windlass.linux.Descriptor;
import io.windlass.linux.OpenFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The files that come after one of a directory, in each order that is asked for. One reading of the
 * directory, and memory for as many names as are wanted, however large it is.
 */
final class Successors {
  private final Child reference;
  private final int most;
  private final Map<Order, PriorityQueue<Child>> nearest = new EnumMap<>(Order.class);
  private final List<String> listed = new ArrayList<>();

  private Successors(Child reference, Set<Order> orders, int most) {
    this.reference = reference;
    this.most = most;
    for (Order order : orders) {
      if (order != Order.LISTED) {
        nearest.put(order, new PriorityQueue<>(comparator(order).reversed()));
      }
    }
  }

  /**
   * Reads the directory.
   *
   * @param directory path below the root; empty for the root itself
   * @param name of the file that the others come after
   * @param most names of each order
   * @throws io.windlass.linux.LinuxException when the directory or the file is gone
   */
  static Map<Order, List<String>> of(
      Descriptor root, String directory, String name, Set<Order> orders, int most) {
    int flags = OpenFlags.READ | OpenFlags.DIRECTORY;
    try (Descriptor open = root.open(directory.isEmpty() ? "." : directory, flags, 0);
        Children children = open.children()) {
      Child reference = new Child(name, Child.Type.FILE, open.status(name).inode());
      Successors successors = new Successors(reference, orders, most);
      boolean behind = false;
      while (children.hasNext()) {
        Child child = children.next();
        if (child.type() == Child.Type.FILE || child.type() == Child.Type.UNKNOWN) {
          successors.add(child, behind);
        }
        behind |= child.name().equals(name);
      }
      return successors.names(orders);
    }
  }

  private void add(Child child, boolean behind) {
    if (behind && listed.size() < most) {
      listed.add(child.name());
    }
    nearest.forEach((order, kept) -> {
      if (comparator(order).compare(child, reference) > 0) {
        kept.add(child);
        if (kept.size() > most) {
          kept.remove();
        }
      }
    });
  }

  private Map<Order, List<String>> names(Set<Order> orders) {
    Map<Order, List<String>> names = new EnumMap<>(Order.class);
    if (orders.contains(Order.LISTED)) {
      names.put(Order.LISTED, List.copyOf(listed));
    }
    nearest.forEach((order, kept) ->
        names.put(order, kept.stream().sorted(comparator(order)).map(Child::name).toList()));
    return names;
  }

  private static Comparator<Child> comparator(Order order) {
    return order == Order.NUMBERED
        ? Comparator.comparingLong(Child::inode)
        : Comparator.comparing(Child::name, KeyOrder.OF_KEYS);
  }
}
