package io.windlass.connection.policy;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prints the policy documents that people paste into their account, each with exactly the actions
 * its use needs. Stateless.
 */
public final class PolicyPrinter {
  private static final String ACCOUNT = "<account>";

  private PolicyPrinter() {}

  /** The document as indented JSON, ready to paste. */
  public static String print(PolicyRequest request) {
    if (request.buckets().isEmpty() && request.use() != PolicyUse.TRUST) {
      throw Problem.of(Kind.INVALID, "bucket_missing", "A policy needs at least one bucket.")
          .withRemedy("Name the bucket with --bucket.")
          .toException();
    }
    request.buckets().forEach(BucketName::check);
    return PolicyDocument.indented(statements(request));
  }

  /** The one statement that allows an action, as indented JSON. */
  public static String statement(String action, String resource) {
    return PolicyDocument.indented(Statement.allow(List.of(action), List.of(resource)));
  }

  /**
   * The policy of an SQS queue that lets a bucket send its events there, as indented JSON.
   *
   * @param account of the bucket; a placeholder where it is not known
   */
  public static String queue(String queueArn, String bucket, Optional<String> account) {
    BucketName.check(bucket);
    return PolicyDocument.indented(
        List.of(
            Statement.allow(List.of("sqs:SendMessage"), List.of(queueArn))
                .named("BucketEvents")
                .forService("s3.amazonaws.com")
                .when("ArnLike", "aws:SourceArn", Arns.bucket(bucket))
                .when("StringEquals", "aws:SourceAccount", account.orElse(ACCOUNT))));
  }

  /** Name of a bucket in a policy. */
  public static String bucketArn(String bucket) {
    return Arns.bucket(bucket);
  }

  /** Name of all objects below a prefix in a policy. */
  public static String objectsArn(String bucket, String prefix) {
    return Arns.below(bucket, prefix);
  }

  private static List<Statement> statements(PolicyRequest request) {
    return switch (request.use()) {
      case LOCAL -> local(request, Actions.OBJECTS);
      case NO_DELETE -> local(request, Actions.OBJECTS_NO_DELETE);
      case READ_ONLY -> local(request, Actions.OBJECTS_READ_ONLY);
      case CROSS_ACCOUNT -> crossAccount(request);
      case SOURCE ->
          List.of(
              Statement.allow(
                  Actions.SOURCE,
                  Stream.concat(buckets(request).stream(), objects(request).stream()).toList()));
      case DESTINATION -> List.of(Statement.allow(Actions.DESTINATION, objects(request)));
      case STS -> vending(request);
      case KMS -> request.buckets().stream().map(bucket -> key(request, bucket)).toList();
      case TRUST -> List.of(trust(request));
    };
  }

  private static List<Statement> local(PolicyRequest request, List<String> objectActions) {
    return List.of(
        Statement.allow(Actions.ALL_BUCKETS, List.of("*")).named("AllBuckets"),
        Statement.allow(Actions.BUCKET, buckets(request)).named("Bucket"),
        Statement.allow(objectActions, objects(request)).named("Objects"));
  }

  private static List<Statement> crossAccount(PolicyRequest request) {
    String principal =
        request
            .principalArn()
            .orElse("arn:aws:iam::" + request.accountId().orElse(ACCOUNT) + ":user/<name>");
    return List.of(
        Statement.allow(Actions.FOREIGN_BUCKET, buckets(request))
            .named("Bucket")
            .forPrincipal(principal),
        Statement.allow(Actions.FOREIGN_OBJECTS, objects(request))
            .named("Objects")
            .forPrincipal(principal));
  }

  /** What a user or role needs that temporary keys are made from: they can do no more than it. */
  private static List<Statement> vending(PolicyRequest request) {
    Statement tokens =
        request
            .roleArn()
            .map(role -> Statement.allow(List.of("sts:AssumeRole"), List.of(role)))
            .orElseGet(() -> Statement.allow(List.of("sts:GetFederationToken"), List.of("*")));
    return List.of(
        Statement.allow(Actions.VENDING_BUCKET, buckets(request)).named("Bucket"),
        Statement.allow(Actions.VENDING_OBJECTS, objects(request)).named("Objects"),
        tokens.named("TemporaryKeys"));
  }

  private static Statement key(PolicyRequest request, String bucket) {
    String account = request.accountId().orElse(ACCOUNT);
    return Statement.allow(Actions.KEY, List.of("*"))
        .forPrincipal(request.principalArn().orElse("arn:aws:iam::" + account + ":user/<name>"))
        .when("StringEquals", "kms:CallerAccount", account)
        .when(
            "StringEquals",
            "kms:ViaService",
            "s3." + request.region().orElse("<region>") + ".amazonaws.com")
        .when("StringLike", "kms:EncryptionContext:aws:s3:arn", Arns.bucket(bucket) + "/*");
  }

  private static Statement trust(PolicyRequest request) {
    String principal =
        request
            .principalArn()
            .orElse("arn:aws:iam::" + request.accountId().orElse(ACCOUNT) + ":root");
    return new Statement(
            Optional.empty(),
            Statement.Effect.ALLOW,
            Optional.of(new Statement.Principal("AWS", principal)),
            List.of("sts:AssumeRole"),
            List.of(),
            java.util.Map.of())
        .when("StringEquals", "sts:ExternalId", request.externalId().orElse("<external id>"));
  }

  private static List<String> buckets(PolicyRequest request) {
    return request.buckets().stream().map(Arns::bucket).toList();
  }

  private static List<String> objects(PolicyRequest request) {
    return request.buckets().stream().map(bucket -> Arns.below(bucket, request.prefix())).toList();
  }
}
