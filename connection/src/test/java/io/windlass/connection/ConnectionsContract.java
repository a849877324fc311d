package io.windlass.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.connection.Connection.Kind;
import io.windlass.connection.Connection.Status;
import io.windlass.connection.Connection.Vending;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.NewLocation;
import io.windlass.connection.location.Owner;
import io.windlass.connection.verification.Verification;
import io.windlass.connection.verification.Verification.Check;
import io.windlass.connection.verification.Verification.Outcome;
import io.windlass.connection.verification.VerifyRequest;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Page;
import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.Permission;
import io.windlass.objectstore.StoreAddress;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Account;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What connections promise, whatever store they lead to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectionsContract {
  private static final Owner ADMINISTRATOR = new Owner(1, Set.of("1", "admin"), true);
  private static final Set<String> WRITING =
      Set.of("put", "encryption", "multipart", "multipart-parts", "multipart-abort", "delete");

  protected TestHouse house;
  protected Connections connections;
  protected ObjectStore store;
  protected String bucket;
  protected String project;

  /** The store, started. */
  abstract S3TestStore backing();

  @BeforeAll
  void openHouse() {
    house = new TestHouse(backing());
    connections = house.connections();
    store = house.store(owner());
  }

  @AfterAll
  void closeHouse() {
    house.close();
  }

  @BeforeEach
  void makeBucket() {
    bucket = S3TestStore.uniqueBucket("connections");
    store.createBucket(bucket);
    project = Ids.create("proj_");
  }

  @Test
  void aConnectionIsFoundByIdAliasAndName() {
    Connection made =
        connections.create(house.named(house.byKeys(project, TestHouse.keys(owner())), "lab"));
    assertThat(made.id()).startsWith("c_").hasSizeGreaterThan(20);
    assertThat(made.alias()).isEqualTo("c_1");
    assertThat(made.kind()).isEqualTo(Kind.KEYS);
    assertThat(made.externalId()).contains(project);
    assertThat(connections.find(made.id())).contains(made);
    for (String name : List.of(made.id(), "c_1", "lab")) {
      assertThat(connections.find(project, name)).contains(made);
    }
    assertThat(connections.find(Ids.create("proj_"), made.id())).isEmpty();
    assertThat(connections.find("c_nothing")).isEmpty();
  }

  @Test
  void anAliasThatTwoProjectsHaveNeedsTheProject() {
    Connection one = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    String other = Ids.create("proj_");
    Connection two = connections.create(house.byKeys(other, TestHouse.keys(owner())));
    assertThat(connections.find(project, "c_1")).contains(one);
    assertThat(connections.find(other, "c_1")).contains(two);
    assertCode("ambiguous_connection", () -> connections.find("c_1"));
  }

  @Test
  void aliasesAreNotGivenTwiceAndNamesNotTaken() {
    Connection first =
        connections.create(house.named(house.byKeys(project, TestHouse.keys(owner())), "lab"));
    assertCode(
        "connection_name_taken",
        () ->
            connections.create(house.named(house.byKeys(project, TestHouse.keys(owner())), "lab")));
    connections.delete(first.id());
    assertThat(connections.find(first.id())).isEmpty();
    Connection second =
        connections.create(house.named(house.byKeys(project, TestHouse.keys(owner())), "lab"));
    assertThat(second.alias()).isNotEqualTo("c_1");
  }

  @Test
  void listsComeInPagesInTheOrderOfCreation() {
    for (int i = 0; i < 5; i++) {
      connections.create(house.byKeys(project, TestHouse.keys(owner())));
    }
    Page.Of<Connection> first = connections.list(project, new Page(Optional.empty(), 2));
    Page.Of<Connection> second = connections.list(project, new Page(first.nextCursor(), 2));
    Page.Of<Connection> third = connections.list(project, new Page(second.nextCursor(), 2));
    assertThat(first.items()).extracting(Connection::alias).containsExactly("c_1", "c_2");
    assertThat(second.items()).extracting(Connection::alias).containsExactly("c_3", "c_4");
    assertThat(third.items()).extracting(Connection::alias).containsExactly("c_5");
    assertThat(third.nextCursor()).isEmpty();
    assertThat(connections.projectGuids()).contains(project);
    assertCode("invalid_cursor", () -> connections.list(project, new Page(Optional.of("x"), 2)));
  }

  @Test
  void wrongKeysAreRefusedAndNothingIsStored() {
    for (NewKeys wrong :
        List.of(
            new NewKeys(owner().accessKeyId(), Secret.of("wrong"), Optional.empty()),
            new NewKeys("NOBODY", owner().secretAccessKey(), Optional.empty()))) {
      assertCode("store_keys_invalid", () -> connections.create(house.byKeys(project, wrong)));
    }
    assertThat(connections.list(project, Page.first()).items()).isEmpty();
  }

  @Test
  void aStoreThatDoesNotAnswerIsNotedAndDoesNotRefuse() {
    NewConnection wanted =
        new NewConnection(
            project,
            Optional.empty(),
            Kind.KEYS,
            StoreAddress.at(URI.create("http://127.0.0.1:1"), "us-east-1"),
            Optional.of(TestHouse.keys(owner())),
            Optional.empty(),
            Optional.empty(),
            7);
    Connection made = connections.create(wanted);
    assertThat(made.status()).isEqualTo(Status.UNVERIFIED);
    assertThat(made.lastProblem().orElseThrow().code()).isEqualTo("store_unreachable");
  }

  @Test
  void whatCannotBeAConnectionIsRefused() {
    NewConnection good = house.byKeys(project, TestHouse.keys(owner()));
    assertCode("invalid_name", () -> connections.create(house.named(good, "UPPER")));
    assertCode("invalid_name", () -> connections.create(house.named(good, "c_1")));
    assertCode(
        "invalid_secret_access_key",
        () ->
            connections.create(
                house.byKeys(
                    project, new NewKeys("AKIA", Secret.of("with blank"), Optional.empty()))));
    assertCode(
        "invalid_role_arn",
        () -> connections.create(house.byRole(project, Optional.empty(), "not-an-arn")));
    assertThat(connections.list(project, Page.first()).items()).isEmpty();
  }

  @Test
  void onlyTheInstallationSignsAsTheMachineItself() {
    assertCode(
        "ambient_for_installation_only",
        () ->
            connections.create(
                new NewConnection(
                    project,
                    Optional.empty(),
                    Kind.AMBIENT,
                    house.address(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    7)));
  }

  @Test
  void secretsAreSealedInTheDatabaseAndNeverShown() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    String secret = owner().secretAccessKey().reveal();
    String row =
        house
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        SELECT connection::text || encode(sealed_secrets, 'escape')
                        FROM connection WHERE id = :id
                        """)
                    .bind("id", made.id())
                    .mapTo(String.class)
                    .one());
    assertThat(row).contains(owner().accessKeyId()).doesNotContain(secret);
    assertThat(made.toString()).doesNotContain(secret);
  }

  @Test
  void anOpenStoreIsSharedAndReads() throws Exception {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    write("a/b.txt", "hello");
    assertThat(connections.open(made.id())).isSameAs(connections.open(made.id()));
    try (var content =
        connections
            .open(made.id())
            .get(ObjectId.of(bucket, "a/b.txt"), Optional.empty(), Optional.empty())) {
      assertThat(new String(content.stream().readAllBytes(), UTF_8)).isEqualTo("hello");
    }
  }

  @Test
  void connectionsGoOnWorkingWhileTheSealingKeyRotates() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    assertThat(house.box().rotate()).isPositive();
    house.otherNode().open(made.id()).headBucket(bucket);
    connections.open(made.id()).headBucket(bucket);
  }

  @Test
  void verificationFindsEverythingAllowedToTheOwnerAndLeavesNothingBehind() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    Verification verification = verify(made, bucket, "deep/er", false);
    assertThat(verification.checks())
        .extracting(Check::check)
        .containsExactly(
            "credentials",
            "bucket",
            "region",
            "list",
            "versioning",
            "put",
            "encryption",
            "head",
            "get",
            "multipart",
            "multipart-parts",
            "multipart-abort",
            "delete",
            "temporary-keys");
    for (String name : List.of("bucket", "list", "put", "head", "get", "multipart", "delete")) {
      assertThat(outcome(verification, name)).as(name).isEqualTo(Outcome.ALLOWED);
    }
    assertThat(verification.valid()).isTrue();
    assertThat(keysIn(bucket)).isEmpty();
    Connection after = connections.find(made.id()).orElseThrow();
    assertThat(after.status()).isEqualTo(Status.VALID);
    assertThat(after.verifiedAt()).isPresent();
    assertThat(after.lastProblem()).isEmpty();
  }

  @Test
  void readOnlyVerificationWritesNothing() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    write("data/x", "content");
    Verification verification = verify(made, bucket, "data/", true);
    assertThat(verification.valid()).isTrue();
    for (String name : WRITING) {
      assertThat(outcome(verification, name)).as(name).isEqualTo(Outcome.SKIPPED);
    }
    assertThat(outcome(verification, "get")).isEqualTo(Outcome.ALLOWED);
    assertThat(keysIn(bucket)).containsExactly("data/x");
  }

  @Test
  void anEmptyBucketIsNotAFault() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    Verification verification = verify(made, bucket, "", true);
    assertThat(verification.valid()).isTrue();
    assertThat(outcome(verification, "get")).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void aMissingBucketIsNamedAndTheRestIsNotTried() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    Verification verification = verify(made, S3TestStore.uniqueBucket("missing"), "", false);
    assertThat(outcome(verification, "bucket")).isEqualTo(Outcome.FAILED);
    assertThat(verification.firstProblem().orElseThrow().code()).isEqualTo("bucket_not_found");
    assertThat(outcome(verification, "list")).isEqualTo(Outcome.SKIPPED);
    assertThat(outcome(verification, "put")).isEqualTo(Outcome.SKIPPED);
    Connection after = connections.find(made.id()).orElseThrow();
    assertThat(after.status()).isEqualTo(Status.INVALID);
    assertThat(after.lastProblem().orElseThrow().code()).isEqualTo("bucket_not_found");
  }

  @Test
  void aDeniedBucketIsDeniedAndNotEmpty() {
    write("data/x", "content");
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(stranger())));
    Verification verification = verify(made, bucket, "data/", false);
    assertThat(verification.valid()).isFalse();
    Check list = verification.check("list").orElseThrow();
    assertThat(list.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(list.storeError()).contains("AccessDenied");
    assertThat(list.statement().orElseThrow())
        .contains("\"s3:ListBucket\"", "\"arn:aws:s3:::" + bucket + "\"");
    Check put = verification.check("put").orElseThrow();
    assertThat(put.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(put.statement().orElseThrow())
        .contains("\"s3:PutObject\"", "\"arn:aws:s3:::" + bucket + "/data/*\"");
    assertThat(put.problem().orElseThrow().remedy().orElseThrow()).contains("SCP");
    assertThat(keysIn(bucket)).containsExactly("data/x");
  }

  @Test
  void aVerificationOfNonsenseIsRefused() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    assertCode("invalid_bucket_name", () -> verify(made, "s3://" + bucket, "", true));
    assertCode("invalid_prefix", () -> verify(made, bucket, "/abs", true));
    assertCode("connection_not_found", () -> connections.verify("c_none", anything()));
  }

  @Test
  void theKeysAloneCanBeVerified() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    Verification verification = connections.verify(made.id(), anything());
    assertThat(verification.valid()).isTrue();
    assertThat(outcome(verification, "buckets")).isEqualTo(Outcome.ALLOWED);
  }

  @Test
  void wrongKeysNeverReplaceGoodOnes() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    NewKeys wrong = new NewKeys(owner().accessKeyId(), Secret.of("wrong"), Optional.empty());
    assertCode(
        "store_keys_invalid", () -> connections.update(made.id(), ConnectionChange.ofKeys(wrong)));
    assertThat(connections.find(made.id())).contains(made);
    connections.open(made.id()).headBucket(bucket);
  }

  @Test
  void keysThatWouldBreakALocationAreRefusedWithTheReason() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    Location location = locate(made, "results");
    assertThatThrownBy(() ->
            connections.update(made.id(), ConnectionChange.ofKeys(TestHouse.keys(stranger()))))
        .isInstanceOfSatisfying(
            ReplacementRefused.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("replacement_refused");
              assertThat(e.problem().message()).contains(bucket + "/results/");
              assertThat(e.losses())
                  .allSatisfy(loss -> assertThat(loss.locationId()).isEqualTo(location.id()))
                  .extracting(loss -> loss.problem().code())
                  .contains("store_access_denied");
            });
    assertThat(connections.find(made.id())).contains(made);
    connections.open(made.id()).headBucket(bucket);
    assertThat(keysIn(bucket)).isEmpty();
  }

  @Test
  void aConnectionThatALocationUsesCannotBeDeleted() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    locate(made, "results");
    assertCode("connection_in_use", () -> connections.delete(made.id()));
    assertThat(connections.find(made.id())).isPresent();
  }

  @Test
  void aChangeOnOneNodeIsSeenByTheOther() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(stranger())));
    Connections other = house.otherNode();
    ObjectStore before = other.open(made.id());
    assertCode("store_access_denied", () -> list(before));
    connections.update(made.id(), ConnectionChange.ofKeys(TestHouse.keys(owner())));
    assertThat(other.open(made.id())).isNotSameAs(before);
    list(other.open(made.id()));
    assertThat(other.find(made.id()).orElseThrow().secretsReplacedAt()).isPresent();
  }

  @Test
  void aNameChangesWithoutAskingTheStore() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    Connection renamed =
        connections.update(
            made.id(),
            new ConnectionChange(
                Optional.of("renamed"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(renamed.name()).isEqualTo("renamed");
    assertThat(renamed.secretsReplacedAt()).isEmpty();
  }

  @Test
  void theEmbeddedConnectionIsMadeOnceAndFollowsItsEndpoint() {
    URI first = URI.create("http://127.0.0.1:4001");
    URI second = URI.create("http://127.0.0.1:4002");
    Connection made = connections.embedded(first, "us-east-1");
    String secret = connections.embeddedKeys().secretAccessKey().reveal();
    Connection moved = house.otherNode().embedded(second, "us-east-1");
    assertThat(made.id()).isEqualTo(Connection.EMBEDDED);
    assertThat(made.vending()).isEqualTo(Vending.WINDLASS);
    assertThat(moved.address().endpoint()).contains(second);
    assertThat(connections.embeddedKeys().secretAccessKey().reveal()).isEqualTo(secret);
    assertThat(made.projectGuid()).isEqualTo(connections.installationGuid());
    assertCode("connection_built_in", () -> connections.delete(made.id()));
    assertCode("connection_built_in", () -> connections.update(made.id(), ConnectionChange.NONE));
  }

  @Test
  void whoHasNothingToVendFromSaysSo() {
    Connection anonymous =
        connections.create(
            new NewConnection(
                project,
                Optional.empty(),
                Kind.ANONYMOUS,
                house.address(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                7));
    assertThat(anonymous.vending()).isEqualTo(Vending.NONE);
    assertCode("vending_impossible", () -> vend(anonymous, Permission.READ_ONLY));
    Connection keys = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    assertCode(
        "invalid_duration",
        () ->
            connections.vend(
                keys.id(),
                new VendRequest(
                    bucket, "base", Permission.READ_ONLY, Duration.ofSeconds(1), "x-y")));
    assertCode(
        "invalid_session_name",
        () ->
            connections.vend(
                keys.id(),
                new VendRequest(bucket, "base", Permission.READ_ONLY, Duration.ofHours(1), "a b")));
  }

  @Test
  void anAnonymousConnectionReadsNothingThatIsNotPublic() {
    Connection anonymous =
        connections.create(
            new NewConnection(
                project,
                Optional.empty(),
                Kind.ANONYMOUS,
                house.address(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                7));
    Verification verification = verify(anonymous, bucket, "", true);
    assertThat(outcome(verification, "list")).isEqualTo(Outcome.DENIED);
    assertThat(verification.valid()).isFalse();
  }

  protected Account owner() {
    return backing().owner();
  }

  protected Account stranger() {
    return backing().stranger().orElseThrow();
  }

  protected Verification verify(
      Connection connection, String name, String prefix, boolean readOnly) {
    return connections.verify(
        connection.id(), new VerifyRequest(Optional.of(name), prefix, readOnly));
  }

  protected static Outcome outcome(Verification verification, String check) {
    return verification.check(check).orElseThrow().outcome();
  }

  protected io.windlass.objectstore.SecurityTokens.TemporaryKeys vend(
      Connection connection, Permission permission) {
    return connections.vend(
        connection.id(),
        new VendRequest(bucket, "base", permission, Duration.ofHours(1), "test-session"));
  }

  protected void write(String key, String text) {
    store.put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of(text.getBytes(UTF_8)));
  }

  protected Location locate(Connection connection, String baseKey) {
    return house
        .locations()
        .create(NewLocation.external(connection.id(), bucket, baseKey, false), ADMINISTRATOR);
  }

  protected List<String> keysIn(String name) {
    try (var entries = store.walk(name, "", Optional.empty())) {
      return entries.map(Listing.Entry::key).toList();
    }
  }

  protected void list(ObjectStore through) {
    through.list(Listing.Request.below(bucket, ""));
  }

  protected static void assertCode(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WindlassException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  private static VerifyRequest anything() {
    return new VerifyRequest(Optional.empty(), "", true);
  }
}
