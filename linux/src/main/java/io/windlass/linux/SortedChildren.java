package io.windlass.linux;

import io.windlass.foundation.KeyOrder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * The entries of a directory in the order of their keys, in which a directory's name has a slash at
 * its end. However many there are, memory holds a bounded number: sorted runs of the others wait in
 * temporary files. Not thread-safe; close it.
 */
public final class SortedChildren implements Iterator<SortedChildren.Name>, AutoCloseable {
  /** Names that are sorted in memory. */
  static final int RUN = 20_000;

  /** Runs that are merged at once; more are merged into longer ones first. */
  private static final int WIDTH = 64;

  private static final Comparator<Name> ORDER =
      Comparator.comparing(Name::sortKey, KeyOrder.OF_KEYS);

  private final List<Path> files = new ArrayList<>();
  private final Iterator<Name> names;
  private final List<Run> open = new ArrayList<>();

  /**
   * An entry.
   *
   * @param name as on the disk
   * @param directory whether it is a directory
   */
  public record Name(String name, boolean directory) {
    /** The name, with a slash at the end of a directory's. */
    public String sortKey() {
      return directory ? name + "/" : name;
    }
  }

  private SortedChildren(Descriptor directory, Predicate<Child> isDirectory, int run)
      throws IOException {
    List<Name> memory = new ArrayList<>();
    try (Children children = directory.children()) {
      while (children.hasNext()) {
        Child child = children.next();
        memory.add(new Name(child.name(), isDirectory.test(child)));
        if (memory.size() >= run && children.hasNext()) {
          spill(memory);
        }
      }
    }
    memory.sort(ORDER);
    if (files.isEmpty()) {
      names = memory.iterator();
      return;
    }
    while (files.size() > WIDTH) {
      spillMerged();
    }
    List<Iterator<Name>> runs = new ArrayList<>(opened(files));
    runs.add(memory.iterator());
    names = new Merge(runs);
  }

  /** Reads a directory as it is now. */
  public static SortedChildren of(Descriptor directory) {
    return of(directory, RUN);
  }

  /**
   * The same, with another view of what a directory is: one that follows symbolic links, say.
   *
   * @param isDirectory asked once about each entry
   */
  public static SortedChildren of(Descriptor directory, Predicate<Child> isDirectory) {
    return of(directory, isDirectory, RUN);
  }

  static SortedChildren of(Descriptor directory, int run) {
    return of(directory, child -> isDirectory(directory, child), run);
  }

  private static SortedChildren of(Descriptor directory, Predicate<Child> isDirectory, int run) {
    try {
      return new SortedChildren(directory, isDirectory, run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isDirectory(Descriptor directory, Child child) {
    return child.type() == Child.Type.UNKNOWN
        ? directory.status(child.name()).isDirectory()
        : child.type() == Child.Type.DIRECTORY;
  }

  private void spill(List<Name> memory) throws IOException {
    memory.sort(ORDER);
    write(memory.iterator());
    memory.clear();
  }

  /** Makes one run of the oldest ones. */
  private void spillMerged() throws IOException {
    List<Path> oldest = List.copyOf(files.subList(0, WIDTH));
    write(new Merge(opened(oldest)));
    closeRuns();
    for (Path file : oldest) {
      Files.delete(file);
      files.remove(file);
    }
  }

  private void write(Iterator<Name> sorted) throws IOException {
    Path file = Files.createTempFile("windlass-names-", "");
    files.add(file);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      while (sorted.hasNext()) {
        Name name = sorted.next();
        out.writeUTF(name.name());
        out.writeBoolean(name.directory());
      }
      out.writeUTF(""); // no entry has an empty name
    }
  }

  private List<Run> opened(List<Path> runs) throws IOException {
    for (Path file : runs) {
      open.add(new Run(new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))));
    }
    return List.copyOf(open);
  }

  private void closeRuns() throws IOException {
    for (Run run : open) {
      run.in.close();
    }
    open.clear();
  }

  @Override
  public boolean hasNext() {
    return names.hasNext();
  }

  @Override
  public Name next() {
    return names.next();
  }

  @Override
  public void close() {
    try {
      closeRuns();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Run implements Iterator<Name> {
    private final DataInputStream in;
    private String next;

    Run(DataInputStream in) throws IOException {
      this.in = in;
      this.next = in.readUTF();
    }

    @Override
    public boolean hasNext() {
      return !next.isEmpty();
    }

    @Override
    public Name next() {
      if (next.isEmpty()) {
        throw new NoSuchElementException();
      }
      try {
        Name name = new Name(next, in.readBoolean());
        next = in.readUTF();
        return name;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Merge implements Iterator<Name> {
    private final PriorityQueue<Head> heads =
        new PriorityQueue<>(Comparator.comparing(Head::name, ORDER));

    private record Head(Name name, Iterator<Name> rest) {}

    Merge(List<? extends Iterator<Name>> runs) {
      runs.forEach(this::push);
    }

    private void push(Iterator<Name> run) {
      if (run.hasNext()) {
        heads.add(new Head(run.next(), run));
      }
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public Name next() {
      Head head = heads.remove();
      push(head.rest());
      return head.name();
    }
  }
}
