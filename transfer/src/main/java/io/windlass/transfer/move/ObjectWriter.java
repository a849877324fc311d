package io.windlass.transfer.move;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ChecksumAlgorithm;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.StoreAddress;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.collection.BucketStorage.Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Writes contents into objects. Thread-safe. */
final class ObjectWriter {
  /** Up to here a body is read before it is sent: a source that fails costs no upload. */
  static final int IN_MEMORY = 128 << 10;

  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private final Size size;
  private final ObjectParts parts;

  ObjectWriter(Size size, Parts parts, UploadLedger uploads) {
    this.size = size;
    this.parts = new ObjectParts(size, parts, uploads);
  }

  /**
   * What to write, and what must be true of it.
   *
   * @param path of the object, for the ledger
   * @param external what the bytes must have
   * @param verify compare with what the source and the store know
   */
  record Order(
      Place place,
      String path,
      WriteOptions options,
      Optional<TransferItem.Checksum> external,
      boolean verify) {}

  /** What the store has, and what was read. */
  record Stored(Written written, Digests.Result read) {}

  Stored write(Content content, Order order, LongConsumer progress) throws Exception {
    boolean whole = order.external().isPresent();
    if (size.inParts(content.size()) && content.ranged() && !whole) {
      return parts.write(content, order, progress);
    }
    Supplier<Digests> digests = digests(content, order);
    Stored stored =
        content.size() <= IN_MEMORY
            ? small(content, order, digests)
            : streamed(content, order, digests);
    progress.accept(content.size());
    return stored;
  }

  private static Supplier<Digests> digests(Content content, Order order) {
    if (order.external().isPresent()) {
      return () -> Expected.digests(order.external().get());
    }
    boolean noOther =
        order.place().store().address().checksums() == StoreAddress.ChecksumMode.WHEN_REQUIRED;
    boolean md5 = order.verify() && (content.md5().isPresent() || noOther);
    Optional<ChecksumAlgorithm> told =
        noOther ? Optional.of(ChecksumAlgorithm.CRC32C) : Optional.empty();
    return () ->
        Digests.of(
            order.verify() ? order.options().checksum().map(wanted -> wanted.algorithm()) : told,
            md5);
  }

  private static Stored small(Content content, Order order, Supplier<Digests> digests)
      throws IOException {
    byte[] bytes = new byte[(int) content.size()];
    if (content.readAll(bytes) < bytes.length) {
      throw changed(order.path());
    }
    content.requireUnchanged();
    Digests running = digests.get();
    running.update(bytes, 0, bytes.length);
    Digests.Result read = running.finish();
    checkRead(content, order, read);
    return checkStored(
        new Stored(
            order.place().store().put(order.place().id(), order.options(), Body.of(bytes)), read),
        order);
  }

  private static Stored streamed(Content content, Order order, Supplier<Digests> digests)
      throws IOException {
    if (order.external().isPresent()) {
      checkFirst(content, order, digests.get());
    }
    ReadBody body = new ReadBody(content, 0, content.size(), digests);
    Written written =
        sending(body, () -> order.place().store().put(order.place().id(), order.options(), body));
    Digests.Result read = body.finish();
    content.requireUnchanged();
    checkRead(content, order, read);
    return checkStored(new Stored(written, read), order);
  }

  /** Bytes that somebody else vouches for are read twice: nothing wrong is ever written. */
  private static void checkFirst(Content content, Order order, Digests running) throws IOException {
    byte[] buffer = new byte[128 << 10];
    try (InputStream in = content.open(0, content.size())) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        running.update(buffer, 0, count);
      }
    }
    checkRead(content, order, running.finish());
  }

  /** Sends a body; a failure to read it is told as such, whatever became of sending. */
  static <T> T sending(ReadBody body, Supplier<T> send) throws SideException {
    try {
      return send.get();
    } catch (WindlassException e) {
      Optional<SideException> reading = body.failure();
      if (reading.isPresent()) {
        throw reading.get();
      }
      throw e;
    }
  }

  static void checkRead(Content content, Order order, Digests.Result read) {
    if (order.external().isPresent()) {
      Expected.check(order.external().get(), read, order.path());
    } else if (read.md5().isPresent()
        && content.md5().isPresent()
        && !read.md5().equals(content.md5())) {
      throw Problem.of(
              Kind.UNAVAILABLE,
              "verify_checksum",
              "The bytes read for " + order.path() + " are not those that the source has.")
          .toException();
    }
  }

  private static Stored checkStored(Stored stored, Order order) {
    if (order.verify()) {
      boolean checksumDiffers =
          stored.written().checksum().isPresent()
              && stored.read().checksum().isPresent()
              && stored.written().checksum().get().ofWhole()
              && stored.written().checksum().get().algorithm()
                  == stored.read().checksum().get().algorithm()
              && !stored
                  .written()
                  .checksum()
                  .get()
                  .value()
                  .equals(stored.read().checksum().get().value());
      boolean md5Differs =
          stored.written().encryption().filter(name -> name.contains("kms")).isEmpty()
              && MD5.matcher(stored.written().etag()).matches()
              && stored
                  .read()
                  .md5()
                  .filter(md5 -> !md5.equals(stored.written().etag()))
                  .isPresent();
      if (checksumDiffers || md5Differs) {
        throw Problem.of(
                Kind.UNAVAILABLE,
                "verify_checksum",
                "The store has other bytes of " + order.path() + " than were read.")
            .toException();
      }
    }
    return stored;
  }

  static WindlassException changed(String path) {
    return Problem.of(
            Kind.CONFLICT,
            "source_changed",
            "The source of " + path + " changed while it was read.")
        .toException();
  }
}
