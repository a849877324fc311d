package io.windlass.transfer.collection;

import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.connection.policy.PolicyRequest;
import io.windlass.connection.policy.PolicyUse;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore.Account;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Buckets on Ceph whose owners let others in. */
public final class CephBuckets {
  private CephBuckets() {}

  /**
   * Puts a printed policy on the owner's bucket and nothing else.
   *
   * @param grantee name of the user on Ceph
   */
  public static void grant(
      CephStore ceph, Account owner, String bucket, String grantee, PolicyUse use, String prefix) {
    String arn = "arn:aws:iam:::user/" + grantee;
    String printed =
        PolicyPrinter.print(
            new PolicyRequest(
                use,
                List.of(bucket),
                prefix,
                Optional.empty(),
                Optional.of(arn),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    // A policy of a user names no principal; on a bucket it has to.
    String onBucket =
        printed.contains("\"Principal\"")
            ? printed
            : printed.replace(
                "\"Effect\": \"Allow\",",
                "\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"" + arn + "\"},");
    // IAM overlooks actions that do not exist; a bucket's policy may not hold them.
    String known =
        onBucket
            .replaceAll("\"s3:(CreateMultipartUpload|UploadPart|CompleteMultipartUpload)\",?", "")
            .replaceAll(",\\s*]", "]");
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(ceph.endpoint())
            .region(Region.of(ceph.region()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        owner.accessKeyId(), owner.secretAccessKey().reveal())))
            .build()) {
      s3.putBucketPolicy(call -> call.bucket(bucket).policy(known));
    }
  }
}
