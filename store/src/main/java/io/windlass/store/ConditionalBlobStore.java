package io.windlass.store;

import java.io.InputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Takes the condition of one request to the write itself, past the handler. */
final class ConditionalBlobStore extends ForwardingBlobStore {
  private final Condition condition;

  ConditionalBlobStore(BlobStore store, Condition condition) {
    super(store);
    this.condition = condition;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    return delegate()
        .putBlob(
            request.toBuilder()
                .ifMatch(condition.ifMatch())
                .ifNoneMatch(condition.ifNoneMatch())
                .build(),
            payload);
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    return delegate()
        .copyBlob(
            request.toBuilder()
                .ifMatch(condition.ifMatch())
                .ifNoneMatch(condition.ifNoneMatch())
                .build());
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    return delegate()
        .completeMultipartUpload(
            upload,
            request.toBuilder()
                .ifMatch(condition.ifMatch())
                .ifNoneMatch(condition.ifNoneMatch())
                .build());
  }
}
