package io.windlass.filesystem.tree;

import io.windlass.foundation.Ids;
import io.windlass.linux.Child;
import io.windlass.linux.Children;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The place where entries are made before they get their name, and where replaced ones wait for
 * their judgement: a directory at the root of the file system that only root may enter. What a
 * process that died has left there is either of no worth, a draft, or a replaced entry that must be
 * judged again; their names tell which.
 *
 * <p>Thread-safe.
 */
final class Unfinished implements AutoCloseable {
  /** Several directories, so that threads do not wait for one another's. */
  private static final int SLOTS = 8;

  private static final int OWNER_ONLY = 0700;
  private static final String DRAFT = "draft-";
  private static final String REPLACED = "replaced-";

  private final List<Descriptor> slots = new ArrayList<>();
  private final String process = Ids.random(8);
  private final AtomicLong next = new AtomicLong();

  Unfinished(Descriptor root) {
    try (Descriptor top = directory(root, KeyPaths.UNFINISHED)) {
      for (int slot = 0; slot < SLOTS; slot++) {
        slots.add(directory(top, Integer.toString(slot)));
      }
    }
  }

  /** An entry that has no place of its own. */
  record Item(Descriptor directory, String name) {
    void remove() {
      try {
        directory.remove(name, false);
      } catch (LinuxException e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
      }
    }
  }

  /** A name for a draft. */
  Item draft() {
    return item(DRAFT);
  }

  /** A name for an entry that is taken from its place. */
  Item replaced() {
    return item(REPLACED);
  }

  private Item item(String kind) {
    long number = next.getAndIncrement();
    return new Item(slots.get((int) (number % SLOTS)), kind + process + "-" + number);
  }

  /**
   * Removes the drafts of processes that died, and hands out the replaced entries. To be called
   * before anything is made.
   */
  void recover(Consumer<Item> replaced) {
    for (Descriptor slot : slots) {
      List<String> names = new ArrayList<>();
      try (Children children = slot.children()) {
        while (children.hasNext()) {
          Child child = children.next();
          names.add(child.name());
        }
      }
      for (String name : names) {
        Item item = new Item(slot, name);
        if (name.startsWith(REPLACED)) {
          replaced.accept(item);
        } else {
          item.remove();
        }
      }
    }
  }

  private static Descriptor directory(Descriptor parent, String name) {
    try {
      parent.makeDirectory(name, OWNER_ONLY);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    return parent.open(name, OpenFlags.READ | OpenFlags.DIRECTORY, 0);
  }

  @Override
  public void close() {
    slots.forEach(Descriptor::close);
  }
}
