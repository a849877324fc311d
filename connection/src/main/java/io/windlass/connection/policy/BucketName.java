package io.windlass.connection.policy;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.regex.Pattern;

/** The rule for bucket names: a bare name, as S3 stores of all ages know them. Stateless. */
public final class BucketName {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");

  private BucketName() {}

  /** Fails with {@code invalid_bucket_name} unless the text can be the name of a bucket. */
  public static void check(String bucket) {
    if (bucket.startsWith("arn:") || bucket.contains("/")) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_bucket_name",
              "The bucket must be a bare name, not an ARN, a URL or a path.")
          .withRemedy("Write my-bucket, and what follows it as the prefix.")
          .toException();
    }
    if (!NAME.matcher(bucket).matches()) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_bucket_name",
              "A bucket name has 3 to 63 lower-case letters, digits, dots and hyphens.")
          .withRemedy("Check the spelling of the bucket's name.")
          .toException();
    }
  }
}
