package io.windlass.transfer.move;

import io.windlass.transfer.Cost;
import io.windlass.transfer.Cost.Kind;
import io.windlass.transfer.TransferOptions;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.batch.Base;
import io.windlass.transfer.batch.Batch;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.RequestCount;
import io.windlass.transfer.collection.Storage;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan would ask of the stores at its ends, and what its planner has asked already. By the
 * rules of {@link Mover} when nothing fails, nothing is refused, and everything that is to be
 * compared is found different. Needs memory for the sums alone. Not thread-safe.
 */
public final class Estimate {
  /** The most that one request deletes. */
  private static final int DELETED_AT_ONCE = 1000;

  /** What cannot be read before it is restored. */
  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

  private final Mover.Ends ends;
  private final TransferOptions options;
  private final Size size;
  private final Preservation preservation;
  private final Map<Side, RequestCount> asked = new EnumMap<>(Side.class);
  private final Map<Item, Long> sums = new HashMap<>();

  private record Item(Side side, Kind kind, String storageClass) {}

  /**
   * An estimate.
   *
   * @param options of the transfer; of deletions none
   */
  public Estimate(Mover.Ends ends, TransferOptions options, Size size) {
    this.ends =
        new Mover.Ends(
            ends.source().map(source -> counted(Side.SOURCE, source)),
            counted(Side.DESTINATION, ends.destination()));
    this.options = options;
    this.size = size;
    this.preservation = new Preservation(options, (_, _) -> {});
  }

  private Storage counted(Side side, Storage storage) {
    if (!(storage instanceof BucketStorage bucket)) {
      return storage;
    }
    RequestCount count = new RequestCount();
    asked.put(side, count);
    return bucket.counting(count);
  }

  /** The ends that the planner is to look at: what it asks is counted. */
  public Mover.Ends ends() {
    return ends;
  }

  /** Adds what the work on a batch would ask. */
  public void add(Batch batch) {
    Map<String, Long> doomed = new HashMap<>();
    for (Entry entry : batch.entries()) {
      Base base = batch.base(entry);
      switch (entry.action()) {
        case SEND -> send(base, entry);
        case COMPARE -> {
          reads(Side.SOURCE, 1, entry.storageClass());
          reads(Side.DESTINATION, 1, "");
          send(base, entry);
        }
        case MAKE_DIRECTORY -> {
          reads(Side.DESTINATION, 1, "");
          writes(2, ""); // looks into it by a listing first
        }
        case LINK -> {}
        case MARK_DELETED -> add(Side.DESTINATION, Kind.DELETE_REQUESTS, "", 1);
        case DELETE, REMOVE_DIRECTORY ->
            bucket(Side.DESTINATION)
                .ifPresent(at ->
                    doomed.merge(
                        at.below(base.inDestination(entry.path())).bucket(), 1L, Long::sum));
      }
    }
    doomed.values().forEach(count -> deletes(Math.ceilDiv(count, DELETED_AT_ONCE)));
  }

  /** What was added, and asked by the planner, since this was called last. */
  public List<Cost> take() {
    asked.forEach((side, count) -> {
      add(side, Kind.WRITE_REQUESTS, "", count.takeLists());
      add(side, Kind.READ_REQUESTS, "", count.takeLooks());
    });
    List<Cost> costs =
        sums.entrySet().stream()
            .map(each ->
                new Cost(
                    each.getKey().side(),
                    each.getKey().kind(),
                    each.getKey().storageClass(),
                    requesterPays(each.getKey()),
                    each.getValue()))
            .toList();
    sums.clear();
    return costs;
  }

  /** What stays in a bucket is paid by its owner always. */
  private boolean requesterPays(Item item) {
    return item.kind() != Kind.BYTES_STORED
        && bucket(item.side()).filter(bucket -> bucket.address().requesterPays()).isPresent();
  }

  private void send(Base base, Entry entry) {
    if (entry.size() < 0) {
      writes(1, newClass(base, entry));
      add(Side.SOURCE, Kind.FILES_OF_UNKNOWN_SIZE, "", 1);
      return;
    }
    boolean copied = ends.shareStore() && base.checksum().isEmpty();
    archived(entry, copied);
    if (copied) {
      copy(base, entry);
    } else {
      stream(base, entry);
    }
    beside();
    if (bucket(Side.DESTINATION).isPresent()) {
      add(Side.DESTINATION, Kind.BYTES_STORED, newClass(base, entry), entry.size());
    }
  }

  /** By {@link ServerCopy}. */
  private void copy(Base base, Entry entry) {
    String from = entry.storageClass();
    String to = newClass(base, entry);
    reads(Side.SOURCE, ServerCopy.looksFirst(entry, preservation, size) ? 1 : 0, from);
    if (size.copiesInParts(entry.size())) {
      long part = ObjectParts.copiedPart(entry.size(), size);
      inParts(Parts.count(entry.size(), part), to);
      reads(Side.SOURCE, 1, from); // whether it is still the same
    } else {
      writes(1, to);
    }
    add(Side.SOURCE, Kind.BYTES_COPIED, from, entry.size());
    writes(preservation.keeps(Preserve.TAGS) ? 1 : 0, to);
  }

  /** By {@link ObjectContent}, {@link ObjectWriter} and {@link FileWriter}. */
  private void stream(Base base, Entry entry) {
    boolean toBucket = bucket(Side.DESTINATION).isPresent();
    boolean large = size.inParts(entry.size());
    boolean parts = large && base.checksum().isEmpty();
    long count = Parts.count(entry.size(), Parts.size(entry.size(), size.partSize()));
    if (bucket(Side.SOURCE).isPresent()) {
      int times = timesRead(base, entry, toBucket);
      long gets = parts ? times * count : entry.size() > 0 ? times : 1;
      reads(Side.SOURCE, (large ? 1 : 0) + gets, entry.storageClass());
      add(Side.SOURCE, Kind.BYTES_OUT, entry.storageClass(), times * entry.size());
    }
    if (toBucket) {
      String to = newClass(base, entry);
      if (parts) {
        inParts(count, to);
      } else {
        writes(1, to);
      }
      writes(large && preservation.keeps(Preserve.TAGS) ? 1 : 0, to);
    }
  }

  /** What nobody knows a digest of, and what is to have one of its own, is read twice. */
  private int timesRead(Base base, Entry entry, boolean toBucket) {
    if (!toBucket) {
      return 1;
    }
    boolean twice =
        base.checksum().isPresent()
            ? entry.size() > ObjectWriter.IN_MEMORY
            : size.inParts(entry.size())
                && options.verify()
                && bucket(Side.SOURCE).filter(from -> !guarded(from)).isPresent();
    return twice ? 2 : 1;
  }

  private static boolean guarded(BucketStorage bucket) {
    return ObjectContent.guarded(bucket.address());
  }

  /** By {@link Preservation}: tags and grants, of which listings say nothing. */
  private void beside() {
    if (bucket(Side.SOURCE).isEmpty()) {
      return;
    }
    reads(Side.SOURCE, preservation.keeps(Preserve.TAGS) ? 1 : 0, "");
    if (preservation.keeps(Preserve.ACL) && bucket(Side.DESTINATION).isPresent()) {
      reads(Side.SOURCE, 1, "");
      reads(Side.DESTINATION, 1, "");
      writes(1, "");
    }
  }

  /** An attempt that is refused, before the restore; how often it is looked for nobody knows. */
  private void archived(Entry entry, boolean copied) {
    if (options.restore().isEmpty() || !ARCHIVES.contains(entry.storageClass())) {
      return;
    }
    if (copied) {
      writes(1, "");
    } else {
      reads(Side.SOURCE, 1, entry.storageClass());
    }
    add(Side.SOURCE, Kind.RESTORE_REQUESTS, entry.storageClass(), 1);
    add(Side.SOURCE, Kind.BYTES_RESTORED, entry.storageClass(), entry.size());
  }

  private String newClass(Base base, Entry entry) {
    return preservation
        .storageClass(base.inDestination(entry.path()), entry, Math.max(0, entry.size()))
        .orElse("");
  }

  private void inParts(long count, String storageClass) {
    writes(count + 2, storageClass); // and the begin and the end
  }

  private void reads(Side side, long count, String storageClass) {
    if (bucket(side).isPresent()) {
      add(side, Kind.READ_REQUESTS, storageClass, count);
    }
  }

  private void writes(long count, String storageClass) {
    if (bucket(Side.DESTINATION).isPresent()) {
      add(Side.DESTINATION, Kind.WRITE_REQUESTS, storageClass, count);
    }
  }

  private void deletes(long count) {
    add(Side.DESTINATION, Kind.DELETE_REQUESTS, "", count);
  }

  private void add(Side side, Kind kind, String storageClass, long count) {
    if (count > 0) {
      sums.merge(new Item(side, kind, storageClass), count, Long::sum);
    }
  }

  private Optional<BucketStorage> bucket(Side side) {
    Optional<Storage> storage =
        side == Side.SOURCE ? ends.source() : Optional.of(ends.destination());
    return storage.filter(BucketStorage.class::isInstance).map(BucketStorage.class::cast);
  }
}
