package io.windlass.transfer.batch;

import io.windlass.transfer.TransferItem;
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

  /** The same with the whole addresses of its bases, given the items of the request. */
  public Batch withAddresses(List<TransferItem> items) {
    return new Batch(bases.stream().map(base -> base.withAddress(items)).toList(), entries);
  }

  /** The same, with other entries. */
  public Batch with(List<Entry> others) {
    return new Batch(bases, others);
  }
}
