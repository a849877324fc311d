package io.windlass.objectstore;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An {@link ObjectStore} by the AWS SDK; each group of calls has a class of its own. */
final class S3ObjectStore implements ObjectStore {
  private final StoreAddress address;
  private final S3Clients.Opened clients;
  private final BucketCalls buckets;
  private final ListingCalls listings;
  private final ObjectCalls objects;
  private final DeleteCalls deletes;
  private final MultipartCalls multipart;
  private final PresignedCalls presigned;
  private final NotificationCalls notifications;

  S3ObjectStore(StoreAddress address, S3Clients.Opened clients) {
    this.address = address;
    this.clients = clients;
    this.buckets = new BucketCalls(clients.s3(), address);
    this.listings = new ListingCalls(clients.s3());
    this.objects = new ObjectCalls(clients, address);
    this.deletes = new DeleteCalls(clients.s3());
    this.multipart = new MultipartCalls(clients, address, objects);
    this.presigned = new PresignedCalls(clients.presigner(), address);
    this.notifications = new NotificationCalls(clients.s3(), clients.topics());
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public List<String> buckets() {
    return buckets.names();
  }

  @Override
  public void createBucket(String bucket) {
    buckets.create(bucket);
  }

  @Override
  public void headBucket(String bucket) {
    buckets.head(bucket);
  }

  @Override
  public Optional<String> region(String bucket) {
    return buckets.region(bucket);
  }

  @Override
  public Versioning versioning(String bucket) {
    return buckets.versioning(bucket);
  }

  @Override
  public Listing list(Listing.Request request) {
    return listings.page(request);
  }

  @Override
  public Stream<Listing.Entry> walk(String bucket, String prefix, Optional<String> startAfter) {
    return listings.walk(bucket, prefix, startAfter);
  }

  @Override
  public ObjectFacts head(ObjectId id) {
    return objects.head(id);
  }

  @Override
  public ObjectContent get(ObjectId id, Optional<ByteRange> range, Optional<String> ifMatch) {
    return objects.get(id, range, ifMatch);
  }

  @Override
  public Written put(ObjectId id, WriteOptions options, Body body) {
    return objects.put(id, options, body);
  }

  @Override
  public Written copy(
      ObjectId source, Optional<String> sourceEtag, ObjectId target, WriteOptions options) {
    return objects.copy(source, sourceEtag, target, options);
  }

  @Override
  public Deleted delete(ObjectId id) {
    return deletes.one(id);
  }

  @Override
  public List<NotDeleted> deleteAll(String bucket, List<ObjectId> ids) {
    return deletes.all(bucket, ids);
  }

  @Override
  public String startMultipart(ObjectId id, WriteOptions options) {
    return multipart.start(id, options);
  }

  @Override
  public Part uploadPart(ObjectId id, String uploadId, int number, Body body) {
    return multipart.upload(id, uploadId, number, body);
  }

  @Override
  public Part copyPart(
      ObjectId source, Optional<ByteRange> range, ObjectId target, String uploadId, int number) {
    return multipart.copy(source, range, target, uploadId, number);
  }

  @Override
  public List<Part> parts(ObjectId id, String uploadId) {
    return multipart.parts(id, uploadId);
  }

  @Override
  public Optional<Part> part(ObjectId id, String uploadId, int number) {
    return multipart.part(id, uploadId, number);
  }

  @Override
  public Stream<OpenUpload> openUploads(String bucket, String prefix) {
    return multipart.open(bucket, prefix);
  }

  @Override
  public Written completeMultipart(ObjectId id, String uploadId, List<Part> parts) {
    return multipart.complete(id, uploadId, parts);
  }

  @Override
  public void abortMultipart(ObjectId id, String uploadId) {
    multipart.abort(id, uploadId);
  }

  @Override
  public URI presignGet(ObjectId id, Duration lifetime, Map<String, String> responseHeaders) {
    return presigned.get(id, lifetime, responseHeaders);
  }

  @Override
  public Presigned presignPut(
      ObjectId id, WriteOptions options, Duration lifetime, Optional<String> contentMd5) {
    return presigned.put(id, options, lifetime, contentMd5);
  }

  @Override
  public Presigned presignPart(
      ObjectId id, String uploadId, int number, Duration lifetime, Optional<String> contentMd5) {
    return presigned.part(id, uploadId, number, lifetime, contentMd5);
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
    return presigned.copyPart(source, range, ifMatch, target, uploadId, number, lifetime);
  }

  @Override
  public Notifications notifications() {
    return notifications;
  }

  @Override
  public EventQueue queue(URI url, String region) {
    return new SqsEventQueue(clients.queues(url, region), url.toString());
  }

  @Override
  public void close() {
    clients.close();
  }
}
