package io.windlass.transfer.move;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.transfer.TransferItem.Checksum;
import io.windlass.transfer.TransferOptions;
import io.windlass.transfer.TransferredFile.Outcome;
import io.windlass.transfer.batch.Base;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.BucketStorage.Place;
import io.windlass.transfer.collection.DirectoryStorage;
import io.windlass.transfer.collection.Storage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/** Moves single files between two open storages. Thread-safe. */
public final class Mover {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private final Ends ends;
  private final TransferOptions options;
  private final Machinery machinery;
  private final UploadLedger uploads;
  private final LongConsumer progress;
  private final Preservation preservation;
  private final Notices notices;
  private final Optional<ServerCopy> serverCopy;
  private final Equality equality;
  private final AtomicBoolean saidStreamed = new AtomicBoolean();

  /** Both ends; the source is absent for https addresses. */
  public record Ends(Optional<Storage> source, Storage destination) {
    /** Whether the store may be able to copy what the destination's keys can read. */
    boolean shareStore() {
      return source.isPresent()
          && source.get() instanceof BucketStorage from
          && destination instanceof BucketStorage to
          && to.sharesStoreWith(from);
    }
  }

  /**
   * A mover.
   *
   * @param progress hears of bytes that have arrived
   */
  public Mover(
      Ends ends,
      TransferOptions options,
      Machinery machinery,
      UploadLedger uploads,
      Notices notices,
      LongConsumer progress) {
    this.ends = ends;
    this.options = options;
    this.machinery = machinery;
    this.uploads = uploads;
    this.notices = notices;
    this.progress = progress;
    this.preservation = new Preservation(options, notices);
    this.serverCopy = serverCopy();
    this.equality = new Equality(options, machinery.size());
  }

  private Optional<ServerCopy> serverCopy() {
    return ends.shareStore()
        ? Optional.of(
            new ServerCopy(
                (BucketStorage) ends.source().orElseThrow(),
                (BucketStorage) ends.destination(),
                preservation,
                new ObjectParts(machinery.size(), machinery.parts(), uploads),
                machinery.refusedCopies()))
        : Optional.empty();
  }

  /**
   * Deals with an entry that is no deletion. Every exception is to be told to {@link Fault#of}.
   *
   * @throws InterruptedException when the node stops or the batch is lost
   */
  public Moved move(Base base, Entry entry) throws Exception {
    String to = base.inDestination(entry.path());
    return switch (entry.action()) {
      case SEND -> send(base, entry, to);
      case COMPARE -> compare(base, entry, to);
      case MAKE_DIRECTORY -> {
        ends.destination().makeDirectory(to);
        yield Moved.of(Outcome.MADE, 0);
      }
      case LINK -> {
        ((DirectoryStorage) ends.destination()).link(to, entry.etag());
        yield Moved.of(Outcome.MADE, 0);
      }
      case MARK_DELETED -> {
        Place place = ((BucketStorage) ends.destination()).at(to);
        yield new Moved(
            Outcome.DELETED, 0, Optional.empty(), place.store().delete(place.id()).versionId(), 0);
      }
      case DELETE, REMOVE_DIRECTORY ->
          throw new IllegalArgumentException("deletions are done together");
    };
  }

  private Moved compare(Base base, Entry entry, String to) throws Exception {
    String from = base.inSource(entry.path());
    Equality.Answer answer = equality(from, to);
    if (answer.equal()) {
      return Moved.equal(entry.size(), answer.read());
    }
    Moved moved = send(base, entry, to);
    return new Moved(
        moved.outcome(),
        moved.size(),
        moved.checksum(),
        moved.versionId(),
        moved.checksummed() + answer.read());
  }

  /** What has gone from the destination since it was listed is not equal to anything. */
  private Equality.Answer equality(String from, String to) throws Exception {
    try {
      return equality.of(ends.source().orElseThrow(), from, ends.destination(), to);
    } catch (SideException e) {
      if (e.side() == Side.DESTINATION
          && Fault.of(e, Side.DESTINATION).code().equals("FILE_NOT_FOUND")) {
        return new Equality.Answer(false, 0);
      }
      throw e;
    }
  }

  private Moved send(Base base, Entry entry, String to) throws Exception {
    String from = base.inSource(entry.path());
    if (serverCopy.isPresent() && base.checksum().isEmpty()) {
      return copyOrStream(serverCopy.get(), base, entry, new Paths(from, to));
    }
    return stream(base, entry, new Paths(from, to));
  }

  private record Paths(String from, String to) {}

  private Moved copyOrStream(ServerCopy copy, Base base, Entry entry, Paths paths)
      throws Exception {
    String pair = copy.pair(paths.from(), paths.to());
    if (copy.isRefused(pair)) {
      sayStreamed();
      return stream(base, entry, paths);
    }
    Place from = at((BucketStorage) ends.source().orElseThrow(), paths.from(), entry);
    Place to = ((BucketStorage) ends.destination()).at(paths.to());
    Optional<ServerCopy.Copied> copied;
    try {
      copied = copy.copy(from, to, paths.to(), entry, progress);
    } catch (LostDetail _) {
      return stream(base, entry, paths); // with the source's own keys, and all said by the write
    } catch (WindlassException e) {
      Fault fault = Fault.of(e, Side.SOURCE);
      askForArchived(fault, from);
      throw new SideException(sideOf(fault), e);
    }
    if (copied.isPresent()) {
      preservation.grants(from, to);
      Written written = copied.get().written();
      return new Moved(
          Outcome.COPIED, copied.get().size(), checksum(written), written.versionId(), 0);
    }
    Moved streamed = stream(base, entry, paths);
    copy.refuse(pair);
    sayStreamed();
    return streamed;
  }

  private void sayStreamed() {
    if (!saidStreamed.getAndSet(true)) {
      notices.once(
          "STREAMED",
          "The keys of the destination may not copy from the source within the store; the content"
              + " goes through Windlass.");
    }
  }

  private static Place at(BucketStorage storage, String path, Entry entry) {
    Place place = storage.at(path);
    return entry.version().isEmpty()
        ? place
        : new Place(
            place.store(), new ObjectId(place.bucket(), place.key(), Optional.of(entry.version())));
  }

  private Moved stream(Base base, Entry entry, Paths paths) throws Exception {
    try (Content content = open(entry, paths.from())) {
      return switch (ends.destination()) {
        case BucketStorage bucket -> toBucket(base, entry, paths, content, bucket);
        case DirectoryStorage directory -> toDirectory(base, entry, paths, content, directory);
      };
    } catch (Exception e) {
      inBucket(entry, paths.from())
          .ifPresent(place -> askForArchived(Fault.of(e, Side.SOURCE), place));
      throw e;
    }
  }

  /** Where the source is an object. */
  private Optional<Place> inBucket(Entry entry, String from) {
    return ends.source().isPresent() && ends.source().get() instanceof BucketStorage bucket
        ? Optional.of(at(bucket, from, entry))
        : Optional.empty();
  }

  private Content open(Entry entry, String from) throws Exception {
    if (ends.source().isEmpty()) {
      return WebContent.open(machinery.web(), from);
    }
    return switch (ends.source().get()) {
      case BucketStorage bucket -> {
        Place place = at(bucket, from, entry);
        yield machinery.size().inParts(entry.size())
            ? ObjectContent.inPieces(place.store(), place.id())
            : ObjectContent.whole(place.store(), place.id());
      }
      case DirectoryStorage directory -> FileContent.open(directory, from);
    };
  }

  private void askForArchived(Fault fault, Place source) {
    if (fault.nature() == Fault.Nature.ARCHIVED) {
      preservation.restore(source);
    }
  }

  /** Of a copy nobody says which side was meant; what is missing is the source. */
  private static Side sideOf(Fault fault) {
    return fault.code().equals("FILE_NOT_FOUND")
            || fault.nature() == Fault.Nature.ARCHIVED
            || fault.nature() == Fault.Nature.CHANGED
        ? Side.SOURCE
        : fault.side();
  }

  private Moved toBucket(Base base, Entry entry, Paths paths, Content content, BucketStorage bucket)
      throws Exception {
    Place to = bucket.at(paths.to());
    Optional<Place> from = inBucket(entry, paths.from());
    WriteOptions write = preservation.streamed(content, from, to, entry);
    ObjectWriter writer = new ObjectWriter(machinery.size(), machinery.parts(), uploads);
    ObjectWriter.Stored stored =
        preservation.write(
            to,
            write,
            wished ->
                writer.write(
                    content,
                    new ObjectWriter.Order(
                        to, paths.to(), wished, base.checksum(), options.verify()),
                    progress));
    preservation.kept(write, stored.written());
    if (machinery.size().inParts(content.size())) {
      preservation.tagsAgain(to, write);
    }
    from.ifPresent(source -> preservation.grants(source, to));
    return new Moved(
        Outcome.STREAMED,
        content.size(),
        checksum(stored.written()).or(() -> checksum(stored.read())),
        stored.written().versionId(),
        0);
  }

  private Moved toDirectory(
      Base base, Entry entry, Paths paths, Content content, DirectoryStorage directory)
      throws Exception {
    Optional<Place> source = inBucket(entry, paths.from());
    source.ifPresent(_ -> preservation.toDirectory(entry));
    FileWriter.Stored stored =
        new FileWriter(directory, machinery.size(), machinery.parts(), uploads)
            .write(
                content,
                new FileWriter.Order(
                    paths.to(),
                    preservation.time(content),
                    base.checksum(),
                    options.verify(),
                    preservation.describing(content, source)),
                progress);
    return new Moved(
        Outcome.STREAMED,
        content.size(),
        checksum(stored.read()),
        Optional.empty(),
        stored.checksummed());
  }

  /** What was computed of the bytes that passed. */
  private static Optional<Checksum> checksum(Digests.Result read) {
    return read.md5()
        .map(md5 -> new Checksum("md5", md5))
        .or(() ->
            read.checksum().map(found -> new Checksum(found.algorithm().word(), found.hex())));
  }

  private static Optional<Checksum> checksum(Written written) {
    return written
        .checksum()
        .filter(found -> found.ofWhole())
        .map(found -> new Checksum(found.algorithm().word(), found.hex()))
        .or(() ->
            MD5.matcher(written.etag()).matches()
                    && written.encryption().filter(name -> name.contains("kms")).isEmpty()
                ? Optional.of(new Checksum("md5", written.etag()))
                : Optional.empty());
  }
}
