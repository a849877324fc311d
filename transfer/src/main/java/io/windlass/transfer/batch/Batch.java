package io.windlass.transfer.batch;

import java.util.List;

/** Entries to be worked on together, with the items they belong to. */
public record Batch(List<Base> bases, List<Entry> entries) {
  /** Copies the lists. */
  public Batch {
    bases = List.copyOf(bases);
    entries = List.copyOf(entries);
  }

  /** The base of an entry. */
  public Base base(Entry entry) {
    return bases.get(entry.base());
  }

  /** The same, with fewer entries. */
  public Batch with(List<Entry> fewer) {
    return new Batch(bases, fewer);
  }
}
