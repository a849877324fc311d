package io.windlass.store;

import io.windlass.store.ObjectRequest.Operation;
import io.windlass.store.RefusedException.Reason;
import java.util.regex.Pattern;

/** S3's rule for the names of new buckets: lower case, 3 to 63 characters, no IP address. */
final class BucketNames {
  private static final Pattern VALID =
      Pattern.compile(
          "(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9](?:[a-z0-9-]|\\.(?!\\.)){1,61}[a-z0-9]");

  private BucketNames() {}

  /** Refuses a request that would make a bucket with any other name. */
  static void check(String method, ObjectRequest request) throws RefusedException {
    if (request.operation() == Operation.BUCKET
        && method.equals("PUT")
        && !VALID.matcher(request.bucket()).matches()) {
      throw new RefusedException(
          Reason.INVALID_BUCKET_NAME,
          "A bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens.");
    }
  }
}
