package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Secret;
import io.windlass.objectstore.ObjectStore.Versioning;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Account;
import io.windlass.testing.S3TestStore.Capability;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every implementation of {@link ObjectStore} promises, whatever store is behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ObjectStoreContract
    implements ContentContract, KeyContract, ListingContract, MultipartContract, PresignedContract {
  private final ObjectStores stores = stores();
  private ObjectStore store;
  private String bucket;

  /** The store, started. */
  abstract S3TestStore backing();

  /** The implementation to hold to the contract. */
  ObjectStores stores() {
    return new S3ObjectStores();
  }

  @BeforeAll
  void openStore() {
    store = open(backing().owner());
    bucket = S3TestStore.uniqueBucket("contract");
    store.createBucket(bucket);
  }

  @AfterAll
  void closeStore() {
    store.close();
  }

  /** How the store is spoken to. */
  StoreAddress address() {
    return StoreAddress.at(backing().endpoint(), backing().region());
  }

  private ObjectStore open(Account account) {
    return stores.open(address(), signing(account));
  }

  static Signing.Keys signing(Account account) {
    return new Signing.Keys(account.accessKeyId(), account.secretAccessKey(), Optional.empty());
  }

  // ---- buckets

  @Test
  void createdBucketsAreListedAndCreatingThemAgainSucceeds() {
    assertThat(store.buckets()).contains(bucket);
    store.createBucket(bucket);
    store.headBucket(bucket);
    assertThat(store.versioning(bucket)).isEqualTo(Versioning.OFF);
  }

  @Test
  void aMissingBucketIsNamedInTheFailure() {
    String missing = S3TestStore.uniqueBucket("missing");
    List<ThrowingCallable> calls =
        List.of(
            () -> store.headBucket(missing),
            () -> store.list(Listing.Request.below(missing, "")),
            () -> store.put(ObjectId.of(missing, "a"), WriteOptions.NONE, text("x")),
            () -> store.walk(missing, "", Optional.empty()).count());
    for (ThrowingCallable call : calls) {
      assertThat(failure(call))
          .isInstanceOfSatisfying(
              StoreFailure.NoSuchBucket.class, f -> assertThat(f.bucket()).isEqualTo(missing));
    }
  }

  // ---- deleting

  @Test
  void deletingSucceedsAlsoWhenThereIsNothing() {
    ObjectId id = id("delete/me");
    store.put(id, WriteOptions.NONE, text("x"));
    store.delete(id);
    assertThat(failure(() -> store.head(id))).isInstanceOf(StoreFailure.NoSuchObject.class);
    store.delete(id);
  }

  @Test
  void bulkDeletesTakeAThousandAndMissingOnes() {
    List<ObjectId> ids =
        IntStream.range(0, 1000).mapToObj(i -> id("bulk/%04d".formatted(i))).toList();
    ids.stream().limit(20).forEach(id -> store.put(id, WriteOptions.NONE, text("x")));
    assertThat(store.deleteAll(bucket, ids)).isEmpty();
    assertThat(keys(store.walk(bucket, "bulk/", Optional.empty()))).isEmpty();
  }

  // ---- who may not

  @Test
  void aWrongSecretIsToldFromADeniedKey() {
    Account owner = backing().owner();
    try (ObjectStore wrong =
            open(new Account("wrong", owner.accessKeyId(), Secret.of("not-the-secret")));
        ObjectStore unknown =
            open(new Account("unknown", "AKIDOESNOTEXIST", Secret.of("not-the-secret")))) {
      for (ObjectStore each : List.of(wrong, unknown)) {
        assertThat(failure(() -> each.list(Listing.Request.below(bucket, ""))))
            .isInstanceOf(StoreFailure.BadKeys.class);
        assertThat(failure(() -> each.head(id("any")))).isInstanceOf(StoreFailure.BadKeys.class);
        assertThat(failure(() -> each.headBucket(bucket))).isInstanceOf(StoreFailure.BadKeys.class);
      }
    }
  }

  @Test
  void failuresTellNoSecret() {
    Account owner = backing().owner();
    try (ObjectStore wrong =
        open(new Account("wrong", owner.accessKeyId(), Secret.of("hush-hush-hush")))) {
      assertThatThrownBy(() -> wrong.list(Listing.Request.below(bucket, "")))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.toString() + e.problem() + e.failure() + e.getCause())
                    .doesNotContain("hush-hush-hush");
                assertThat(e.problem().remedy()).isPresent();
              });
    }
  }

  @Test
  void deniedCallsNameActionAndResource() {
    Account stranger = backing().stranger().orElseThrow();
    ObjectId id = id("denied");
    store.put(id, WriteOptions.NONE, text("x"));
    try (ObjectStore other = open(stranger)) {
      assertThat(failure(() -> other.list(Listing.Request.below(bucket, ""))))
          .isInstanceOfSatisfying(
              StoreFailure.Denied.class,
              f -> {
                assertThat(f.action()).isEqualTo("s3:ListBucket");
                assertThat(f.resource()).isEqualTo("arn:aws:s3:::" + bucket);
              });
      assertThat(failure(() -> other.headBucket(bucket))).isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> other.head(id))).isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> other.get(id, Optional.empty(), Optional.empty())))
          .isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> other.put(id, WriteOptions.NONE, text("y"))))
          .isInstanceOfSatisfying(
              StoreFailure.Denied.class, f -> assertThat(f.action()).isEqualTo("s3:PutObject"));
      assertThat(failure(() -> other.delete(id))).isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> other.startMultipart(id, WriteOptions.NONE)))
          .isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> other.openUploads(bucket, "").findAny()))
          .isInstanceOf(StoreFailure.Denied.class);
    }
  }

  @Test
  void anUnreachableStoreIsPassing() {
    StoreAddress nowhere = StoreAddress.at(URI.create("http://127.0.0.1:1"), "us-east-1");
    try (ObjectStore none = stores.open(nowhere, signing(backing().owner()))) {
      assertThat(failure(() -> none.headBucket("any")))
          .isInstanceOf(StoreFailure.Unreachable.class);
    }
  }

  // ---- helpers

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public String bucket() {
    return bucket;
  }

  @Override
  public boolean can(Capability capability) {
    return backing().can(capability);
  }

  static List<String> keys(Stream<Listing.Entry> entries) {
    try (entries) {
      return entries.map(Listing.Entry::key).toList();
    }
  }

  static Body text(String text) {
    return Body.of(text.getBytes(UTF_8));
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static StoreFailure failure(ThrowingCallable call) {
    StoreFailure[] failure = new StoreFailure[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StoreException.class, e -> failure[0] = e.failure());
    return failure[0];
  }
}
