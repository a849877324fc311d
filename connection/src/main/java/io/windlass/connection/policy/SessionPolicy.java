package io.windlass.connection.policy;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.Permission;
import java.util.ArrayList;
import java.util.List;

/**
 * The session policy that narrows temporary keys to one prefix. Stateless.
 *
 * <p>With base key {@code base} the keys reach {@code base/…} and nothing else: not {@code base2},
 * not the object {@code base}, not the listing of the bucket. Every {@code owner.txt} below is
 * denied, because writing one would prove the ownership of a nested location. A listing of exactly
 * {@code base} is allowed with the delimiter {@code /} alone, as {@code aws s3 ls s3://bucket/base}
 * makes it; its answer names siblings that begin with {@code base}, and opens none. Nothing here
 * grants KMS: objects encrypted with a customer's key stay unreadable unless the key's own policy
 * lets the session in.
 */
public final class SessionPolicy {
  private static final int MOST_CHARACTERS = 2048;
  private static final String LIST = "s3:ListBucket";
  private static final String LIST_UPLOADS = "s3:ListBucketMultipartUploads";
  private static final List<String> READ = List.of("s3:GetObject");
  private static final List<String> READ_AND_WRITE =
      List.of(
          "s3:GetObject",
          "s3:PutObject",
          "s3:PutObjectAcl",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts");

  private SessionPolicy() {}

  /**
   * Compact JSON, at most 2,048 characters; {@code policy_too_long} when the base key makes it
   * longer, {@code invalid_base_key} when it could mean more than itself.
   *
   * @param baseKey without slashes at its ends; empty for the whole bucket
   */
  public static String of(String bucket, String baseKey, Permission permission) {
    BucketName.check(bucket);
    BaseKey.check(baseKey);
    String bucketArn = Arns.bucket(bucket);
    String prefix = baseKey.isEmpty() ? "" : baseKey + "/";
    String below = bucketArn + "/" + prefix;
    boolean writes = permission == Permission.READ_WRITE;

    List<Statement> statements = new ArrayList<>();
    Statement list =
        Statement.allow(writes ? List.of(LIST, LIST_UPLOADS) : List.of(LIST), List.of(bucketArn));
    if (baseKey.isEmpty()) {
      statements.add(list);
    } else {
      statements.add(list.when("StringLike", "s3:prefix", prefix + "*"));
      statements.add(
          Statement.allow(List.of(LIST), List.of(bucketArn))
              .when("StringEquals", "s3:prefix", baseKey)
              .when("StringEquals", "s3:delimiter", "/"));
    }
    statements.add(Statement.allow(writes ? READ_AND_WRITE : READ, List.of(below + "*")));
    statements.add(
        Statement.deny(List.of("s3:*"), List.of(below + "owner.txt", below + "*/owner.txt")));
    return atMost(PolicyDocument.compact(statements));
  }

  private static String atMost(String policy) {
    if (policy.length() > MOST_CHARACTERS) {
      throw Problem.of(
              Kind.INVALID,
              "policy_too_long",
              "The path is too long for temporary keys: their policy would have "
                  + policy.length()
                  + " characters, and stores allow "
                  + MOST_CHARACTERS
                  + ".")
          .withRemedy("Use a shorter base key, or vend keys for a folder above it.")
          .toException();
    }
    return policy;
  }
}
