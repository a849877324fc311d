package io.windlass.connection.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.connection.Connection;
import io.windlass.connection.Connection.Status;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.CredentialDocument;
import io.windlass.connection.StoreReach;
import io.windlass.connection.TestHouse;
import io.windlass.connection.credential.NewCredential.ExtraKeys;
import io.windlass.connection.credential.OwnCredential.Age;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnCredentialsTest {
  private static final long ANNA = 1001;
  private static final long BERT = 1002;

  private final CephStore ceph = CephStore.shared();
  private Duration ahead = Duration.ZERO;
  private final InstantSource clock = () -> Instant.now().plus(ahead);
  private TestHouse house;
  private OwnCredentials credentials;
  private Connection connection;
  private String bobs;

  @BeforeAll
  void openHouse() {
    house = new TestHouse(ceph);
    credentials =
        new OwnCredentials(house.database().database(), house.connections(), house.box(), clock);
    connection =
        house.connections().create(house.byKeys(Ids.create("proj_"), TestHouse.keys(ceph.alice())));
    bobs = S3TestStore.uniqueBucket("bobs");
    house.store(ceph.bob()).createBucket(bobs);
  }

  @AfterAll
  void closeHouse() {
    house.close();
  }

  @BeforeEach
  void connect() {
    ahead = Duration.ZERO;
    connection =
        house.connections().create(house.byKeys(Ids.create("proj_"), TestHouse.keys(ceph.alice())));
  }

  @AfterEach
  void forget() {
    credentials
        .ofUser(ANNA)
        .forEach(each -> credentials.delete(each.connectionId(), each.userId()));
  }

  private OwnCredential putKeys(S3TestStore.Account account) {
    return credentials.put(connection.id(), ANNA, NewCredential.of(TestHouse.keys(account)));
  }

  private ObjectStore open(OwnCredential credential, String path) {
    return house
        .connections()
        .open(
            connection.id(),
            new StoreReach(
                false, Optional.empty(), Optional.of(credentials.signing(credential, path))));
  }

  private static void assertProblem(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WindlassException.class,
            failure -> assertThat(failure.problem().code()).isEqualTo(code));
  }

  @Test
  void eachPersonReachesTheStoreWithKeysOfTheirOwn() {
    OwnCredential made = putKeys(ceph.bob());
    assertThat(made.status()).isEqualTo(Status.VALID);
    assertThat(made.accessKeyId()).contains(ceph.bob().accessKeyId());
    assertThat(made.toString()).doesNotContain(ceph.bob().secretAccessKey().reveal());
    assertThat(open(made, "").buckets()).contains(bobs);
    assertThat(house.connections().open(connection.id()).buckets()).doesNotContain(bobs);
    assertThat(credentials.find(connection.id(), ANNA)).contains(made);
    assertThat(credentials.find(made.id())).contains(made);
    assertThat(credentials.ofUser(ANNA)).containsExactly(made);
    assertThat(credentials.find(connection.id(), BERT)).isEmpty();
    assertProblem("no_credentials", () -> credentials.usable(connection.id(), BERT));
  }

  @Test
  void replacedKeysAreUsedByTheNextOpeningUnderTheSameId() {
    OwnCredential first = putKeys(ceph.alice());
    assertThat(open(first, "").buckets()).doesNotContain(bobs);
    OwnCredential second = putKeys(ceph.bob());
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.createdAt()).isEqualTo(first.createdAt());
    assertThat(second.version()).isGreaterThan(first.version());
    assertThat(open(second, "").buckets()).contains(bobs);
  }

  @Test
  void keysThatTheStoreCallsWrongAreNotStored() {
    NewKeys wrong =
        new NewKeys(ceph.bob().accessKeyId(), Secret.of("not the secret"), Optional.empty());
    assertProblem(
        "invalid_secret_access_key",
        () -> credentials.put(connection.id(), ANNA, NewCredential.of(wrong)));
    NewKeys unknown = new NewKeys("NOSUCHKEY", Secret.of("secret"), Optional.empty());
    assertProblem(
        "store_keys_invalid",
        () -> credentials.put(connection.id(), ANNA, NewCredential.of(unknown)));
    assertThat(credentials.ofUser(ANNA)).isEmpty();
  }

  @Test
  void deletedCredentialsAreGone() {
    putKeys(ceph.bob());
    assertThat(credentials.delete(connection.id(), ANNA)).isTrue();
    assertThat(credentials.delete(connection.id(), ANNA)).isFalse();
    assertProblem("no_credentials", () -> credentials.usable(connection.id(), ANNA));
  }

  @Test
  void theyGoWithTheConnection() {
    putKeys(ceph.bob());
    house.connections().delete(connection.id());
    assertThat(credentials.ofUser(ANNA)).isEmpty();
    assertProblem("connection_not_found", () -> putKeys(ceph.bob()));
  }

  @Test
  void keysAgeAfter75DaysAndAreOldAfter90() {
    OwnCredential made = putKeys(ceph.bob());
    Instant then = made.replacedAt();
    assertThat(made.age(then.plus(Duration.ofDays(75)).minusSeconds(1))).isEqualTo(Age.FRESH);
    assertThat(made.age(then.plus(Duration.ofDays(75)))).isEqualTo(Age.AGING);
    assertThat(made.age(then.plus(Duration.ofDays(90)).minusSeconds(1))).isEqualTo(Age.AGING);
    assertThat(made.age(then.plus(Duration.ofDays(90)))).isEqualTo(Age.OLD);
    ahead = Duration.ofDays(80);
    OwnCredential renewed = putKeys(ceph.bob());
    assertThat(renewed.age(clock.instant())).isEqualTo(Age.FRESH);
    assertThat(renewed.createdAt()).isEqualTo(made.createdAt());
  }

  @Test
  void temporaryKeysEndWhenTheySaid() {
    NewCredential temporary =
        new NewCredential(
            Optional.of(TestHouse.keys(ceph.bob())),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of(clock.instant().plusSeconds(3600)),
            List.of());
    credentials.put(connection.id(), ANNA, temporary);
    assertThat(credentials.usable(connection.id(), ANNA).expired(clock.instant())).isFalse();
    ahead = Duration.ofHours(2);
    assertProblem("credentials_expired", () -> credentials.usable(connection.id(), ANNA));
    assertProblem("already_expired", () -> credentials.put(connection.id(), ANNA, temporary));
  }

  @Test
  void aRoleIsAssumedWithThePersonsOwnKeys() {
    NewCredential role =
        new NewCredential(
            Optional.of(TestHouse.keys(ceph.plat())),
            Optional.of(ceph.roleArn()),
            Optional.of("anything"),
            false,
            Optional.empty(),
            List.of());
    OwnCredential made = credentials.put(connection.id(), ANNA, role);
    assertThat(made.status()).isEqualTo(Status.VALID);
    assertThat(made.roleArn()).contains(ceph.roleArn());
    open(made, "").buckets();
  }

  @Test
  void aRoleThatTheConnectionAssumesMustTrustThisPersonAlone() {
    Connection plat =
        house
            .connections()
            .create(house.byKeys(connection.projectGuid(), TestHouse.keys(ceph.plat())));
    NewCredential open = CredentialDocument.parse("config: {role_arn: '" + ceph.roleArn() + "'}");
    assertProblem("external_id_not_required", () -> credentials.put(plat.id(), ANNA, open));
    NewCredential chosen =
        CredentialDocument.parse("config: {role_arn: '" + ceph.roleArn() + "', external_id: mine}");
    assertProblem("external_id_given", () -> credentials.put(plat.id(), ANNA, chosen));
    assertThat(credentials.ofUser(ANNA)).isEmpty();
  }

  @Test
  void furtherKeysSignForTheirPrefixes() {
    NewCredential both =
        new NewCredential(
            Optional.of(TestHouse.keys(ceph.alice())),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(new ExtraKeys(List.of(bobs + "/"), TestHouse.keys(ceph.bob()))));
    OwnCredential made = credentials.put(connection.id(), ANNA, both);
    assertThat(made.extra())
        .containsExactly(new OwnCredential.Extra(List.of(bobs + "/"), ceph.bob().accessKeyId()));
    assertThat(open(made, bobs + "/x").buckets()).contains(bobs);
    assertThat(open(made, "another/x").buckets()).doesNotContain(bobs);
  }

  @Test
  void refusedKeysAreMarkedAndTriedAgainBeforeTheyAreUsed() {
    OwnCredential made = putKeys(ceph.bob());
    credentials.refused(
        made, Problem.of(Problem.Kind.STORE_REFUSED, "store_keys_invalid", "Unknown keys."));
    assertThat(credentials.find(made.id()).orElseThrow().status()).isEqualTo(Status.INVALID);
    assertProblem("credentials_invalid", () -> credentials.usable(connection.id(), ANNA));
    ahead = Duration.ofMinutes(1);
    assertThat(credentials.usable(connection.id(), ANNA).status()).isEqualTo(Status.VALID);
    OwnCredential replaced = putKeys(ceph.bob());
    credentials.refused(
        made, Problem.of(Problem.Kind.STORE_REFUSED, "store_keys_invalid", "The keys before."));
    assertThat(credentials.find(replaced.id()).orElseThrow().status()).isEqualTo(Status.VALID);
  }

  @Test
  void secretsAreSealedAndOutliveTheKeyThatSealedThem() {
    OwnCredential made = putKeys(ceph.bob());
    String stored =
        house
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT own_credential::text FROM own_credential")
                    .mapTo(String.class)
                    .one());
    assertThat(stored).doesNotContain(ceph.bob().secretAccessKey().reveal());
    assertThat(house.box().rotate()).isGreaterThanOrEqualTo(2);
    assertThat(open(made, "").buckets()).contains(bobs);
  }

  @Test
  void aDocumentIsReadAndItsMistakesAreNamedWithoutItsValues() {
    NewCredential read =
        CredentialDocument.parse(
            """
            {"credentials": {"access_key_id": "A", "secret_access_key": "B", "session_token": "C"},
             "config": {"requester_pays": true}, "expires_at": "2031-01-31T12:00:00+01:00"}
            """);
    assertThat(read.keys().orElseThrow().accessKeyId()).isEqualTo("A");
    assertThat(read.keys().orElseThrow().sessionToken()).contains(Secret.of("C"));
    assertThat(read.requesterPays()).isTrue();
    assertThat(read.expiresAt()).contains(Instant.parse("2031-01-31T11:00:00Z"));
    assertProblem("invalid_value", () -> CredentialDocument.parse("{\"expires_at\": \"soon\"}"));
    assertProblem("unknown_key", () -> CredentialDocument.parse("{\"secret\": \"x\"}"));
    assertProblem(
        "credentials_missing",
        () -> credentials.put(connection.id(), ANNA, CredentialDocument.parse("{}")));
  }
}
