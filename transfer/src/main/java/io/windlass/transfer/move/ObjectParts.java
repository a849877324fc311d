package io.windlass.transfer.move;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ChecksumAlgorithm;
import io.windlass.objectstore.ObjectChecksum;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.OpenUpload;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.collection.BucketStorage.Place;
import io.windlass.transfer.move.ObjectWriter.Order;
import io.windlass.transfer.move.ObjectWriter.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Writes large objects in parts, and goes on with what an earlier attempt left. Uploads are noted
 * before they begin, so that none is ever left behind. Thread-safe.
 */
final class ObjectParts {
  /** Clocks of stores and of the database may differ by so much. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private static final int PARTS_OF_A_WHOLE_COPY = 4;
  private static final int BUFFER = 128 << 10;

  /** How often a part may arrive damaged. */
  private static final int MOST_DAMAGED = 5;

  private final Size size;
  private final Parts parts;
  private final UploadLedger uploads;

  ObjectParts(Size size, Parts parts, UploadLedger uploads) {
    this.size = size;
    this.parts = parts;
    this.uploads = uploads;
  }

  /** Sends one part. */
  private interface Sender {
    Sent send(String uploadId, Parts.Slice slice) throws Exception;
  }

  /**
   * A part that has been sent.
   *
   * @param crc the CRC-32C of its bytes, where they passed through here
   */
  private record Sent(Part part, Optional<ObjectChecksum> crc) {}

  Stored write(Content content, Order order, LongConsumer progress) throws Exception {
    return upload(
        order,
        content.identity(),
        new long[] {content.size(), Parts.size(content.size(), size.partSize())},
        (uploadId, slice) -> send(content, order, uploadId, slice),
        content::requireUnchanged,
        progress);
  }

  /**
   * Sends a part. Where bytes may have been changed on their way from the source, they are read a
   * second time: no source knows a digest of some of its bytes.
   */
  private static Sent send(Content content, Order order, String uploadId, Parts.Slice slice)
      throws Exception {
    boolean twice = order.verify() && !content.guarded();
    for (int attempt = 1; ; attempt++) {
      ReadBody body =
          new ReadBody(
              content,
              slice.offset(),
              slice.length(),
              () -> Digests.of(Optional.of(ChecksumAlgorithm.CRC32C), false));
      Place place = order.place();
      Part part =
          ObjectWriter.sending(
              body,
              () ->
                  place
                      .store()
                      .uploadPart(
                          place.id(), uploadId, slice.number(), body, order.options().checksum()));
      Digests.Result read = body.finish();
      if (!twice || read.equals(again(content, slice))) {
        return new Sent(part, read.checksum());
      }
      if (attempt == MOST_DAMAGED) {
        throw Problem.of(
                Kind.INVALID,
                "source_unreadable",
                "The source of " + order.path() + " gives other bytes each time it is read.")
            .withRemedy("Reach it over TLS.")
            .toException();
      }
    }
  }

  private static Optional<ObjectChecksum> crc(Part part) {
    return part.checksum().filter(known -> known.algorithm() == ChecksumAlgorithm.CRC32C);
  }

  private static Digests.Result again(Content content, Parts.Slice slice) throws IOException {
    Digests digests = Digests.of(Optional.of(ChecksumAlgorithm.CRC32C), false);
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = content.open(slice.offset(), slice.length())) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digests.update(buffer, 0, count);
      }
    }
    return digests.finish();
  }

  Size size() {
    return size;
  }

  /** The size of the parts that a copy within a store of so many bytes goes in. */
  static long copiedPart(long bytes, Size size) {
    return Parts.size(bytes, size.copiedWhole() / PARTS_OF_A_WHOLE_COPY);
  }

  /** Copies within a store. */
  Written copy(ObjectFacts source, Order order, LongConsumer progress) throws Exception {
    Place place = order.place();
    Stored stored =
        upload(
            order,
            "copy " + source.etag() + " " + source.size(),
            new long[] {source.size(), copiedPart(source.size(), size)},
            (uploadId, slice) ->
                new Sent(
                    place
                        .store()
                        .copyPart(
                            source.id(),
                            Optional.of(source.etag()),
                            Optional.of(
                                new ByteRange(slice.offset(), slice.offset() + slice.length() - 1)),
                            place.id(),
                            uploadId,
                            slice.number()),
                    Optional.empty()),
            () -> {
              if (!place.store().head(source.id()).etag().equals(source.etag())) {
                throw ObjectWriter.changed(order.path()); // some stores overlook the condition
              }
            },
            progress);
    return stored.written();
  }

  private Stored upload(
      Order order,
      String identity,
      long[] sizes,
      Sender sender,
      Runnable beforeCompletion,
      LongConsumer progress)
      throws Exception {
    ObjectStore store = order.place().store();
    ObjectId id = order.place().id();
    Started started = resumeOrStart(order, identity, sizes[1]);
    Map<Integer, Part> done = new ConcurrentSkipListMap<>();
    Crcs crcs = new Crcs(uploads, started);
    try {
      parts.forEach(
          sizes[0],
          sizes[1],
          slice -> {
            Part before = started.arrived().get(slice.number());
            if (before != null && before.size() == slice.length()) {
              done.put(slice.number(), before);
              crcs.arrivedBefore(slice, crc(before));
            } else {
              Sent sent = sender.send(started.uploadId(), slice);
              done.put(slice.number(), sent.part());
              crcs.add(slice, sent.crc());
            }
            progress.accept(slice.length());
          });
      beforeCompletion.run();
      Written written = store.completeMultipart(id, started.uploadId(), List.copyOf(done.values()));
      uploads.forget(started.number());
      return new Stored(written, new Digests.Result(crcs.whole(), Optional.empty()));
    } catch (Exception e) {
      if (!Fault.worthKeeping(e)) {
        abort(store, id, started);
      } else if (!(e instanceof InterruptedException)) {
        crcs.note();
      }
      throw e;
    }
  }

  /**
   * The CRCs of what was sent, noted now and then: a store tells of parts, not what they sum to.
   */
  private static final class Crcs {
    private static final int PARTS_BETWEEN_NOTES = 16;

    private final UploadLedger uploads;
    private final long number;
    private final ArrivedParts before;
    private final ArrivedParts all = new ArrivedParts();
    private final AtomicInteger since = new AtomicInteger();

    Crcs(UploadLedger uploads, Started started) {
      this.uploads = uploads;
      this.number = started.number();
      this.before = started.noted();
    }

    void arrivedBefore(Parts.Slice slice, Optional<ObjectChecksum> ofStore) {
      all.add(slice, ofStore.or(() -> before.crc(slice)));
    }

    void add(Parts.Slice slice, Optional<ObjectChecksum> crc) {
      all.add(slice, crc);
      if (since.incrementAndGet() % PARTS_BETWEEN_NOTES == 0) {
        note();
      }
    }

    void note() {
      uploads.arrived(number, all.write());
    }

    Optional<ObjectChecksum> whole() {
      return all.whole();
    }
  }

  private void abort(ObjectStore store, ObjectId id, Started started) {
    try {
      store.abortMultipart(id, started.uploadId());
      uploads.forget(started.number());
    } catch (WindlassException _) {
      // stays in the ledger: the end of the transfer, or the sweep, tries again
    }
  }

  private record Started(
      long number, String uploadId, Map<Integer, Part> arrived, ArrivedParts noted) {}

  private Started resumeOrStart(Order order, String identity, long partSize) {
    Optional<UploadLedger.Left> left = uploads.find(order.path());
    if (left.isPresent()) {
      Optional<Started> resumed = resume(order, identity, partSize, left.get());
      if (resumed.isPresent()) {
        return resumed.get();
      }
      remove(order.place(), left.get());
      uploads.forget(left.get().number());
    }
    long number = uploads.begin(order.path(), identity, partSize);
    String uploadId = start(order, number);
    uploads.started(number, uploadId);
    return new Started(number, uploadId, Map.of(), new ArrivedParts());
  }

  /** What the store denies has not begun, and leaves nothing to look for. */
  private String start(Order order, long number) {
    try {
      return order.place().store().startMultipart(order.place().id(), options(order));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.Denied) {
        uploads.forget(number);
      }
      throw e;
    }
  }

  private static WriteOptions options(Order order) {
    return order.options();
  }

  private static Optional<Started> resume(
      Order order, String identity, long partSize, UploadLedger.Left left) {
    if (left.uploadId().isEmpty()
        || !left.content().equals(identity)
        || left.partSize() != partSize) {
      return Optional.empty();
    }
    try {
      Map<Integer, Part> arrived = new HashMap<>();
      for (Part part : order.place().store().parts(order.place().id(), left.uploadId().get())) {
        arrived.put(part.number(), part);
      }
      return Optional.of(
          new Started(
              left.number(), left.uploadId().get(), arrived, ArrivedParts.read(left.arrived())));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Aborts what an attempt left, also when it did not live to note the id. */
  static void remove(Place place, UploadLedger.Left left) {
    if (left.uploadId().isPresent()) {
      place.store().abortMultipart(place.id(), left.uploadId().get());
      return;
    }
    try (Stream<OpenUpload> open = place.store().openUploads(place.bucket(), place.key())) {
      open.takeWhile(upload -> upload.key().startsWith(place.key()))
          .filter(upload ->
              upload.key().equals(place.key())
                  && upload.startedAt().isAfter(left.startedAt().minus(SKEW)))
          .toList()
          .forEach(upload -> place.store().abortMultipart(place.id(), upload.uploadId()));
    }
  }
}
