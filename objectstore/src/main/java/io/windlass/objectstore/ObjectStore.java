package io.windlass.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One S3 account as seen by one connection.
 *
 * <p>Thread-safe. Calls block and belong on virtual threads. Every failure is a {@link
 * StoreException}, whose {@link StoreFailure} says what the caller can do; passing faults (5xx,
 * throttling, broken connections) are retried inside with growing pauses, permanent ones are not.
 * Nothing here holds more than one page, one part or one stream buffer in memory.
 */
public interface ObjectStore extends AutoCloseable {

  /** Where this store is. */
  StoreAddress address();

  /** The buckets of the account, {@code s3:ListAllMyBuckets}. */
  List<String> buckets();

  /** Makes a bucket in the address's region. Succeeds when the caller has it already. */
  void createBucket(String bucket);

  /** Asks for the bucket itself, {@code HeadBucket}: fails when it is missing or denied. */
  void headBucket(String bucket);

  /**
   * The bucket's region, by location or by header; absent when the store does not say. Legacy names
   * are translated.
   */
  Optional<String> region(String bucket);

  /** Whether the bucket keeps versions. */
  Versioning versioning(String bucket);

  /** One page, in key order (UTF-8 binary). */
  Listing list(Listing.Request request);

  /**
   * All entries below a prefix, lazily, one page in memory; close the stream. {@code startAfter}
   * resumes.
   */
  default Stream<Listing.Entry> walk(String bucket, String prefix, Optional<String> startAfter) {
    return walk(
        new Listing.Request(bucket, prefix, Optional.empty(), startAfter, Optional.empty(), 1000));
  }

  /** All entries of a listing, from this page of it on, in the same way. */
  default Stream<Listing.Entry> walk(Listing.Request first) {
    return ListingCalls.walk(this::list, first);
  }

  /** Facts of an object. */
  ObjectFacts head(ObjectId id);

  /**
   * Opens an object for reading; the caller closes the stream.
   *
   * @param range bytes wanted; absent for all
   * @param ifMatch fail with {@link StoreFailure.PreconditionFailed} unless the object has this
   *     ETag
   */
  ObjectContent get(ObjectId id, Optional<ByteRange> range, Optional<String> ifMatch);

  /** Writes an object in one request, at most 5 GiB. The body can be opened again for a retry. */
  Written put(ObjectId id, WriteOptions options, Body body);

  /** Copies within the store in one request, at most 5 GiB, metadata included. */
  default Written copy(ObjectId source, ObjectId target, WriteOptions options) {
    return copy(source, Optional.empty(), target, options);
  }

  /**
   * As {@link #copy(ObjectId, ObjectId, WriteOptions)}, with an object copied onto itself when its
   * metadata is replaced.
   *
   * @param sourceEtag fail with {@link StoreFailure.PreconditionFailed} unless the source has this
   *     ETag; some stores overlook it, so look at the source again where it matters
   */
  Written copy(ObjectId source, Optional<String> sourceEtag, ObjectId target, WriteOptions options);

  /** Deletes an object, or one version of it. Succeeds when it is not there. */
  Deleted delete(ObjectId id);

  /** Deletes up to 1,000 objects; answers those that could not be deleted. */
  List<NotDeleted> deleteAll(String bucket, List<ObjectId> ids);

  /**
   * Starts a multipart upload and answers its id. A checksum that is wanted is that of the whole
   * where parts combine to it ({@link ChecksumAlgorithm#combines}), else one of those of the parts;
   * the parts are to be sent with it.
   */
  String startMultipart(ObjectId id, WriteOptions options);

  /** Sends one part, 5 MiB to 5 GiB except the last. */
  default Part uploadPart(ObjectId id, String uploadId, int number, Body body) {
    return uploadPart(id, uploadId, number, body, Optional.empty());
  }

  /**
   * As {@link #uploadPart(ObjectId, String, int, Body)}, of an upload that was started with a
   * checksum.
   *
   * @param checksum with the algorithm that the upload was started with
   */
  Part uploadPart(
      ObjectId id, String uploadId, int number, Body body, Optional<WantedChecksum> checksum);

  /** Copies a range of another object as a part. */
  default Part copyPart(
      ObjectId source, Optional<ByteRange> range, ObjectId target, String uploadId, int number) {
    return copyPart(source, Optional.empty(), range, target, uploadId, number);
  }

  /**
   * As {@link #copyPart(ObjectId, Optional, ObjectId, String, int)}, pinned to a source.
   *
   * @param sourceEtag as in {@link #copy(ObjectId, Optional, ObjectId, WriteOptions)}
   */
  Part copyPart(
      ObjectId source,
      Optional<String> sourceEtag,
      Optional<ByteRange> range,
      ObjectId target,
      String uploadId,
      int number);

  /** The parts that have arrived, in order. */
  List<Part> parts(ObjectId id, String uploadId);

  /** One part, if it has arrived; the way to ask for a single one of many. */
  Optional<Part> part(ObjectId id, String uploadId, int number);

  /**
   * Uploads below a prefix that were started and neither completed nor aborted, lazily, in key
   * order; close the stream.
   */
  Stream<OpenUpload> openUploads(String bucket, String prefix);

  /** Completes the upload. */
  Written completeMultipart(ObjectId id, String uploadId, List<Part> parts);

  /** Ends the upload and frees its parts. Succeeds when there is none. */
  void abortMultipart(ObjectId id, String uploadId);

  /** A GET that needs no keys, for at most the lifetime of the signing keys. */
  URI presignGet(ObjectId id, Duration lifetime, Map<String, String> responseHeaders);

  /**
   * A PUT of a whole object that needs no keys, at most 5 GiB.
   *
   * @param contentMd5 base 64; signed into the request, so that the store refuses other bytes
   */
  Presigned presignPut(
      ObjectId id, WriteOptions options, Duration lifetime, Optional<String> contentMd5);

  /** A PUT of one part that needs no keys; {@code contentMd5} as in {@link #presignPut}. */
  Presigned presignPart(
      ObjectId id, String uploadId, int number, Duration lifetime, Optional<String> contentMd5);

  /** A PUT that copies a range of another object as a part and needs no keys. */
  Presigned presignCopyPart(
      ObjectId source,
      Optional<ByteRange> range,
      Optional<String> ifMatch,
      ObjectId target,
      String uploadId,
      int number,
      Duration lifetime);

  /** The tags of objects. */
  ObjectTags tags();

  /** The access control lists of objects. */
  ObjectAcls acls();

  /** The versions of objects. */
  ObjectVersions versions();

  /** The checksums that the store keeps. */
  ObjectChecksums checksums();

  /** Objects in archives. */
  ObjectArchive archive();

  /**
   * This store with the consent to pay for requests, which goes with every one of them. It is the
   * same each time, ends with this store, and is never closed by itself.
   */
  ObjectStore payingRequests();

  /** The notification rules of the buckets. */
  Notifications notifications();

  /**
   * A queue that this store's keys can read. The caller closes it, before the store.
   *
   * @param url of the queue; requests go to the host in it
   * @param region to sign for
   */
  EventQueue queue(URI url, String region);

  @Override
  void close();

  /** Whether a bucket keeps versions. */
  enum Versioning {
    OFF,
    ON,
    SUSPENDED
  }

  /** Bytes from {@code first} to {@code last}, both included. */
  record ByteRange(long first, long last) {}

  /** An open object. */
  record ObjectContent(ObjectFacts facts, InputStream stream) implements AutoCloseable {
    @Override
    public void close() throws java.io.IOException {
      stream.close();
    }
  }

  /**
   * What to send along with a write. Absent means: say nothing, let the bucket decide.
   *
   * @param system content type and its like
   * @param metadata user metadata, keys without {@code x-amz-meta-}
   * @param tags of the new object; absent for a copy are those of the source, which AWS lets only
   *     those copy who may read tags. Some stores forget them in uploads of parts and in copies:
   *     where it matters, put them afterwards
   * @param acl canned
   * @param checksum to be kept with the object. Stores that keep none take no notice: {@link
   *     Written} has none then
   * @param onlyIfAbsent fail with {@link StoreFailure.PreconditionFailed} when there is an object
   * @param ifMatch fail so unless the object that is replaced has this ETag, also when there is
   *     none. Heeded by {@link #put} where the store heeds it at all: look at the object first
   */
  record WriteOptions(
      SystemMetadata system,
      Map<String, String> metadata,
      Optional<Map<String, String>> tags,
      Optional<String> storageClass,
      Optional<String> encryption,
      Optional<String> kmsKeyId,
      Optional<String> acl,
      Optional<WantedChecksum> checksum,
      boolean onlyIfAbsent,
      Optional<String> ifMatch) {
    /** Nothing in particular. */
    public static final WriteOptions NONE =
        new WriteOptions(
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);

    /** Whatever object is there. */
    public WriteOptions(
        Optional<String> contentType,
        Map<String, String> metadata,
        Optional<String> storageClass,
        Optional<String> encryption,
        Optional<String> kmsKeyId,
        Optional<String> acl,
        boolean onlyIfAbsent) {
      this(
          SystemMetadata.ofType(contentType),
          metadata,
          Optional.empty(),
          storageClass,
          encryption,
          kmsKeyId,
          acl,
          Optional.empty(),
          onlyIfAbsent,
          Optional.empty());
    }

    /** Copies the maps. */
    public WriteOptions {
      metadata = Map.copyOf(metadata);
      tags = tags.map(Map::copyOf);
    }

    /** The content type. */
    public Optional<String> contentType() {
      return system.contentType();
    }

    /** The same, to be changed. */
    public WriteOptionsBuilder with() {
      return new WriteOptionsBuilder(this);
    }

    /** The same, with a content type. */
    public WriteOptions withContentType(String type) {
      return with().system(system.withContentType(Optional.of(type))).build();
    }

    /** The same, with user metadata: keys without {@code x-amz-meta-}. */
    public WriteOptions withMetadata(Map<String, String> entries) {
      return with().metadata(entries).build();
    }

    /** The same, encrypted by KMS with a key. */
    public WriteOptions withKmsKey(String keyId) {
      return with().encryption("aws:kms", Optional.of(keyId)).build();
    }

    /** The same, with the metadata of an object, system and user, where it is not given. */
    public WriteOptions completedBy(ObjectFacts facts) {
      return with()
          .system(system.orElse(facts.system()))
          .metadata(metadata.isEmpty() ? facts.metadata() : metadata)
          .build();
    }

    /** The same, only where there is no such object yet. */
    public WriteOptions ifAbsent() {
      return with().onlyIfAbsent().build();
    }

    /** The same, only in the place of the object with this ETag. */
    public WriteOptions ifMatch(String etag) {
      return with().ifMatch(etag).build();
    }

    /** Whether a copy with these replaces the metadata of its source. */
    boolean replaceMetadata() {
      return !system.isEmpty() || !metadata.isEmpty();
    }
  }

  /**
   * A checksum that a store is to keep.
   *
   * @param known base 64, where the bytes are known already: the store refuses others
   */
  record WantedChecksum(ChecksumAlgorithm algorithm, Optional<String> known) {
    /** That of a body, which is read for it unless it is known. */
    ObjectChecksum of(Body body) {
      if (known.isPresent()) {
        return ObjectChecksum.ofWhole(algorithm, known.get());
      }
      RunningChecksum checksum = algorithm.start();
      byte[] buffer = new byte[Math.clamp(body.length(), 1, 128 << 10)];
      try (InputStream in = body.open()) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          checksum.update(buffer, 0, count);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return checksum.finish();
    }
  }

  /**
   * What a write made.
   *
   * @param checksum that the store keeps, where it says so
   */
  record Written(
      String etag,
      Optional<String> versionId,
      Optional<String> encryption,
      Optional<ObjectChecksum> checksum) {}

  /**
   * What a delete left.
   *
   * @param versionId the version that is gone or, with {@code marker}, the delete marker that was
   *     made (without a version asked for) or removed
   * @param marker whether a delete marker was made or removed
   */
  record Deleted(Optional<String> versionId, boolean marker) {}

  /**
   * A part that the store has.
   *
   * @param checksum that the store keeps of it; to be given back when the upload is completed
   */
  record Part(int number, String etag, long size, Optional<ObjectChecksum> checksum) {
    /** A part without checksum. */
    public Part(int number, String etag, long size) {
      this(number, etag, size, Optional.empty());
    }
  }

  /** An upload that was started and neither completed nor aborted. */
  record OpenUpload(String key, String uploadId, Instant startedAt) {}

  /** A key that a bulk delete left. */
  record NotDeleted(ObjectId id, String code, String message) {}

  /** A signed request: method, URL and the headers that must be sent exactly so. */
  record Presigned(String method, URI url, Map<String, String> headers) {}
}
