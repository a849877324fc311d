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
  private final TagCalls tags;
  private final AclCalls acls;
  private final VersionCalls versions;
  private final ChecksumCalls checksums;
  private final ArchiveCalls archive;
  private final NotificationCalls notifications;
  private final Role role;
  private Optional<S3ObjectStore> paying = Optional.empty();

  /** Whether it is what was opened, or a view of that. */
  private enum Role {
    OPENED,
    VIEW
  }

  S3ObjectStore(StoreAddress address, S3Clients.Opened clients) {
    this(address, clients, Role.OPENED);
  }

  private S3ObjectStore(StoreAddress address, S3Clients.Opened clients, Role role) {
    this.address = address;
    this.clients = clients;
    this.role = role;
    this.buckets = new BucketCalls(clients.s3(), address);
    this.listings = new ListingCalls(clients.s3());
    this.objects = new ObjectCalls(clients, address);
    this.deletes = new DeleteCalls(clients.s3());
    this.multipart = new MultipartCalls(clients, address, objects);
    this.presigned = new PresignedCalls(clients.presigner(), address);
    this.tags = new TagCalls(clients.s3());
    this.acls = new AclCalls(clients.s3());
    this.versions = new VersionCalls(clients.s3());
    this.checksums = new ChecksumCalls(clients.s3(), objects);
    this.archive = new ArchiveCalls(clients.s3());
    this.notifications = new NotificationCalls(clients.s3(), clients.topics());
  }

  /** What goes on around the requests that delete. */
  ListingCalls listings() {
    return listings;
  }

  DeleteCalls deletes() {
    return deletes;
  }

  /** What goes on around the requests of multipart uploads. */
  MultipartCalls multipart() {
    return multipart;
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
  public Part uploadPart(
      ObjectId id, String uploadId, int number, Body body, Optional<WantedChecksum> checksum) {
    return multipart.upload(id, uploadId, number, body, checksum);
  }

  @Override
  public Part copyPart(
      ObjectId source,
      Optional<String> sourceEtag,
      Optional<ByteRange> range,
      ObjectId target,
      String uploadId,
      int number) {
    return multipart.copy(source, sourceEtag, range, target, uploadId, number);
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
  public ObjectTags tags() {
    return tags;
  }

  @Override
  public ObjectAcls acls() {
    return acls;
  }

  @Override
  public ObjectVersions versions() {
    return versions;
  }

  @Override
  public ObjectChecksums checksums() {
    return checksums;
  }

  @Override
  public ObjectArchive archive() {
    return archive;
  }

  @Override
  public synchronized S3ObjectStore payingRequests() {
    if (address.requesterPays()) {
      return this;
    }
    if (paying.isEmpty()) {
      paying = Optional.of(new S3ObjectStore(address.paying(), clients.paying().get(), Role.VIEW));
    }
    return paying.get();
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
  public synchronized void close() {
    if (role == Role.OPENED) {
      paying.ifPresent(view -> view.clients.close());
      clients.close();
    }
  }
}
