package io.windlass.objectstore;

import static io.windlass.objectstore.ObjectStoreContract.failure;
import static io.windlass.objectstore.ObjectStoreContract.keys;
import static io.windlass.objectstore.ObjectStoreContract.signing;
import static io.windlass.objectstore.ObjectStoreContract.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Secret;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.SecurityTokens.RoleRequest;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Temporary keys of a real STS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CephSecurityTokensTest {
  private final CephStore ceph = CephStore.shared();
  private final StoreAddress address = StoreAddress.at(ceph.endpoint(), ceph.region());
  private final ObjectStores stores = new S3ObjectStores();
  private SecurityTokens tokens;
  private ObjectStore owner;
  private String bucket;

  @BeforeAll
  void prepare() {
    tokens = stores.securityTokens(address, signing(ceph.plat()));
    owner = stores.open(address, signing(ceph.alice()));
    bucket = S3TestStore.uniqueBucket("sts");
    owner.createBucket(bucket);
    owner.put(ObjectId.of(bucket, "base/x"), WriteOptions.NONE, text("x"));
    owner.put(ObjectId.of(bucket, "base2/x"), WriteOptions.NONE, text("y"));
  }

  @AfterAll
  void close() {
    owner.close();
    tokens.close();
  }

  @Test
  void aSessionPolicyLimitsWhatTheKeysReach() {
    TemporaryKeys keys = tokens.assumeRole(request(Optional.of(policy()), Duration.ofMinutes(15)));
    assertThat(keys.expiresAt())
        .isBetween(Instant.now().plusSeconds(800), Instant.now().plusSeconds(1000));
    try (ObjectStore scoped = stores.open(address, keys.asSigning())) {
      assertThat(scoped.head(ObjectId.of(bucket, "base/x")).size()).isEqualTo(1);
      scoped.put(ObjectId.of(bucket, "base/new"), WriteOptions.NONE, text("n"));
      assertThat(keys(scoped.walk(bucket, "base/", Optional.empty()))).contains("base/new");
      assertThat(failure(() -> scoped.head(ObjectId.of(bucket, "base2/x"))))
          .isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> scoped.list(Listing.Request.below(bucket, ""))))
          .isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> scoped.delete(ObjectId.of(bucket, "base/x"))))
          .isInstanceOf(StoreFailure.Denied.class);
    }
  }

  @Test
  void policiesWithBlanksInTheirTextAreUnderstood() {
    owner.put(ObjectId.of(bucket, "with blank/x"), WriteOptions.NONE, text("x"));
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::%s/with blank/*"]}]}\
        """
            .formatted(bucket);
    TemporaryKeys keys = tokens.assumeRole(request(Optional.of(policy), Duration.ofMinutes(15)));
    try (ObjectStore scoped = stores.open(address, keys.asSigning())) {
      assertThat(scoped.head(ObjectId.of(bucket, "with blank/x")).size()).isEqualTo(1);
    }
  }

  @Test
  void twelveHoursFallBackToOneAndThatIsRemembered() {
    RoleRequest longest = request(Optional.empty(), Duration.ofHours(12));
    assertThat(failure(() -> tokens.assumeRole(longest))).isInstanceOf(StoreFailure.Refused.class);
    for (int i = 0; i < 2; i++) {
      assertThat(tokens.assumeRoleAtMost(longest).expiresAt())
          .isBetween(Instant.now().plusSeconds(3000), Instant.now().plusSeconds(3700));
    }
  }

  @Test
  void whoMayNotAssumeTheRoleIsTold() {
    try (SecurityTokens bob = stores.securityTokens(address, signing(ceph.bob()))) {
      assertThatThrownBy(() -> bob.assumeRole(request(Optional.empty(), Duration.ofHours(1))))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.failure())
                    .isInstanceOfSatisfying(
                        StoreFailure.Denied.class,
                        f -> assertThat(f.action()).isEqualTo("sts:AssumeRole"));
                assertThat(e.problem().remedy().orElseThrow()).contains("trust policy");
              });
    }
  }

  @Test
  void rolesSignRequestsAndRenewThemselves() {
    Signing.Role role =
        new Signing.Role(
            ceph.roleArn(),
            Optional.of("external"),
            "windlass-test",
            Duration.ofHours(12),
            signing(ceph.plat()));
    try (ObjectStore store = stores.open(address, role)) {
      assertThat(store.head(ObjectId.of(bucket, "base/x")).size()).isEqualTo(1);
      assertThat(store.list(Listing.Request.below(bucket, "base/")).objects()).isNotEmpty();
    }
  }

  @Test
  void aWrongSessionTokenIsToldFromADeniedKey() {
    TemporaryKeys keys = tokens.assumeRole(request(Optional.empty(), Duration.ofMinutes(15)));
    Signing.Keys forged =
        new Signing.Keys(
            keys.accessKeyId(), keys.secretAccessKey(), Optional.of(Secret.of("forged")));
    try (ObjectStore store = stores.open(address, forged)) {
      assertThat(failure(() -> store.head(ObjectId.of(bucket, "base/x"))))
          .isInstanceOfAny(StoreFailure.BadKeys.class, StoreFailure.Refused.class);
    }
  }

  @Test
  void kmsKeysEncryptAndUnknownOnesAreDenied() {
    ObjectId id = ObjectId.of(bucket, "encrypted");
    WriteOptions encrypted = WriteOptions.NONE.withKmsKey(ceph.kmsKey());
    assertThat(owner.put(id, encrypted, text("x")).encryption()).contains("aws:kms");
    assertThat(owner.head(id).encryption()).contains("aws:kms");
    WriteOptions unknown = WriteOptions.NONE.withKmsKey("no-such-key");
    ObjectId denied = ObjectId.of(bucket, "denied");
    assertThat(failure(() -> owner.put(denied, unknown, text("x"))))
        .isInstanceOf(StoreFailure.KeyDenied.class);
    assertThat(failure(() -> owner.head(denied))).isInstanceOf(StoreFailure.NoSuchObject.class);
  }

  @Test
  void theCallerIsUnknownWhereTheStoreCannotSay() {
    assertThat(failure(() -> tokens.callerIdentity())).isInstanceOf(StoreFailure.Unsupported.class);
  }

  private String policy() {
    return """
    {"Version":"2012-10-17","Statement":[\
    {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::%1$s/base/*"]},\
    {"Effect":"Allow","Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::%1$s"],"Condition":{"StringLike":{"s3:prefix":["base/*"]}}}]}\
    """
        .formatted(bucket);
  }

  private RoleRequest request(Optional<String> policy, Duration duration) {
    return new RoleRequest(ceph.roleArn(), Optional.empty(), "windlass-test", policy, duration);
  }
}
