package io.windlass.store;

import io.windlass.store.Grant.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * The store as a scoped key sees it where a request names more than one key: bulk deletes and
 * listings. {@link Grants} has allowed the request itself.
 */
final class GrantedBlobStore extends ForwardingBlobStore {
  private final Scoped grant;

  GrantedBlobStore(BlobStore store, Scoped grant) {
    super(store);
    this.grant = grant;
  }

  @Override
  public DeleteObjectsResponse removeBlobs(DeleteObjectsRequest request) {
    List<ObjectIdentifier> allowed = new ArrayList<>();
    List<S3Error> errors = new ArrayList<>();
    for (ObjectIdentifier object : request.delete().objects()) {
      if (grant.covers(request.bucket(), object.key())) {
        allowed.add(object);
      } else {
        errors.add(
            S3Error.builder()
                .key(object.key())
                .versionId(object.versionId())
                .code("AccessDenied")
                .message("These keys do not allow this request.")
                .build());
      }
    }
    DeleteObjectsResponse done =
        delegate()
            .removeBlobs(request.toBuilder().delete(delete -> delete.objects(allowed)).build());
    errors.addAll(done.errors());
    return done.toBuilder().errors(errors).build();
  }

  /** The handler deletes one by one where a bulk delete has conditions. */
  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    requireCovered(request.bucket(), request.key());
    return delegate().removeBlob(request);
  }

  @Override
  public void removeBlob(String container, String name) {
    requireCovered(container, name);
    delegate().removeBlob(container, name);
  }

  @Override
  public DeleteObjectResponse removeBlob(
      String container, String name, @Nullable String versionId) {
    requireCovered(container, name);
    return delegate().removeBlob(container, name, versionId);
  }

  private void requireCovered(String bucket, String key) {
    if (!grant.covers(bucket, key)) {
      throw StoreErrors.of(403, "AccessDenied", "These keys do not allow this request.");
    }
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    String prefix = request.prefix() == null ? "" : request.prefix();
    if (prefix.startsWith(grant.prefix())) {
      return delegate().list(request);
    }
    // The prefix without its slash: what is behind it, and no sibling that begins alike.
    if ("/".equals(request.delimiter())) {
      ListObjectsV2Response first =
          delegate()
              .list(
                  ListObjectsV2Request.builder()
                      .bucket(request.bucket())
                      .prefix(grant.prefix())
                      .maxKeys(1)
                      .build());
      String below = prefix + "/";
      boolean shown =
          !first.contents().isEmpty()
              && request.continuationToken() == null
              && (request.startAfter() == null || request.startAfter().compareTo(below) < 0);
      return ListObjectsV2Response.builder()
          .commonPrefixes(shown ? List.of(CommonPrefix.builder().prefix(below).build()) : List.of())
          .isTruncated(false)
          .build();
    }
    return delegate().list(request.toBuilder().prefix(grant.prefix()).build());
  }

  @Override
  public List<MultipartUpload> listMultipartUploads(String container) {
    return delegate().listMultipartUploads(container).stream()
        .filter(upload -> grant.covers(container, upload.key()))
        .toList();
  }
}
