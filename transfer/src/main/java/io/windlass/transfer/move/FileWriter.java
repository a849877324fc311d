package io.windlass.transfer.move;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.ChecksumAlgorithm;
import io.windlass.objectstore.ObjectChecksum;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.collection.DirectoryStorage;
import io.windlass.transfer.collection.DirectoryStorage.NewFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Writes contents into files of a directory. Thread-safe. */
final class FileWriter {
  private static final int BUFFER = 128 << 10;

  private final DirectoryStorage storage;
  private final Size size;
  private final FileParts parts;

  FileWriter(DirectoryStorage storage, Size size, Parts parts, UploadLedger uploads) {
    this.storage = storage;
    this.size = size;
    this.parts = new FileParts(storage, parts, uploads);
  }

  /**
   * What to write, and what must be true of it.
   *
   * @param modifiedAt its time; absent: now
   * @param dressing what is done to the file before it appears
   */
  record Order(
      String path,
      Optional<Instant> modifiedAt,
      Optional<TransferItem.Checksum> external,
      boolean verify,
      Consumer<NewFile> dressing) {}

  /** What was read, and how many bytes were read back. */
  record Stored(Digests.Result read, long checksummed) {}

  Stored write(Content content, Order order, LongConsumer progress) throws Exception {
    if (size.inParts(content.size()) && content.ranged() && order.external().isEmpty()) {
      return inParts(content, order, progress);
    }
    try (NewFile file = storage.write(order.path(), content.size())) {
      Digests.Result read = inOrder(content, order, file, progress);
      content.requireUnchanged();
      check(content, order, read);
      long checksummed = order.verify() ? confirm(content, order, file, read) : 0;
      appear(order, file);
      return new Stored(read, checksummed);
    }
  }

  private static void appear(Order order, NewFile file) {
    order.dressing().accept(file);
    file.commit(order.modifiedAt());
  }

  private static Digests.Result inOrder(
      Content content, Order order, NewFile file, LongConsumer progress) throws IOException {
    Digests digests = digests(content, order);
    copy(content, new Parts.Slice(1, 0, content.size()), file, digests);
    progress.accept(content.size());
    return digests.finish();
  }

  private Stored inParts(Content content, Order order, LongConsumer progress) throws Exception {
    return parts.write(
        content,
        order.path(),
        Parts.size(content.size(), size.partSize()),
        progress,
        (file, slice) -> part(content, order, file, slice),
        (file, arrived) -> {
          content.requireUnchanged();
          long checksummed =
              order.verify() ? confirm(content, order, file, Digests.Result.NONE) : 0;
          appear(order, file);
          return new Stored(new Digests.Result(arrived.whole(), Optional.empty()), checksummed);
        });
  }

  private static Optional<ObjectChecksum> part(
      Content content, Order order, NewFile file, Parts.Slice slice) throws IOException {
    Digests digests = Digests.of(Optional.of(ChecksumAlgorithm.CRC32C), false);
    copy(content, slice, file, digests);
    Digests.Result read = digests.finish();
    if (order.verify()) {
      compare(order, read, again(file, slice, ChecksumAlgorithm.CRC32C));
    }
    return read.checksum();
  }

  private static Digests digests(Content content, Order order) {
    if (order.external().isPresent()) {
      return Expected.digests(order.external().get());
    }
    return Digests.of(
        Optional.of(ChecksumAlgorithm.CRC32C), order.verify() && content.md5().isPresent());
  }

  private static void copy(Content content, Parts.Slice slice, NewFile file, Digests digests)
      throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, slice.length()))];
    long at = slice.offset();
    long end = slice.offset() + slice.length();
    try (InputStream in = content.open(slice.offset(), slice.length())) {
      while (at < end) {
        int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, end - at));
        if (count == 0) {
          throw new SideException(Side.SOURCE, ObjectWriter.changed("a file"));
        }
        digests.update(buffer, 0, count);
        file.write(ByteBuffer.wrap(buffer, 0, count), at);
        at += count;
      }
      if (in.read() >= 0) { // also lets streams compare what they know at their end
        throw new SideException(Side.SOURCE, ObjectWriter.changed("a file"));
      }
    }
  }

  private static void check(Content content, Order order, Digests.Result read) {
    if (order.external().isPresent()) {
      Expected.check(order.external().get(), read, order.path());
    } else if (read.md5().isPresent() && !read.md5().equals(content.md5())) {
      throw mismatch("The bytes read for " + order.path() + " are not those that the source has.");
    }
  }

  /** What was read in parts has been read back by then; no digest of all of it is known. */
  private long confirm(Content content, Order order, NewFile file, Digests.Result read)
      throws IOException {
    if (read.checksum().isPresent()) {
      return readBack(content, order, file, read);
    }
    if (content.guarded() || order.external().isPresent()) {
      return 0;
    }
    Equality.Answer answer = Equality.ofArrived(content, new WrittenContent(file, content), size);
    if (!answer.equal()) {
      throw mismatch("The bytes read for " + order.path() + " are not those that the source has.");
    }
    return answer.read();
  }

  private static long readBack(Content content, Order order, NewFile file, Digests.Result read) {
    if (read.checksum().isEmpty()) {
      return 0;
    }
    Parts.Slice whole = new Parts.Slice(1, 0, content.size());
    compare(order, read, again(file, whole, read.checksum().get().algorithm()));
    return content.size();
  }

  private static void compare(Order order, Digests.Result read, Digests.Result written) {
    if (!read.checksum().equals(written.checksum())) {
      throw mismatch("The file " + order.path() + " has other bytes than were read.");
    }
  }

  private static Digests.Result again(
      NewFile file, Parts.Slice slice, ChecksumAlgorithm algorithm) {
    Digests digests = Digests.of(Optional.of(algorithm), false);
    byte[] buffer = new byte[BUFFER];
    long end = slice.offset() + slice.length();
    for (long at = slice.offset(); at < end; ) {
      int count =
          file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, end - at)), at);
      if (count <= 0) {
        break;
      }
      digests.update(buffer, 0, count);
      at += count;
    }
    return digests.finish();
  }

  private static io.windlass.foundation.WindlassException mismatch(String message) {
    return Problem.of(Kind.UNAVAILABLE, "verify_checksum", message).toException();
  }
}
