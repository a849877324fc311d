package io.windlass.store;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The S3 errors that the back end answers, as the S3 handler wants them. */
final class StoreErrors {
  private StoreErrors() {}

  static AwsServiceException noSuchBucket() {
    return NoSuchBucketException.builder()
        .statusCode(404)
        .awsErrorDetails(details("NoSuchBucket", "The specified bucket does not exist."))
        .build();
  }

  static AwsServiceException noSuchKey() {
    return NoSuchKeyException.builder()
        .statusCode(404)
        .awsErrorDetails(details("NoSuchKey", "The specified key does not exist."))
        .build();
  }

  static AwsServiceException noSuchUpload() {
    return NoSuchUploadException.builder()
        .statusCode(404)
        .awsErrorDetails(details("NoSuchUpload", "The specified upload does not exist."))
        .build();
  }

  static AwsServiceException of(int status, String code, String message) {
    return S3Exception.builder().statusCode(status).awsErrorDetails(details(code, message)).build();
  }

  static AwsServiceException preconditionFailed() {
    return of(412, "PreconditionFailed", "A precondition of the request does not hold.");
  }

  private static AwsErrorDetails details(String code, String message) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage(message).build();
  }
}
