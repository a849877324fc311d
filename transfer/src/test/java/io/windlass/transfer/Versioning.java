package io.windlass.transfer;

import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Account;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes buckets keep versions. */
final class Versioning {
  private Versioning() {}

  static void on(S3TestStore store, Account account, String bucket) {
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(store.endpoint())
            .region(Region.of(store.region()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        account.accessKeyId(), account.secretAccessKey().reveal())))
            .build()) {
      s3.putBucketVersioning(
          call -> call.bucket(bucket).versioningConfiguration(its -> its.status("Enabled")));
    }
  }
}
