package io.windlass.connection.policy;

import java.util.List;

/** Which actions each use needs. Data: the documents that Globus, Gretel, ICA and FSx publish. */
final class Actions {
  static final List<String> ALL_BUCKETS = List.of("s3:ListAllMyBuckets", "s3:GetBucketLocation");

  static final List<String> BUCKET = List.of("s3:ListBucket", "s3:ListBucketMultipartUploads");

  static final List<String> OBJECTS =
      List.of(
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts");

  static final List<String> OBJECTS_NO_DELETE =
      List.of(
          "s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts");

  static final List<String> OBJECTS_READ_ONLY = List.of("s3:GetObject");

  static final List<String> FOREIGN_BUCKET =
      List.of("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads");

  static final List<String> FOREIGN_OBJECTS =
      List.of(
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:ListMultipartUploadParts",
          "s3:AbortMultipartUpload");

  static final List<String> SOURCE =
      List.of("s3:ListBucket", "s3:GetObject", "s3:GetBucketLocation");

  /**
   * As published, so that the documents compare equal. The last three are no actions of IAM
   * (PutObject covers them) and the listing of uploads has no effect on objects: harmless.
   */
  static final List<String> DESTINATION =
      List.of(
          "s3:PutObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts",
          "s3:ListBucketMultipartUploads",
          "s3:CreateMultipartUpload",
          "s3:UploadPart",
          "s3:CompleteMultipartUpload");

  /** ICA's actions for versioned buckets, and the listing of uploads that session policies name. */
  static final List<String> VENDING_BUCKET =
      List.of(
          "s3:PutBucketNotification",
          "s3:GetBucketNotification",
          "s3:ListBucket",
          "s3:GetBucketLocation",
          "s3:ListBucketVersions",
          "s3:GetBucketVersioning",
          "s3:ListBucketMultipartUploads");

  /** ICA's actions for versioned buckets, and the rest of what session policies name. */
  static final List<String> VENDING_OBJECTS =
      List.of(
          "s3:PutObject",
          "s3:GetObject",
          "s3:RestoreObject",
          "s3:DeleteObject",
          "s3:GetObjectVersion",
          "s3:DeleteObjectVersion",
          "s3:PutObjectAcl",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts");

  static final List<String> KEY =
      List.of(
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:DescribeKey");

  private Actions() {}
}
