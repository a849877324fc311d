package io.windlass.objectstore;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore.Versioning;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/** Calls on buckets themselves. */
final class BucketCalls {
  private static final String DEFAULT_REGION = "us-east-1";

  private final S3Client s3;
  private final StoreAddress address;

  BucketCalls(S3Client s3, StoreAddress address) {
    this.s3 = s3;
    this.address = address;
  }

  List<String> names() {
    try {
      return s3.listBuckets().buckets().stream().map(Bucket::name).toList();
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onAccount("s3:ListAllMyBuckets"));
    }
  }

  void create(String bucket) {
    try {
      s3.createBucket(call -> {
        call.bucket(bucket);
        if (!address.region().equals(DEFAULT_REGION)) {
          call.createBucketConfiguration(
              configuration -> configuration.locationConstraint(address.region()));
        }
      });
    } catch (BucketAlreadyOwnedByYouException e) {
      // that is what was wanted
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onBucket("s3:CreateBucket", bucket));
    }
  }

  void head(String bucket) {
    try {
      s3.headBucket(call -> call.bucket(bucket));
    } catch (SdkException e) {
      StoreCall call = StoreCall.onBucket("s3:ListBucket", bucket);
      throw Answers.withBody(
          e, call, () -> s3.listObjectsV2(list -> list.bucket(bucket).maxKeys(1)));
    }
  }

  Optional<String> region(String bucket) {
    Optional<String> header = Optional.empty();
    try {
      header = Optional.ofNullable(s3.headBucket(call -> call.bucket(bucket)).bucketRegion());
    } catch (SdkException e) {
      WindlassException failure = Failures.of(e, StoreCall.onBucket("s3:ListBucket", bucket));
      if (failure instanceof StoreException refused) {
        switch (refused.failure()) {
          case StoreFailure.WrongRegion wrong when wrong.region().isPresent() -> {
            return wrong.region();
          }
          case StoreFailure.NoSuchBucket _, StoreFailure.Unreachable _ -> throw failure;
          default -> header = Answers.header(e, "x-amz-bucket-region");
        }
      }
    }
    return header.isPresent() ? header : location(bucket);
  }

  private Optional<String> location(String bucket) {
    try {
      String location =
          s3.getBucketLocation(call -> call.bucket(bucket)).locationConstraintAsString();
      boolean said = location != null && !location.isEmpty() && !location.equals("null");
      if (!said) {
        return address.endpoint().isPresent() ? Optional.empty() : Optional.of(DEFAULT_REGION);
      }
      return Optional.of(location.equals("EU") ? "eu-west-1" : location);
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onBucket("s3:GetBucketLocation", bucket));
    }
  }

  Versioning versioning(String bucket) {
    try {
      String status = s3.getBucketVersioning(call -> call.bucket(bucket)).statusAsString();
      return switch (status == null ? "" : status) {
        case "Enabled" -> Versioning.ON;
        case "Suspended" -> Versioning.SUSPENDED;
        default -> Versioning.OFF;
      };
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onBucket("s3:GetBucketVersioning", bucket));
    }
  }
}
