package io.windlass.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.connection.Connection.Kind;
import io.windlass.connection.Connection.Status;
import io.windlass.connection.Connection.Vending;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.NewLocation;
import io.windlass.connection.location.Owner;
import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.connection.policy.PolicyRequest;
import io.windlass.connection.policy.PolicyUse;
import io.windlass.connection.verification.Verification;
import io.windlass.connection.verification.Verification.Check;
import io.windlass.connection.verification.Verification.Outcome;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.Permission;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Payer;

class CephConnectionsTest extends ConnectionsContract {
  private final CephStore ceph = CephStore.shared();
  private S3Client alice;

  @Override
  S3TestStore backing() {
    return ceph;
  }

  @BeforeAll
  void openClient() {
    alice =
        S3Client.builder()
            .endpointOverride(ceph.endpoint())
            .region(Region.of(ceph.region()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        owner().accessKeyId(), owner().secretAccessKey().reveal())))
            .build();
  }

  @AfterAll
  void closeClient() {
    alice.close();
  }

  @Test
  void aRoleIsAssumedForWhatItAllowsAndThatIsRemembered() {
    Connection made = role();
    assertThat(made.vending()).isEqualTo(Vending.ASSUME_ROLE);
    assertThat(made.externalId()).contains(project);
    Verification verification = verify(made, bucket, "base", false);
    assertThat(verification.check("role").orElseThrow().detail()).contains("sessions of 1 h");
    assertThat(outcome(verification, "temporary-keys")).isEqualTo(Outcome.ALLOWED);
    assertThat(connections.find(made.id()).orElseThrow().roleDuration())
        .contains(Duration.ofHours(1));
  }

  @Test
  void aRoleThatTrustsSomebodyElseIsNotedWithTheTrustPolicyToPaste() {
    Connection made =
        connections.create(
            house.byRole(project, Optional.of(TestHouse.keys(ceph.bob())), ceph.roleArn()));
    assertThat(made.status()).isEqualTo(Status.INVALID);
    Verification verification = verify(made, bucket, "", false);
    Check role = verification.check("role").orElseThrow();
    assertThat(role.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(role.statement().orElseThrow()).contains("sts:AssumeRole", project);
    assertThat(outcome(verification, "list")).isEqualTo(Outcome.SKIPPED);
    assertThat(connections.find(made.id()).orElseThrow().status()).isEqualTo(Status.INVALID);
  }

  @Test
  void aProjectCannotBorrowARoleThatTrustsTheInstallationAsSuch() {
    System.setProperty("aws.accessKeyId", ceph.plat().accessKeyId());
    System.setProperty("aws.secretAccessKey", ceph.plat().secretAccessKey().reveal());
    try {
      // Ceph overlooks external ids, as a trust policy without that condition does.
      assertCode(
          "external_id_not_required",
          () -> connections.create(house.byRole(project, Optional.empty(), ceph.roleArn())));
      assertThat(connections.list(project, io.windlass.foundation.Page.first()).items()).isEmpty();
      Connection own =
          connections.create(
              house.byRole(connections.installationGuid(), Optional.empty(), ceph.roleArn()));
      connections.open(own.id()).headBucket(bucket);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void plainKeysOfAStoreWithoutFederationVendNothing() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    verify(made, bucket, "", true);
    assertThat(connections.find(made.id()).orElseThrow().vending()).isEqualTo(Vending.NONE);
  }

  @Test
  void readOnlyKeysReadAndListBelowTheBaseKeyAndNothingElse() throws Exception {
    Connection made = vendingKeys();
    fill();
    try (ObjectStore scoped = scoped(made, Permission.READ_ONLY)) {
      assertThat(read(scoped, "base/x")).isEqualTo("x");
      assertThat(scoped.list(Listing.Request.below(bucket, "base/")).objects())
          .extracting(Listing.Entry::key)
          .containsExactly("base/owner.txt", "base/sub/owner.txt", "base/x");
      assertDenied(() -> put(scoped, "base/new"));
      assertDenied(() -> scoped.delete(ObjectId.of(bucket, "base/x")));
      assertDenied(() -> scoped.startMultipart(ObjectId.of(bucket, "base/m"), WriteOptions.NONE));
      assertUnreachableElsewhere(scoped);
    }
  }

  @Test
  void readWriteKeysWriteBelowTheBaseKeyAndNothingElse() throws Exception {
    Connection made = vendingKeys();
    fill();
    try (ObjectStore scoped = scoped(made, Permission.READ_WRITE)) {
      put(scoped, "base/new");
      assertThat(read(scoped, "base/new")).isEqualTo("new");
      ObjectId multipart = ObjectId.of(bucket, "base/multi");
      String upload = scoped.startMultipart(multipart, WriteOptions.NONE);
      var part = scoped.uploadPart(multipart, upload, 1, Body.of("part".getBytes(UTF_8)));
      assertThat(scoped.parts(multipart, upload)).hasSize(1);
      scoped.completeMultipart(multipart, upload, List.of(part));
      assertThat(read(scoped, "base/multi")).isEqualTo("part");
      String aborted = scoped.startMultipart(multipart, WriteOptions.NONE);
      scoped.abortMultipart(multipart, aborted);
      scoped.delete(ObjectId.of(bucket, "base/new"));
      assertDenied(() -> put(scoped, "base2/new"));
      assertDenied(() -> put(scoped, "base"));
      assertDenied(() -> put(scoped, "new"));
      assertDenied(() -> put(scoped, "base/owner.txt"));
      assertDenied(() -> put(scoped, "base/sub/owner.txt"));
      assertDenied(() -> scoped.delete(ObjectId.of(bucket, "base2/x")));
      assertDenied(() -> scoped.startMultipart(ObjectId.of(bucket, "base2/m"), WriteOptions.NONE));
      assertDenied(() ->
          scoped.copy(
              ObjectId.of(bucket, "base2/x"),
              ObjectId.of(bucket, "base/stolen"),
              WriteOptions.NONE));
      assertUnreachableElsewhere(scoped);
    }
  }

  @Test
  void baseKeysOfAnyLanguageWork() throws Exception {
    Connection made = vendingKeys();
    for (String baseKey : List.of("mit blank/a+b", "données/日本", "a'b&c=d%20")) {
      write(baseKey + "/x", "x");
      write(baseKey + "2/x", "x");
      try (ObjectStore scoped = scoped(made, baseKey, Permission.READ_ONLY)) {
        assertThat(read(scoped, baseKey + "/x")).as(baseKey).isEqualTo("x");
        assertThat(scoped.list(Listing.Request.below(bucket, baseKey + "/")).objects())
            .as(baseKey)
            .hasSize(1);
        assertDenied(() -> read(scoped, baseKey + "2/x"));
      }
    }
  }

  @Test
  void theAnswerTellsWhenKeysReallyEndAndTheLimitIsRemembered() {
    Connection made = vendingKeys();
    TemporaryKeys keys =
        connections.vend(
            made.id(),
            new VendRequest(
                bucket, "base", Permission.READ_ONLY, Duration.ofHours(12), "test-session"));
    assertThat(keys.expiresAt())
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(50)), Instant.now().plus(Duration.ofHours(2)));
    Integer remembered =
        house
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT vending_seconds FROM connection WHERE id = :id")
                    .bind("id", made.id())
                    .mapTo(Integer.class)
                    .one());
    assertThat(remembered).isEqualTo(3600);
  }

  @Test
  void inABucketWithVersionsTheProbeLeavesNeitherVersionNorMarker() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    alice.putBucketVersioning(call ->
        call.bucket(bucket)
            .versioningConfiguration(it -> it.status(BucketVersioningStatus.ENABLED)));
    Verification verification = verify(made, bucket, "p", false);
    assertThat(verification.valid()).isTrue();
    assertThat(verification.check("versioning").orElseThrow().detail()).contains("on");
    var versions = alice.listObjectVersions(call -> call.bucket(bucket));
    assertThat(versions.versions()).isEmpty();
    assertThat(versions.deleteMarkers()).isEmpty();
    assertThat(alice.listMultipartUploads(call -> call.bucket(bucket)).uploads()).isEmpty();
  }

  @Test
  void theCrossAccountPolicyLetsIntoTheBucketAndDoesAllThatVerificationTries() {
    grant(PolicyUse.CROSS_ACCOUNT, "");
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(ceph.bob())));
    Verification verification = verify(made, bucket, "p", false);
    assertThat(verification.valid()).isTrue();
    assertThat(outcome(verification, "versioning")).isEqualTo(Outcome.WARNING);
    assertThat(keysIn(bucket)).isEmpty();
  }

  @Test
  void theCrossAccountPolicyForAPrefixGrantsNothingBesideIt() {
    grant(PolicyUse.CROSS_ACCOUNT, "part");
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(ceph.bob())));
    assertThat(verify(made, bucket, "part", false).valid()).isTrue();
    Verification beside = verify(made, bucket, "part2", false);
    assertThat(outcome(beside, "put")).isEqualTo(Outcome.DENIED);
    assertThat(outcome(beside, "multipart")).isEqualTo(Outcome.DENIED);
    assertThat(outcome(beside, "delete")).isEqualTo(Outcome.DENIED);
    assertThat(beside.check("put").orElseThrow().statement().orElseThrow())
        .contains("arn:aws:s3:::" + bucket + "/part2/*");
  }

  @Test
  void theSourcePolicyIsEnoughToReadAndNotToWrite() {
    write("data/x", "content");
    grant(PolicyUse.SOURCE, "");
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(ceph.bob())));
    assertThat(verify(made, bucket, "data", true).valid()).isTrue();
    Verification writing = verify(made, bucket, "data", false);
    for (String check : List.of("put", "multipart", "delete")) {
      assertThat(outcome(writing, check)).as(check).isEqualTo(Outcome.DENIED);
    }
    assertThat(keysIn(bucket)).containsExactly("data/x");
  }

  @Test
  void theDestinationPolicyIsEnoughToWriteAndNotToReadListOrDelete() {
    grant(PolicyUse.DESTINATION, "");
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(ceph.bob())));
    Verification verification = verify(made, bucket, "out", false);
    for (String check : List.of("put", "multipart", "multipart-parts", "multipart-abort")) {
      assertThat(outcome(verification, check)).as(check).isEqualTo(Outcome.ALLOWED);
    }
    for (String check : List.of("bucket", "list", "delete")) {
      assertThat(outcome(verification, check)).as(check).isEqualTo(Outcome.DENIED);
    }
    // On Ceph whoever wrote an object owns it and may read it; anybody else's stays closed.
    write("out/of-alice", "x");
    assertDenied(() -> read(connections.open(made.id()), "out/of-alice"));
    assertThat(verification.check("delete").orElseThrow().problem().orElseThrow().remedy())
        .hasValueSatisfying(remedy -> assertThat(remedy).contains(".windlass-probe-"));
  }

  @Test
  void goodNewKeysReplaceTheOldOnesInPlace() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    locate(made, "results");
    grant(PolicyUse.CROSS_ACCOUNT, "results");
    Connection updated =
        connections.update(made.id(), ConnectionChange.ofKeys(TestHouse.keys(ceph.bob())));
    assertThat(updated.id()).isEqualTo(made.id());
    assertThat(updated.accessKeyId()).contains(ceph.bob().accessKeyId());
    assertThat(updated.status()).isEqualTo(Status.VALID);
    assertThat(updated.secretsReplacedAt()).isPresent();
    put(connections.open(made.id()), "results/x");
    assertDenied(() -> put(connections.open(made.id()), "elsewhere/x"));
  }

  @Test
  void aConnectionThatStopsWorkingIsFoundInvalidWithoutAnybodyAsking() {
    grant(PolicyUse.CROSS_ACCOUNT, "");
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(ceph.bob())));
    Connection untried = connections.create(house.byKeys(project, TestHouse.keys(ceph.bob())));
    locate(made, "results");
    assertThat(verify(made, bucket, "results", false).valid()).isTrue();
    Instant verified = connections.find(made.id()).orElseThrow().verifiedAt().orElseThrow();

    connections.recheckNow();
    Connection checked = connections.find(made.id()).orElseThrow();
    assertThat(checked.status()).isEqualTo(Status.VALID);
    assertThat(checked.verifiedAt().orElseThrow()).isAfter(verified);

    alice.deleteBucketPolicy(call -> call.bucket(bucket));
    connections.recheckNow();
    Connection broken = connections.find(made.id()).orElseThrow();
    assertThat(broken.status()).isEqualTo(Status.INVALID);
    assertThat(broken.lastProblem().orElseThrow().message()).contains("s3:ListBucket");
    assertThat(connections.find(untried.id()).orElseThrow().status()).isEqualTo(Status.UNVERIFIED);
    assertThat(keysIn(bucket)).isEmpty();
  }

  @Test
  void keysWithLessRightsAreRefusedAndTheLostPermissionIsNamed() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    locate(made, "results");
    grant(PolicyUse.SOURCE, "");
    assertThatThrownBy(() ->
            connections.update(made.id(), ConnectionChange.ofKeys(TestHouse.keys(ceph.bob()))))
        .isInstanceOfSatisfying(
            ReplacementRefused.class,
            e ->
                assertThat(e.losses())
                    .extracting(loss -> loss.problem().message())
                    .anyMatch(text -> text.contains("s3:PutObject"))
                    .noneMatch(text -> text.contains("s3:GetObject")));
    put(connections.open(made.id()), "results/x");
  }

  @Test
  void aLocationCanConsentToPayWhereItsConnectionDoesNot() {
    write("data/x", "content");
    grant(PolicyUse.SOURCE, "");
    alice.putBucketRequestPayment(
        call -> call.bucket(bucket).requestPaymentConfiguration(it -> it.payer(Payer.REQUESTER)));
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(ceph.bob())));
    assertDenied(() -> list(connections.open(made.id())));
    Location paying =
        house
            .locations()
            .create(
                new NewLocation(
                    Location.Kind.EXTERNAL,
                    Optional.of(made.id()),
                    Optional.of(bucket),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                new Owner(1, Set.of("1"), true));
    list(house.locations().open(paying));
    assertDenied(() -> list(connections.open(made.id())));
  }

  @Test
  void anAddressThatDoesNotAnswerIsNotTakenForALocation() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    locate(made, "results");
    ConnectionChange elsewhere =
        new ConnectionChange(
            Optional.empty(),
            Optional.empty(),
            Optional.of(URI.create("http://127.0.0.1:1")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertCode("replacement_refused", () -> connections.update(made.id(), elsewhere));
    connections.open(made.id()).headBucket(bucket);
  }

  private Connection role() {
    return connections.create(
        house.byRole(project, Optional.of(TestHouse.keys(ceph.plat())), ceph.roleArn()));
  }

  /** Keys of somebody who owns nothing, and a role to vend from. */
  private Connection vendingKeys() {
    return connections.create(
        new NewConnection(
            project,
            Optional.empty(),
            Kind.KEYS,
            house.address(),
            Optional.of(TestHouse.keys(ceph.plat())),
            Optional.empty(),
            Optional.of(ceph.roleArn()),
            7));
  }

  private ObjectStore scoped(Connection connection, Permission permission) {
    return scoped(connection, "base", permission);
  }

  private ObjectStore scoped(Connection connection, String baseKey, Permission permission) {
    TemporaryKeys keys =
        connections.vend(
            connection.id(),
            new VendRequest(bucket, baseKey, permission, Duration.ofHours(1), "test-session"));
    return new S3ObjectStores().open(house.address(), keys.asSigning());
  }

  private void fill() {
    for (String key :
        List.of("base/x", "base/owner.txt", "base/sub/owner.txt", "base", "base2/x", "x")) {
      write(key, "x");
    }
  }

  private void assertUnreachableElsewhere(ObjectStore scoped) {
    String other = S3TestStore.uniqueBucket("other");
    store.createBucket(other);
    store.put(ObjectId.of(other, "base/x"), WriteOptions.NONE, Body.of("x".getBytes(UTF_8)));
    for (String key : List.of("base2/x", "x", "base", "base/owner.txt", "base/sub/owner.txt")) {
      assertDenied(() -> read(scoped, key));
    }
    for (String prefix : List.of("", "base", "base2", "base2/", "b")) {
      assertDenied(() -> scoped.list(Listing.Request.below(bucket, prefix)));
    }
    assertDenied(() -> scoped.list(Listing.Request.below(other, "base/")));
    assertDenied(() -> read(scoped, other, "base/x"));
    assertDenied(() -> scoped.versioning(bucket));
    Listing level =
        scoped.list(
            new Listing.Request(
                bucket, "base", Optional.of("/"), Optional.empty(), Optional.empty(), 1000));
    assertThat(level.commonPrefixes()).contains("base/");
  }

  /** Puts the printed policy on alice's bucket, for bob. */
  private void grant(PolicyUse use, String prefix) {
    PolicyRequest request =
        new PolicyRequest(
            use,
            List.of(bucket),
            prefix,
            Optional.empty(),
            Optional.of("arn:aws:iam:::user/bob"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    String printed = PolicyPrinter.print(request);
    // A policy of a user names no principal; on a bucket it has to.
    String onBucket =
        printed.contains("\"Principal\"")
            ? printed
            : printed.replace(
                "\"Effect\": \"Allow\",",
                "\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam:::user/bob\"},");
    // IAM overlooks actions that do not exist; a bucket's policy may not hold them.
    String known =
        onBucket.replaceAll(
            "\"s3:(CreateMultipartUpload|UploadPart|CompleteMultipartUpload)\",?", "");
    String closed = known.replaceAll(",\\s*]", "]");
    alice.putBucketPolicy(call -> call.bucket(bucket).policy(closed));
  }

  private String read(ObjectStore through, String key) throws Exception {
    return read(through, bucket, key);
  }

  private static String read(ObjectStore through, String from, String key) throws Exception {
    try (var content = through.get(ObjectId.of(from, key), Optional.empty(), Optional.empty())) {
      return new String(content.stream().readAllBytes(), UTF_8);
    }
  }

  private void put(ObjectStore through, String key) {
    through.put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of("new".getBytes(UTF_8)));
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.failure()).isInstanceOf(StoreFailure.Denied.class));
  }
}
