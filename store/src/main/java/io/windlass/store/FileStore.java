package io.windlass.store;

import io.windlass.store.StoredObject.Content;
import io.windlass.store.StoredObject.PartFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files: any key, conditions that hold, writes that are whole or not there, listings of
 * bounded memory. Thread-safe within one process, which {@link StoreLock} makes sure of.
 */
final class FileStore {
  private static final int INLINE = 64 << 10;
  private static final int OPEN_ATTEMPTS = 5;

  private final Buckets buckets;
  private final Uploads uploads;
  private final Changes changes;
  private final DirectoryNames names;
  private final InstantSource clock;

  private FileStore(Buckets buckets, Changes changes, DirectoryNames names, InstantSource clock) {
    this.buckets = buckets;
    this.uploads = new Uploads(buckets, changes, clock);
    this.changes = changes;
    this.names = names;
    this.clock = clock;
  }

  /** Opens a directory: removes what was not finished when the process before ended. */
  static FileStore open(Path directory, Durability durability, InstantSource clock)
      throws IOException {
    Changes changes = new Changes();
    DirectoryNames names = new DirectoryNames(clock);
    Buckets buckets = Buckets.open(directory, durability, names, changes);
    return new FileStore(buckets, changes, names, clock);
  }

  Buckets buckets() {
    return buckets;
  }

  Uploads uploads() {
    return uploads;
  }

  ObjectListing.Page list(
      String bucket,
      String prefix,
      Optional<String> delimiter,
      byte[] after,
      boolean rolledUp,
      int limit)
      throws IOException {
    BucketFiles files = buckets.require(bucket);
    return new ObjectListing(names, prefix, delimiter, after, rolledUp, limit)
        .read(files.objects());
  }

  Optional<StoredObject> find(String bucket, String key) throws IOException {
    return buckets.require(bucket).find(key);
  }

  /** An object and a range of its bytes. */
  record Reading(StoredObject object, Range range, InputStream stream) {}

  /** Decides what of an object is to be read, or refuses. */
  @FunctionalInterface
  interface Selection {
    Range of(StoredObject object);
  }

  /** Bytes of an object. */
  record Range(long offset, long length) {}

  Optional<Reading> read(String bucket, String key, Selection selection) throws IOException {
    BucketFiles files = buckets.require(bucket);
    for (int attempt = 0; ; attempt++) {
      Optional<BucketFiles.Opened> opened = files.open(key);
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      StoredObject object = opened.get().object();
      Range range = selection.of(object);
      try {
        return Optional.of(new Reading(object, range, stream(files, opened.get(), range)));
      } catch (NoSuchFileException e) {
        // replaced between the two openings
        if (attempt == OPEN_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static InputStream stream(BucketFiles files, BucketFiles.Opened opened, Range range)
      throws IOException {
    StoredObject object = opened.object();
    return switch (object.content()) {
      case Content.Inline() -> {
        InputStream bytes = opened.inline().stream();
        bytes.skipNBytes(range.offset());
        yield range.length() == object.size()
            ? bytes
            : new ByteArrayInputStream(bytes.readNBytes(Math.toIntExact(range.length())));
      }
      case Content.OneFile(String id) ->
          new PartStream(
              List.of(new PartStream.Piece(files.data(id), object.size())),
              range.offset(),
              range.length());
      case Content.Parts(String uploadId, List<PartFile> parts) ->
          new PartStream(
              parts.stream()
                  .map(part ->
                      new PartStream.Piece(
                          files.uploads().resolve(uploadId).resolve(part.fileName()), part.size()))
                  .toList(),
              range.offset(),
              range.length());
    };
  }

  StoredObject put(
      String bucket,
      StoredObject described,
      Condition condition,
      InputStream body,
      @Nullable Long length,
      @Nullable String md5)
      throws IOException {
    BucketFiles files = buckets.require(bucket);
    try (IncomingBytes received = IncomingBytes.receive(body, files, INLINE, length, md5)) {
      String id = UUID.randomUUID().toString();
      Content content =
          received.file().isPresent() ? new Content.OneFile(id) : new Content.Inline();
      StoredObject object =
          described.written(received.size(), received.md5(), clock.instant(), content);
      return changes.ofKey(
          bucket,
          object.key(),
          () -> {
            condition.check(files.find(object.key()));
            if (received.file().isPresent()) {
              new DoubtfulBytes(files).note(content, object.key());
              BucketFiles.move(received.file().get(), files.data(id), files.root());
            }
            new CurrentObjects(files).replace(object, received.inline());
            return object;
          });
    }
  }

  void delete(String bucket, String key) throws IOException {
    CurrentObjects objects = new CurrentObjects(buckets.require(bucket));
    changes.ofKey(bucket, key, () -> objects.remove(key));
  }

  /** What a copy changes of the object. */
  @FunctionalInterface
  interface Change {
    StoredObject of(StoredObject source);
  }

  /** Copies an object without copying its bytes: files never change, so both can have them. */
  StoredObject copy(String fromBucket, String fromKey, String toBucket, Change change)
      throws IOException {
    BucketFiles source = buckets.require(fromBucket);
    BucketFiles target = buckets.require(toBucket);
    String id = UUID.randomUUID().toString();
    BucketFiles.Opened linked =
        changes.ofKey(
            fromBucket,
            fromKey,
            () -> {
              BucketFiles.Opened opened = source.open(fromKey).orElseThrow(StoreErrors::noSuchKey);
              // refuses before anything is linked
              String toKey = change.of(opened.object()).key();
              new DoubtfulBytes(target).note(linked(opened.object().content(), id), toKey);
              link(source, opened.object().content(), target, id);
              return opened;
            });
    StoredObject from = linked.object();
    StoredObject object =
        change
            .of(from)
            .written(from.size(), from.etag(), clock.instant(), linked(from.content(), id));
    return changes.ofKey(
        toBucket,
        object.key(),
        () -> {
          byte[] inline = linked.inline().stream().readAllBytes();
          new CurrentObjects(target).replace(object, inline);
          return object;
        });
  }

  private static Content linked(Content content, String id) {
    return switch (content) {
      case Content.Inline inline -> inline;
      case Content.OneFile _ -> new Content.OneFile(id);
      case Content.Parts parts -> new Content.Parts(id, parts.files());
    };
  }

  private static void link(BucketFiles source, Content content, BucketFiles target, String id)
      throws IOException {
    switch (content) {
      case Content.Inline() -> {}
      case Content.OneFile(String from) -> {
        Path link = target.newFile();
        Files.createLink(link, source.data(from));
        BucketFiles.move(link, target.data(id), target.root());
      }
      case Content.Parts(String uploadId, List<PartFile> parts) -> {
        Path directory = Files.createDirectory(target.uploads().resolve(id));
        for (PartFile part : parts) {
          Files.createLink(
              directory.resolve(part.fileName()),
              source.uploads().resolve(uploadId).resolve(part.fileName()));
        }
      }
    }
  }
}
