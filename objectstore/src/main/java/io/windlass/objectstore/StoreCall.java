package io.windlass.objectstore;

import java.util.Optional;

/**
 * What was asked of a store, for the words of a failure.
 *
 * @param action the IAM action, for example {@code s3:GetObject}
 * @param resource an ARN
 * @param bucket the bucket, empty where there is none
 * @param id the object, where there is one
 * @param encrypted whether the request named a KMS key
 */
record StoreCall(
    String action, String resource, String bucket, Optional<ObjectId> id, boolean encrypted) {

  static StoreCall onAccount(String action) {
    return new StoreCall(action, "*", "", Optional.empty(), false);
  }

  static StoreCall onTokens(String action, String resource) {
    return new StoreCall(action, resource, "", Optional.empty(), false);
  }

  static StoreCall onQueue(String action, String url) {
    return new StoreCall(action, url, "", Optional.empty(), false);
  }

  static StoreCall onBucket(String action, String bucket) {
    return new StoreCall(action, "arn:aws:s3:::" + bucket, bucket, Optional.empty(), false);
  }

  static StoreCall onObject(String action, ObjectId id) {
    return new StoreCall(
        action,
        "arn:aws:s3:::" + id.bucket() + "/" + id.key(),
        id.bucket(),
        Optional.of(id),
        false);
  }

  /** A copy: the store does not say which of the two sides it denied. */
  StoreCall copying(ObjectId source) {
    return new StoreCall(
        action + " or s3:GetObject",
        resource + " or arn:aws:s3:::" + source.bucket() + "/" + source.key(),
        bucket,
        Optional.of(source),
        encrypted);
  }

  StoreCall with(ObjectStore.WriteOptions options) {
    return new StoreCall(action, resource, bucket, id, options.kmsKeyId().isPresent() || encrypted);
  }
}
