package io.windlass.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.store.Changes.Action;
import io.windlass.store.StoredObject.PartFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** {@link FileStore} in the terms of the S3 handler. Everything belongs to one owner: no ACLs. */
final class S3BackEnd implements BlobStore {
  private static final int PAGE = 1_000;

  private final FileStore store;

  S3BackEnd(FileStore store) {
    this.store = store;
  }

  private static <T> T io(Action<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- buckets

  @Override
  public ListBucketsResponse list() {
    return io(() -> {
      ListBucketsResponse.Builder answer = ListBucketsResponse.builder();
      List<Bucket> found = new ArrayList<>();
      for (String name : store.buckets().all()) {
        found.add(
            Bucket.builder().name(name).creationDate(store.buckets().createdAt(name)).build());
      }
      return answer.buckets(found).build();
    });
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    if (!store.buckets().exists(request.bucket())) {
      throw StoreErrors.noSuchBucket();
    }
    return HeadBucketResponse.builder().build();
  }

  @Override
  public CreateBucketResponse createContainer(CreateBucketRequest request) {
    if (!io(() -> store.buckets().create(request.bucket()))) {
      throw S3Exceptions.bucketAlreadyOwnedByYou(request.bucket());
    }
    return CreateBucketResponse.builder().location("/" + request.bucket()).build();
  }

  @Override
  public void deleteBucket(String bucket) {
    if (!io(() -> store.buckets().deleteIfEmpty(bucket))) {
      throw S3Exceptions.bucketNotEmpty(bucket);
    }
  }

  @Override
  public BucketCannedACL getContainerAccess(String container) {
    return BucketCannedACL.PRIVATE;
  }

  @Override
  public void setContainerAccess(String container, BucketCannedACL access) {
    refusePublic(access == BucketCannedACL.PRIVATE);
  }

  @Override
  public ObjectCannedACL getBlobAccess(String container, String name) {
    return ObjectCannedACL.PRIVATE;
  }

  @Override
  public void setBlobAccess(String container, String name, ObjectCannedACL access) {
    refusePublic(access == ObjectCannedACL.PRIVATE);
  }

  private static void refusePublic(boolean isPrivate) {
    if (!isPrivate) {
      throw StoreErrors.of(400, "AccessControlListNotSupported", "The bucket does not allow ACLs.");
    }
  }

  // ---- listing

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    ListingToken token =
        request.continuationToken() == null
            ? new ListingToken(false, ObjectWords.orEmpty(request.startAfter()))
            : ListingToken.parse(request.continuationToken());
    int limit = request.maxKeys() == null ? PAGE : Math.min(PAGE, request.maxKeys());
    ObjectListing.Page page =
        io(() ->
            store.list(
                request.bucket(),
                ObjectWords.orEmpty(request.prefix()),
                Optional.ofNullable(request.delimiter()).filter(text -> !text.isEmpty()),
                token.last().getBytes(UTF_8),
                token.rolledUp(),
                limit));
    return ListObjectsV2Response.builder()
        .contents(page.objects().stream().map(ObjectWords::listed).toList())
        .commonPrefixes(
            page.commonPrefixes().stream()
                .map(prefix -> CommonPrefix.builder().prefix(prefix).build())
                .toList())
        .isTruncated(page.truncated())
        .nextContinuationToken(
            page.truncated() ? new ListingToken(page.rolledUp(), page.last()).text() : null)
        .build();
  }

  // ---- objects

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    StoredObject object =
        io(() -> store.find(request.bucket(), request.key())).orElseThrow(StoreErrors::noSuchKey);
    return SdkResponses.toHead(ObjectWords.answer(object).build());
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    FileStore.Reading reading =
        io(() ->
                store.read(
                    request.bucket(),
                    request.key(),
                    object -> {
                      ReadConditions.check(request, object);
                      return ReadConditions.range(request.range(), object);
                    }))
            .orElseThrow(StoreErrors::noSuchKey);
    GetObjectResponse.Builder answer = ObjectWords.answer(reading.object());
    if (request.range() != null) {
      long first = reading.range().offset();
      long length = reading.range().length();
      long size = reading.object().size();
      answer
          .contentLength(length)
          .contentRange("bytes %d-%d/%d".formatted(first, first + length - 1, size));
    }
    return SdkResponses.getResponse(answer.build(), reading.stream());
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    StoredObject described =
        ObjectWords.described(
            request.key(),
            ObjectWords.headers(
                request.contentType(),
                request.cacheControl(),
                request.contentDisposition(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.expires()),
            request.storageClassAsString(),
            request.metadata());
    StoredObject stored =
        io(() ->
            store.put(
                request.bucket(),
                described,
                new Condition(request.ifMatch(), request.ifNoneMatch()),
                payload,
                request.contentLength(),
                request.contentMD5()));
    return PutObjectResponse.builder().eTag(ObjectWords.quoted(stored.etag())).build();
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    boolean replace = request.metadataDirective() == MetadataDirective.REPLACE;
    StoredObject copied =
        io(() ->
            store.copy(
                request.sourceBucket(),
                request.sourceKey(),
                request.destinationBucket(),
                source -> {
                  ReadConditions.check(request, source);
                  return new StoredObject(
                      request.destinationKey(),
                      source.size(),
                      source.etag(),
                      source.modified(),
                      replace ? ObjectWords.headers(request) : source.headers(),
                      ObjectWords.storageClass(request.storageClassAsString()),
                      replace ? request.metadata() : source.metadata(),
                      source.content());
                }));
    return SdkResponses.copyResponse(ObjectWords.quoted(copied.etag()));
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    io(() -> {
      store.delete(request.bucket(), request.key());
      return request;
    });
    return DeleteObjectResponse.builder().build();
  }

  // ---- uploads

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    StoredObject future =
        ObjectWords.described(
            request.key(),
            ObjectWords.headers(
                request.contentType(),
                request.cacheControl(),
                request.contentDisposition(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.expires()),
            request.storageClassAsString(),
            request.metadata());
    return new MultipartUpload(io(() -> store.uploads().start(request.bucket(), future)), request);
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    io(() -> {
      store.uploads().abort(upload.containerName(), upload.blobName(), upload.id());
      return upload;
    });
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    List<Integer> numbers =
        request.multipartUpload().parts().stream().map(CompletedPart::partNumber).toList();
    StoredObject completed =
        io(() ->
            store
                .uploads()
                .complete(
                    upload.containerName(),
                    upload.blobName(),
                    upload.id(),
                    numbers,
                    new Condition(request.ifMatch(), request.ifNoneMatch())));
    return SdkResponses.completeResponse(ObjectWords.quoted(completed.etag()));
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream payload) {
    PartFile part =
        io(() ->
            store
                .uploads()
                .add(
                    upload.containerName(),
                    upload.blobName(),
                    upload.id(),
                    request.partNumber(),
                    payload,
                    request.contentLength(),
                    request.contentMD5()));
    return SdkResponses.uploadedPart(ObjectWords.quoted(part.md5()));
  }

  /** Empty when the upload is not open: the handler then looks whether it was completed before. */
  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    try {
      return io(() -> store.uploads().parts(upload.containerName(), upload.blobName(), upload.id()))
          .stream()
          .map(part ->
              SdkResponses.part(part.number(), part.size(), ObjectWords.quoted(part.md5()), null))
          .toList();
    } catch (NoSuchUploadException e) {
      return List.of();
    }
  }

  @Override
  public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String container) {
    return io(() -> store.uploads().open(container)).stream()
        .map(open ->
            software.amazon.awssdk.services.s3.model.MultipartUpload.builder()
                .key(open.key())
                .uploadId(open.id())
                .initiated(open.startedAt())
                .build())
        .toList();
  }

  @Override
  public long getMinimumMultipartPartSize() {
    return 1;
  }
}
