package io.windlass.objectstore;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * An {@link ObjectStore} that sends the requests of which there are many by itself, at a fraction
 * of the SDK's work, and leaves the others to the store by the SDK, as well as buckets that need
 * more than Signature Version 4 over a direct connection.
 */
final class LeanObjectStore implements ObjectStore {
  private final S3ObjectStore sdk;
  private final LeanCalls calls;
  private final LeanObjects objects;
  private final LeanUploads uploads;
  private final LeanPresigned presigned;
  private Optional<LeanObjectStore> paying = Optional.empty();

  LeanObjectStore(S3ObjectStore sdk, AwsCredentialsProvider credentials) {
    this(sdk, new LeanCalls(sdk.address(), credentials));
  }

  private LeanObjectStore(S3ObjectStore sdk, LeanCalls calls) {
    this.sdk = sdk;
    this.calls = calls;
    this.objects = new LeanObjects(calls, sdk.address());
    this.uploads = new LeanUploads(calls, objects);
    this.presigned = new LeanPresigned(calls);
  }

  private boolean reaches(ObjectId id) {
    return !id.key().isEmpty() && calls.reaches(id.bucket());
  }

  @Override
  public StoreAddress address() {
    return sdk.address();
  }

  @Override
  public List<String> buckets() {
    return sdk.buckets();
  }

  @Override
  public void createBucket(String bucket) {
    sdk.createBucket(bucket);
  }

  @Override
  public void headBucket(String bucket) {
    sdk.headBucket(bucket);
  }

  @Override
  public Optional<String> region(String bucket) {
    return sdk.region(bucket);
  }

  @Override
  public Versioning versioning(String bucket) {
    return sdk.versioning(bucket);
  }

  @Override
  public Listing list(Listing.Request request) {
    return calls.reaches(request.bucket())
        ? sdk.listings().page(request, this::page)
        : sdk.list(request);
  }

  @Override
  public ObjectFacts head(ObjectId id) {
    return reaches(id) ? objects.head(id) : sdk.head(id);
  }

  @Override
  public ObjectContent get(ObjectId id, Optional<ByteRange> range, Optional<String> ifMatch) {
    return reaches(id) ? objects.get(id, range, ifMatch) : sdk.get(id, range, ifMatch);
  }

  @Override
  public Written put(ObjectId id, WriteOptions options, Body body) {
    return reaches(id) && LeanRequest.plain(options)
        ? objects.put(id, options, body)
        : sdk.put(id, options, body);
  }

  @Override
  public Written copy(
      ObjectId source, Optional<String> sourceEtag, ObjectId target, WriteOptions options) {
    return reaches(target) && LeanRequest.plain(options)
        ? objects.copy(source, sourceEtag, target, options)
        : sdk.copy(source, sourceEtag, target, options);
  }

  @Override
  public Deleted delete(ObjectId id) {
    return reaches(id) ? objects.delete(id) : sdk.delete(id);
  }

  @Override
  public List<NotDeleted> deleteAll(String bucket, List<ObjectId> ids) {
    return calls.reaches(bucket)
        ? sdk.deletes().all(bucket, ids, objects::deleteTogether)
        : sdk.deleteAll(bucket, ids);
  }

  @Override
  public String startMultipart(ObjectId id, WriteOptions options) {
    return reaches(id) && LeanRequest.plain(options)
        ? uploads.start(id, options)
        : sdk.startMultipart(id, options);
  }

  @Override
  public Part uploadPart(
      ObjectId id, String uploadId, int number, Body body, Optional<WantedChecksum> checksum) {
    return reaches(id)
        ? uploads.upload(id, uploadId, number, body, checksum)
        : sdk.uploadPart(id, uploadId, number, body, checksum);
  }

  @Override
  public Part copyPart(
      ObjectId source,
      Optional<String> sourceEtag,
      Optional<ByteRange> range,
      ObjectId target,
      String uploadId,
      int number) {
    return reaches(target)
        ? uploads.copy(source, sourceEtag, range, target, uploadId, number)
        : sdk.copyPart(source, sourceEtag, range, target, uploadId, number);
  }

  @Override
  public List<Part> parts(ObjectId id, String uploadId) {
    return sdk.parts(id, uploadId);
  }

  @Override
  public Optional<Part> part(ObjectId id, String uploadId, int number) {
    return sdk.part(id, uploadId, number);
  }

  @Override
  public Stream<OpenUpload> openUploads(String bucket, String prefix) {
    return sdk.openUploads(bucket, prefix);
  }

  @Override
  public Written completeMultipart(ObjectId id, String uploadId, List<Part> parts) {
    return reaches(id)
        ? sdk.multipart().complete(id, uploadId, parts, () -> uploads.complete(id, uploadId, parts))
        : sdk.completeMultipart(id, uploadId, parts);
  }

  @Override
  public void abortMultipart(ObjectId id, String uploadId) {
    sdk.abortMultipart(id, uploadId);
  }

  @Override
  public URI presignGet(ObjectId id, Duration lifetime, Map<String, String> responseHeaders) {
    return reaches(id) && calls.signs()
        ? presigned.get(id, lifetime, responseHeaders)
        : sdk.presignGet(id, lifetime, responseHeaders);
  }

  @Override
  public Presigned presignPut(
      ObjectId id, WriteOptions options, Duration lifetime, Optional<String> contentMd5) {
    return reaches(id) && calls.signs() && LeanRequest.plain(options)
        ? presigned.put(id, options, lifetime, contentMd5)
        : sdk.presignPut(id, options, lifetime, contentMd5);
  }

  @Override
  public Presigned presignPart(
      ObjectId id, String uploadId, int number, Duration lifetime, Optional<String> contentMd5) {
    return reaches(id) && calls.signs()
        ? presigned.part(id, uploadId, number, lifetime, contentMd5)
        : sdk.presignPart(id, uploadId, number, lifetime, contentMd5);
  }

  @Override
  public Presigned presignCopyPart(
      ObjectId source,
      Optional<ByteRange> range,
      Optional<String> ifMatch,
      ObjectId target,
      String uploadId,
      int number,
      Duration lifetime) {
    return sdk.presignCopyPart(source, range, ifMatch, target, uploadId, number, lifetime);
  }

  @Override
  public ObjectTags tags() {
    return sdk.tags();
  }

  @Override
  public ObjectAcls acls() {
    return sdk.acls();
  }

  @Override
  public ObjectVersions versions() {
    return sdk.versions();
  }

  @Override
  public ObjectChecksums checksums() {
    return new ObjectChecksums() {
      @Override
      public ObjectFacts head(ObjectId id) {
        return reaches(id) ? objects.headWithChecksum(id) : sdk.checksums().head(id);
      }

      @Override
      public Attributes attributes(ObjectId id) {
        return sdk.checksums().attributes(id);
      }
    };
  }

  @Override
  public ObjectArchive archive() {
    return sdk.archive();
  }

  @Override
  public synchronized ObjectStore payingRequests() {
    if (address().requesterPays()) {
      return this;
    }
    if (paying.isEmpty()) {
      paying = Optional.of(new LeanObjectStore(sdk.payingRequests(), calls.paying()));
    }
    return paying.get();
  }

  @Override
  public Notifications notifications() {
    return sdk.notifications();
  }

  @Override
  public EventQueue queue(URI url, String region) {
    return sdk.queue(url, region);
  }

  @Override
  public void close() {
    calls.close();
    sdk.close();
  }

  private Listing page(Listing.Request request) {
    LeanRequest call =
        LeanRequest.onBucket("GET", request.bucket())
            .query("list-type", "2")
            .query("prefix", request.prefix())
            .query("max-keys", Integer.toString(request.maxKeys()))
            // XML cannot say every key
            .query("encoding-type", "url");
    if (request.restores()) {
      call.header("x-amz-optional-object-attributes", "RestoreStatus");
    }
    request.delimiter().ifPresent(delimiter -> call.query("delimiter", delimiter));
    request.continuation().ifPresent(token -> call.query("continuation-token", token));
    // some stores let startAfter win over the continuation
    if (request.continuation().isEmpty()) {
      request.startAfter().ifPresent(key -> call.query("start-after", key));
    }
    try {
      return calls.call(call, answer -> LeanXml.listing(answer.body()));
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onBucket("s3:ListBucket", request.bucket()));
    }
  }
}
