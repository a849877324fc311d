package io.windlass.store;

import io.windlass.store.StoredObject.Content;
import io.windlass.store.StoredObject.PartFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The multipart uploads of all buckets. Thread-safe. */
final class Uploads {
  private final Buckets buckets;
  private final Changes changes;
  private final InstantSource clock;

  Uploads(Buckets buckets, Changes changes, InstantSource clock) {
    this.buckets = buckets;
    this.changes = changes;
    this.clock = clock;
  }

  String start(String bucket, StoredObject described) throws IOException {
    StoredObject future = described.written(0, "", clock.instant(), new Content.Inline());
    return changes.belowBuckets(() -> new BucketUploads(buckets.require(bucket)).start(future));
  }

  PartFile add(
      String bucket,
      String key,
      String id,
      int number,
      InputStream body,
      @Nullable Long length,
      @Nullable String md5)
      throws IOException {
    BucketUploads uploads = new BucketUploads(buckets.require(bucket));
    uploads.require(id, key);
    try (IncomingBytes received = uploads.receive(body, length, md5)) {
      return changes.ofUpload(
          id,
          () -> {
            uploads.require(id, key);
            return uploads.add(id, number, received);
          });
    }
  }

  /** The parts of an upload, and when it was started; refuses when it is not open. */
  List<PartFile> parts(String bucket, String key, String id) throws IOException {
    BucketUploads uploads = new BucketUploads(buckets.require(bucket));
    uploads.require(id, key);
    return uploads.parts(id);
  }

  StoredObject complete(
      String bucket, String key, String id, List<Integer> numbers, Condition condition)
      throws IOException {
    BucketFiles files = buckets.require(bucket);
    BucketUploads uploads = new BucketUploads(files);
    return changes.ofUpload(
        id,
        () -> {
          StoredObject future = uploads.require(id, key);
          Map<Integer, PartFile> present = new HashMap<>();
          uploads.parts(id).forEach(part -> present.put(part.number(), part));
          List<PartFile> wanted =
              numbers.stream()
                  .map(number ->
                      Optional.ofNullable(present.get(number))
                          .orElseThrow(() ->
                              StoreErrors.of(400, "InvalidPart", "A part could not be found.")))
                  .toList();
          Content.Parts parts = new Content.Parts(id, wanted);
          long size = wanted.stream().mapToLong(PartFile::size).sum();
          StoredObject object = future.written(size, etag(wanted), clock.instant(), parts);
          changes.ofKey(
              bucket,
              key,
              () -> {
                condition.check(files.find(key));
                new CurrentObjects(files).replace(object, new byte[0]);
                return object;
              });
          uploads.finish(id, parts);
          return object;
        });
  }

  private static String etag(List<PartFile> parts) {
    var digest = IncomingBytes.md5Digest();
    parts.forEach(part -> digest.update(HexFormat.of().parseHex(part.md5())));
    return HexFormat.of().formatHex(digest.digest()) + "-" + parts.size();
  }

  void abort(String bucket, String key, String id) throws IOException {
    BucketUploads uploads = new BucketUploads(buckets.require(bucket));
    changes.ofUpload(
        id,
        () -> {
          StoredObject upload = uploads.require(id, key);
          uploads.abort(id);
          return upload;
        });
  }

  /** An upload that is open. */
  record OpenUpload(String id, String key, Instant startedAt) {}

  List<OpenUpload> open(String bucket) throws IOException {
    BucketUploads uploads = new BucketUploads(buckets.require(bucket));
    Stream.Builder<OpenUpload> open = Stream.builder();
    for (String id : uploads.open()) {
      uploads
          .find(id)
          .ifPresent(upload -> open.add(new OpenUpload(id, upload.key(), upload.modified())));
    }
    return open.build().toList();
  }
}
