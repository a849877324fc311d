package io.windlass.connection.location;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.connection.Connection;
import io.windlass.connection.TestHouse;
import io.windlass.foundation.Ids;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreException;
import io.windlass.testing.S3TestStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What locations promise, whatever store they are in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LocationsContract {
  private static final Owner ANNA =
      new Owner(3350001, Set.of("3350001", "Anna", "anna@example.org", "3379"), false);
  private static final Owner BERT = new Owner(3350002, Set.of("3350002", "bert"), false);
  private static final Owner ADMINISTRATOR = new Owner(2, Set.of("2", "admin"), true);

  private TestHouse house;
  private Locations locations;
  private ObjectStore store;
  private Connection connection;
  private String bucket;

  /** The store, started. */
  abstract S3TestStore backing();

  @BeforeAll
  void openHouse() {
    house = new TestHouse(backing());
    locations = house.locations();
    store = house.store(backing().owner());
    connection =
        house
            .connections()
            .create(house.byKeys(Ids.create("proj_"), TestHouse.keys(backing().owner())));
  }

  @AfterAll
  void closeHouse() {
    house.close();
  }

  @BeforeEach
  void makeBucket() {
    bucket = S3TestStore.uniqueBucket("locations");
    store.createBucket(bucket);
  }

  @Test
  void theOwnerFileAtTheBaseKeyProvesOwnership() {
    write("base/owner.txt", "anna");
    Location made = locations.create(external("base", false), ANNA);
    assertThat(made.baseKey()).isEqualTo("base");
    assertThat(made.prefix()).isEqualTo("base/");
    assertThat(made.ownerId()).isEqualTo(ANNA.id());
    assertThat(made.id()).isGreaterThan(Location.MANAGED_DEFAULT);
    assertThat(locations.find(made.id())).contains(made);
    assertThat(locations.ofOwner(ANNA.id(), 1)).containsExactly(made);
    locations.open(made).headBucket(bucket);
  }

  @Test
  void theWholeBucketIsProvedAtItsRoot() {
    write("owner.txt", "ANNA@example.ORG");
    Location made = locations.create(external("", false), ANNA);
    assertThat(made.prefix()).isEmpty();
    assertThat(made.holds("anything")).isTrue();
  }

  @Test
  void anOwnerFileElsewhereProvesNothing() {
    write("owner.txt", "anna");
    write("base/deeper/owner.txt", "anna");
    write("base2/owner.txt", "anna");
    write("base/OWNER.TXT", "anna");
    assertCode("owner_file_missing", () -> locations.create(external("base", false), ANNA));
    assertThat(locations.ofOwner(ANNA.id(), 100))
        .noneMatch(location -> location.bucket().equals(bucket));
  }

  @Test
  void ownerFilesOfAllHabitsAreUnderstood() {
    int i = 0;
    for (String text :
        List.of(
            "anna",
            "  Anna  ",
            "bert, anna ,carol",
            "bert\r\nanna\r\n",
            "\ufeffanna\r\n",
            "\n\n\n3350001",
            "3379",
            "x\n".repeat(99) + "anna")) {
      String baseKey = "habit" + i++;
      write(baseKey + "/owner.txt", text);
      assertThat(locations.create(external(baseKey, false), ANNA).baseKey()).isEqualTo(baseKey);
    }
  }

  @Test
  void ownerFilesThatNameNobodyOrSomebodyElseAreRefused() {
    write("empty/owner.txt", "");
    write("blank/owner.txt", " ,\r\n , \n");
    write("other/owner.txt", "bert");
    write("part/owner.txt", "annabel\nhanna\nanna bert");
    write("late/owner.txt", "x\n".repeat(100) + "anna");
    write("long/owner.txt", "x".repeat(70_000) + "\nanna");
    assertCode("owner_file_empty", () -> locations.create(external("empty", false), ANNA));
    assertCode("owner_file_empty", () -> locations.create(external("blank", false), ANNA));
    for (String baseKey : List.of("other", "part", "late", "long")) {
      assertCode("owner_file_mismatch", () -> locations.create(external(baseKey, false), ANNA));
    }
  }

  @Test
  void theProofIsAskedForEachTime() {
    write("base/owner.txt", "anna");
    locations.create(external("base", false), ANNA);
    store.delete(ObjectId.of(bucket, "base/owner.txt"));
    assertCode("owner_file_missing", () -> locations.create(external("base", false), ANNA));
  }

  @Test
  void administratorsProveNothing() {
    assertThat(locations.create(external("base", false), ADMINISTRATOR).bucket()).isEqualTo(bucket);
  }

  @Test
  void aMissingBucketIsNamed() {
    String missing = S3TestStore.uniqueBucket("missing");
    assertThatThrownBy(() ->
            locations.create(NewLocation.external(connection.id(), missing, "base", false), ANNA))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(missing);
  }

  @Test
  void theSameDocumentOfTheSameOwnerIsTheSameLocation() {
    write("base/owner.txt", "anna,bert");
    Location first = locations.create(external("base", false), ANNA);
    assertThat(locations.create(external("/base/ ", false), ANNA)).isEqualTo(first);
    assertThat(locations.create(external("base", true), ANNA).id()).isNotEqualTo(first.id());
    assertThat(locations.create(external("base", false), BERT).id()).isNotEqualTo(first.id());
  }

  @Test
  void theSameDocumentSentManyTimesAtOnceIsOneLocation() throws Exception {
    write("base/owner.txt", "anna");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Location> create = () -> locations.create(external("base", true), ANNA);
      List<Future<Location>> all = threads.invokeAll(java.util.Collections.nCopies(6, create));
      Location first = all.getFirst().get();
      for (Future<Location> each : all) {
        assertThat(each.get()).isEqualTo(first);
      }
    }
  }

  @Test
  void oddBaseKeysAndBucketsAreRefused() {
    for (String odd : List.of("a*", "a?", "$x", "a\"b", "a\\b", "a\u0007", "a//b", "../x")) {
      assertCode("invalid_base_key", () -> locations.create(external(odd, false), ADMINISTRATOR));
    }
    assertCode(
        "invalid_bucket_name",
        () ->
            locations.create(
                NewLocation.external(connection.id(), "s3://x", "", false), ADMINISTRATOR));
    assertCode(
        "connection_not_found",
        () -> locations.create(NewLocation.external("c_none", bucket, "", false), ADMINISTRATOR));
  }

  @Test
  void temporaryKeysOfOnePersonNeverReachAnothersLocation() {
    write("base/owner.txt", "anna,bert");
    write("base/inner/owner.txt", "bert");
    write("base2/owner.txt", "bert");
    write("owner.txt", "bert");
    locations.create(external("base", true), ANNA);
    assertCode("location_overlaps", () -> locations.create(external("base", true), BERT));
    assertCode("location_overlaps", () -> locations.create(external("base/inner", true), BERT));
    assertCode("location_overlaps", () -> locations.create(external("", true), BERT));
    assertThat(locations.create(external("base2", true), BERT).baseKey()).isEqualTo("base2");
    assertThat(locations.create(external("base/inner", false), BERT).sts()).isFalse();
  }

  @Test
  void onesOwnLocationsMayOverlap() {
    write("owner.txt", "anna");
    write("base/owner.txt", "anna");
    locations.create(external("", true), ANNA);
    assertThat(locations.create(external("base", true), ANNA).baseKey()).isEqualTo("base");
  }

  @Test
  void managedStorageIsSettledOnceAndHasItsPlaces() {
    String managed = S3TestStore.uniqueBucket("managed");
    assertCode("no_managed_storage", () -> locations.managedDefault());
    Location home = locations.manageIn(connection.id(), managed);
    assertThat(home.id()).isEqualTo(Location.MANAGED_DEFAULT);
    assertThat(home.prefix()).isEmpty();
    store.headBucket(managed);
    assertThat(locations.manageIn(connection.id(), managed)).isEqualTo(home);
    assertCode("managed_storage_settled", () -> locations.manageIn(connection.id(), bucket));
    assertThat(locations.managedDefault()).isEqualTo(home);

    Location plain = locations.create(NewLocation.managed(false), ANNA);
    assertThat(locations.create(NewLocation.managed(false), ANNA)).isEqualTo(plain);
    assertThat(plain.bucket()).isEqualTo(managed);
    Location one = locations.create(NewLocation.managed(true), ANNA);
    Location two = locations.create(NewLocation.managed(true), ANNA);
    assertThat(one.baseKey()).matches("3350001/[0-9a-f-]{36}").isNotEqualTo(two.baseKey());
    assertThat(one.connectionId()).isEqualTo(connection.id());
    assertThat(locations.ofOwner(ANNA.id(), 2)).containsExactly(two, one);
  }

  private NewLocation external(String baseKey, boolean sts) {
    return NewLocation.external(connection.id(), bucket, baseKey, sts);
  }

  private void write(String key, String text) {
    store.put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of(text.getBytes(UTF_8)));
  }

  private static void assertCode(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WindlassException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  /** A location that asks for nothing in particular but one thing. */
  static NewLocation encrypted(String connectionId, String bucket, String encryption, String key) {
    return new NewLocation(
        Location.Kind.EXTERNAL,
        Optional.of(connectionId),
        Optional.of(bucket),
        Optional.empty(),
        false,
        Optional.of(encryption),
        Optional.of(key),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void encryptionIsSpelledAsTheWireWantsIt() {
    Location made =
        locations.create(encrypted(connection.id(), bucket, "AWS:KMS", "key-1"), ADMINISTRATOR);
    assertThat(made.encryption()).contains("aws:kms");
    assertThat(made.kmsKeyId()).contains("key-1");
    assertCode(
        "invalid_location",
        () ->
            locations.create(encrypted(connection.id(), bucket, "AES256", "key-1"), ADMINISTRATOR));
    assertCode(
        "invalid_location",
        () -> locations.create(encrypted(connection.id(), bucket, "rot13", "k"), ADMINISTRATOR));
  }
}
