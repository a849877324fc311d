package io.windlass.transfer.move;

import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.BucketStorage.Place;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Copies by the store's own means, where the destination's keys may read the source. Whether they
 * may is tried once for each pair of buckets. Thread-safe.
 */
final class ServerCopy {
  private final BucketStorage source;
  private final BucketStorage destination;
  private final Preservation preservation;
  private final ObjectParts parts;
  private final Set<String> refused;

  ServerCopy(
      BucketStorage source,
      BucketStorage destination,
      Preservation preservation,
      ObjectParts parts,
      Set<String> refused) {
    this.source = source;
    this.destination = destination;
    this.preservation = preservation;
    this.parts = parts;
    this.refused = refused;
  }

  /** A copy that the store made. */
  record Copied(Written written, long size) {}

  String pair(String from, String to) {
    return source.signer(from)
        + " "
        + source.at(from).bucket()
        + " "
        + destination.signer(to)
        + " "
        + destination.at(to).bucket();
  }

  boolean isRefused(String pair) {
    return refused.contains(pair);
  }

  void refuse(String pair) {
    refused.add(pair);
  }

  /** Whether the source is asked for its facts before it is copied. */
  static boolean looksFirst(Entry entry, Preservation preservation, Size sizes) {
    return sizes.copiesInParts(entry.size())
        || preservation.keeps(Preserve.MTIME)
        || preservation.changesMetadata()
        || entry.size() < 0;
  }

  /** Copies an object; empty when the store denies it, so that streaming is to be tried. */
  Optional<Copied> copy(Place from, Place to, String path, Entry entry, LongConsumer progress)
      throws Exception {
    // the destination's keys read the source too
    Place readable = new Place(to.store(), from.id());
    try {
      Size sizes = parts.size();
      Optional<ObjectFacts> known =
          looksFirst(entry, preservation, sizes)
              ? Optional.of(to.store().head(from.id()))
              : Optional.empty();
      long size = known.map(ObjectFacts::size).orElse(entry.size());
      boolean says =
          known.isPresent()
              && (sizes.copiesInParts(size)
                  || preservation.changesMetadata()
                  || (preservation.keeps(Preserve.MTIME)
                      && !known.get().metadata().containsKey(Times.MTIME)));
      WriteOptions options =
          preservation.copied(readable, to, says ? known : Optional.empty(), entry, size);
      Written written =
          preservation.write(
              to,
              options,
              wished ->
                  sizes.copiesInParts(size)
                      ? parts.copy(
                          known.orElseThrow(),
                          new ObjectWriter.Order(to, path, wished, Optional.empty(), false),
                          progress)
                      : to.store().copy(from.id(), to.id(), wished));
      if (!sizes.copiesInParts(size)) {
        progress.accept(size);
      }
      preservation.tagsAgain(to, options);
      preservation.kept(options, written);
      return Optional.of(new Copied(written, size));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.Denied
          || e.failure() instanceof StoreFailure.Unsupported
          || e.failure() instanceof StoreFailure.NoSuchBucket) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
