package io.windlass.objectstore;

import io.windlass.foundation.WindlassException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.RestoreObjectResponse;

/** {@link ObjectArchive} by the SDK. */
final class ArchiveCalls implements ObjectArchive {
  private final S3Client s3;

  ArchiveCalls(S3Client s3) {
    this.s3 = s3;
  }

  @Override
  public Restore restore(ObjectId id, int days, Tier tier) {
    try {
      RestoreObjectResponse answer =
          s3.restoreObject(call -> {
            call.bucket(id.bucket())
                .key(id.key())
                .restoreRequest(restore ->
                    restore.days(days).glacierJobParameters(job -> job.tier(word(tier))));
            id.versionId().ifPresent(call::versionId);
          });
      return answer.sdkHttpResponse().statusCode() == 200 ? Restore.READABLE : Restore.STARTED;
    } catch (SdkException e) {
      WindlassException failure = Failures.of(e, StoreCall.onObject("s3:RestoreObject", id));
      if (failure instanceof StoreException known
          && known.failure().storeCode().equals("RestoreAlreadyInProgress")) {
        return Restore.UNDER_WAY;
      }
      throw failure;
    }
  }

  private static String word(Tier tier) {
    return switch (tier) {
      case STANDARD -> "Standard";
      case BULK -> "Bulk";
      case EXPEDITED -> "Expedited";
    };
  }
}
