package io.windlass.connection.verification;

import io.windlass.connection.policy.BucketName;
import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.connection.verification.Checks.Need;
import io.windlass.connection.verification.Checks.Weight;
import io.windlass.connection.verification.Verification.Findings;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.SecurityTokens;
import io.windlass.objectstore.SecurityTokens.RoleRequest;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Tries one permission after the other for real, in the order in which ICA validates a storage
 * configuration: keys, role, bucket, region, listing, versions, then a probe object of its own is
 * written, read and deleted, a multipart upload started and ended, and temporary keys tried.
 * Whatever it makes it removes. One instance verifies once.
 */
public final class Verifier {
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final int SOME = 10;

  private final Subject subject;
  private final InstantSource clock;
  private final Checks checks = new Checks();
  private Optional<Duration> roleDuration = Optional.empty();
  private Optional<Boolean> vends = Optional.empty();

  private Verifier(Subject subject, InstantSource clock) {
    this.subject = subject;
    this.clock = clock;
  }

  /**
   * Verifies a connection.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_bucket_name}, {@code
   *     invalid_prefix}; whatever a store answers is part of the result instead
   */
  public static Verification verify(Subject subject, VerifyRequest request, InstantSource clock) {
    request.bucket().ifPresent(BucketName::check);
    String prefix = folder(request.prefix());
    Verifier verifier = new Verifier(subject, clock);
    verifier.identity();
    if (request.bucket().isPresent()) {
      verifier.bucket(request.bucket().get(), prefix, request.readOnly());
    } else {
      verifier.account();
    }
    return verifier.checks.verification(
        new Findings(verifier.roleDuration, verifier.vends), clock.instant());
  }

  /** A prefix is a folder: {@code metrics} and {@code metrics/} mean the same. */
  private static String folder(String prefix) {
    if (prefix.startsWith("/") || prefix.contains("//")) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_prefix",
              "The prefix must neither begin with a slash nor hold two in a row.")
          .withRemedy("Write it like results/2026/.")
          .toException();
    }
    return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
  }

  private void identity() {
    Need need = new Need("credentials", "sts:GetCallerIdentity", "*");
    if (subject.tokens().isEmpty()) {
      checks.skip(need, "requests are not signed");
    } else {
      try {
        checks.allow(need, subject.tokens().get().callerIdentity());
      } catch (StoreException e) {
        if (e.failure() instanceof StoreFailure.BadKeys
            || e.failure() instanceof StoreFailure.ExpiredKeys
            || e.failure() instanceof StoreFailure.ClockSkew) {
          checks.failed(need, Weight.DECIDING, e);
        } else {
          checks.skip(need, "this store does not tell whose keys they are");
        }
      }
    }
    if (subject.role().isPresent() && subject.tokens().isPresent()) {
      role(subject.role().get(), subject.tokens().get());
    }
  }

  private void role(RoleRequest role, SecurityTokens tokens) {
    Need need = new Need("role", "sts:AssumeRole", role.roleArn());
    if (checks.skippedAsStopped(need)) {
      return;
    }
    roleDuration =
        checks.attempt(
            need,
            Weight.DECIDING,
            () -> hours(tokens.assumeRoleAtMost(role.lasting(LONGEST)).expiresAt()),
            granted -> "sessions of " + granted.toHours() + " h");
    if (roleDuration.isEmpty()) {
      checks.remedyLast(
          "Give the role "
              + role.roleArn()
              + " the trust policy that is shown, and the identity that signs a policy that allows"
              + " sts:AssumeRole on it.",
          subject.trustPolicy());
    }
  }

  /** How long from now, to the hour: clocks differ by seconds. */
  private Duration hours(Instant end) {
    long minutes = Duration.between(clock.instant(), end).toMinutes();
    return Duration.ofHours(Math.max(1, Math.round(minutes / 60.0)));
  }

  /** Without a bucket only the keys themselves can be tried. */
  private void account() {
    checks.attempt(
        new Need("buckets", "s3:ListAllMyBuckets", "*"),
        Weight.WISHED,
        subject.store()::buckets,
        buckets -> buckets.size() + " buckets");
  }

  private void bucket(String bucket, String prefix, boolean readOnly) {
    String bucketArn = PolicyPrinter.bucketArn(bucket);
    // Whoever may only write cannot ask for the bucket, and does not need to.
    checks.run(
        new Need("bucket", "s3:ListBucket", bucketArn),
        Weight.NEEDED,
        () -> subject.store().headBucket(bucket));
    region(bucket, bucketArn);
    Optional<String> someKey = list(bucket, prefix, bucketArn);
    checks.attempt(
        new Need("versioning", "s3:GetBucketVersioning", bucketArn),
        Weight.WISHED,
        () -> subject.store().versioning(bucket),
        versioning -> versioning.name().toLowerCase(Locale.ROOT));
    ProbeObject probe = new ProbeObject(subject.store(), checks, bucket, prefix);
    if (readOnly) {
      probe.readExisting(someKey);
    } else {
      probe.writeReadDelete(someKey);
    }
    temporaryKeys(bucket, prefix);
  }

  private void region(String bucket, String bucketArn) {
    Need need = new Need("region", "s3:GetBucketLocation", bucketArn);
    if (checks.skippedAsStopped(need)) {
      return;
    }
    String expected = subject.store().address().region();
    try {
      Optional<String> region = subject.store().region(bucket);
      if (region.isEmpty()) {
        checks.skip(need, "the store does not tell a region");
      } else if (region.get().equals(expected)) {
        checks.allow(need, expected);
      } else if (subject.store().address().endpoint().isPresent()) {
        checks.warn(need, regionMismatch(region.get(), expected));
      } else {
        checks.fail(need, regionMismatch(region.get(), expected));
      }
    } catch (StoreException e) {
      checks.failed(need, Weight.WISHED, e);
    }
  }

  private Optional<String> list(String bucket, String prefix, String bucketArn) {
    return checks
        .attempt(
            new Need("list", "s3:ListBucket", bucketArn),
            Weight.NEEDED,
            () ->
                subject
                    .store()
                    .list(
                        new Listing.Request(
                            bucket,
                            prefix,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            SOME)),
            page -> page.objects().isEmpty() ? "nothing there yet" : "objects found")
        .flatMap(page ->
            page.objects().stream()
                .map(Listing.Entry::key)
                .filter(name -> !name.endsWith("/"))
                .findFirst());
  }

  private void temporaryKeys(String bucket, String prefix) {
    Need need = new Need("temporary-keys", "sts:AssumeRole", "*");
    if (subject.windlassVends()) {
      checks.skip(need, "Windlass makes temporary keys for its own store itself");
      return;
    }
    if (subject.temporaryKeys().isEmpty()) {
      checks.skip(need, "this connection has nothing to make temporary keys from");
      return;
    }
    vends = new TemporaryKeysProbe(subject.temporaryKeys().get(), checks).run(bucket, prefix);
  }

  private static Problem regionMismatch(String actual, String expected) {
    return Problem.of(
            Kind.CONFLICT,
            "region_mismatch",
            "The bucket is in " + actual + ", the connection signs for " + expected + ".")
        .withRemedy("Set the connection's region to " + actual + ".");
  }
}
