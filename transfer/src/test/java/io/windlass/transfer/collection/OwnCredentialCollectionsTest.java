package io.windlass.transfer.collection;

import static io.windlass.transfer.collection.StorageContract.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windlass.connection.Connection.Status;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.credential.NewCredential;
import io.windlass.foundation.WindlassException;
import io.windlass.store.Grant;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.InProcessStore.TemporaryAccount;
import io.windlass.testing.S3TestStore.Account;
import io.windlass.transfer.collection.Collection.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnCredentialCollectionsTest {
  private static final long ANNA = 1;
  private static final long BERT = 2;
  private static final String BUCKET = "shared-bucket";

  private final CollectionLab lab = new CollectionLab();
  private InProcessStore store;
  private Collection collection;

  @BeforeEach
  void open() {
    store = InProcessStore.start();
    lab.store(store, store.owner()).createBucket(BUCKET);
    collection =
        lab.collections.update(
            lab.buckets(store, store.owner()).id(),
            new Settings(Optional.empty(), Optional.empty(), List.of(), true));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  private Storage open(long user) {
    return lab.storages.open(collection, user, false);
  }

  private void register(long user, Account account) {
    lab.credentials.put(collection.target(), user, NewCredential.of(CollectionLab.keys(account)));
  }

  private Account folder(String prefix) {
    return store.scoped(BUCKET, prefix, Grant.Access.READ_WRITE);
  }

  @Test
  @Promise("O1")
  void eachUserReachesWhatTheirOwnCredentialsReach() {
    register(ANNA, folder("anna/"));
    try (Storage annas = open(ANNA)) {
      assertThat(annas.makeDirectory("/" + BUCKET + "/anna/x")).isTrue();
      assertProblem("store_denied", () -> annas.makeDirectory("/" + BUCKET + "/bert/x"));
      BucketStorage buckets = (BucketStorage) annas;
      assertThat(buckets.signer("/" + BUCKET + "/anna/x").credential()).isPresent();
    }
    assertProblem("no_credentials", () -> open(BERT));
    register(BERT, folder("bert/"));
    try (Storage berts = open(BERT)) {
      assertProblem("store_denied", () -> berts.stat("/" + BUCKET + "/anna/x"));
    }
    Collection ownersOnly = lab.collections.update(collection.id(), Settings.NONE);
    try (Storage anybodys = lab.storages.open(ownersOnly, 99, false)) {
      assertThat(anybodys.stat("/" + BUCKET + "/anna/x").type()).isEqualTo(Item.Type.DIRECTORY);
    }
  }

  @Test
  @Promise("R1")
  void theRootShowsTheBucketsThatAUsersFurtherKeysAreFor() {
    String theirs = "their-bucket";
    lab.store(store, store.owner()).createBucket(theirs);
    Account further = store.scoped(theirs, "shared/", Grant.Access.READ_WRITE);
    lab.credentials.put(
        collection.target(),
        ANNA,
        new NewCredential(
            Optional.of(CollectionLab.keys(folder("anna/"))),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(
                new NewCredential.ExtraKeys(
                    List.of(theirs + "/shared/"), CollectionLab.keys(further)))));
    register(BERT, folder("bert/"));
    lab.collections.pin(collection.id(), ANNA, "pinned-bucket", true);
    collection =
        lab.collections.update(
            collection.id(),
            new Settings(Optional.empty(), Optional.empty(), List.of("named-bucket"), true));

    assertThat(root(ANNA))
        .contains("named-bucket CONFIGURED", "pinned-bucket PINNED", theirs + " KEYS");
    assertThat(root(BERT)).contains("named-bucket CONFIGURED").noneMatch(this::isAnnas);
    try (Storage annas = open(ANNA)) {
      assertThat(annas.makeDirectory("/" + theirs + "/shared/x")).isTrue();
    }
  }

  private boolean isAnnas(String line) {
    return line.startsWith("pinned-bucket") || line.startsWith("their-bucket");
  }

  private List<String> root(long user) {
    try (Storage storage = open(user)) {
      return storage
          .list("/", Optional.empty())
          .map(item -> item.name() + " " + item.origin().orElseThrow())
          .toList();
    }
  }

  @Test
  @Promise("O2")
  void replacedCredentialsAreUsedFromTheNextOpeningOnAndDeletedOnesNoMore() {
    register(ANNA, folder("old/"));
    try (Storage before = open(ANNA)) {
      register(ANNA, folder("new/"));
      assertThat(before.makeDirectory("/" + BUCKET + "/old/x")).isTrue();
    }
    try (Storage after = open(ANNA)) {
      assertProblem("store_denied", () -> after.makeDirectory("/" + BUCKET + "/old/y"));
      assertThat(after.makeDirectory("/" + BUCKET + "/new/y")).isTrue();
    }
    lab.credentials.delete(collection.target(), ANNA);
    assertProblem("no_credentials", () -> open(ANNA));
  }

  @Test
  @Promise("O3")
  void credentialsThatHaveEndedAreRefusedWithoutAskingTheStore() {
    TemporaryAccount temporary =
        store.temporary(
            BUCKET,
            "anna/",
            Grant.Access.READ_WRITE,
            lab.clock.instant().plus(Duration.ofDays(30)));
    lab.credentials.put(
        collection.target(),
        ANNA,
        new NewCredential(
            Optional.of(
                new NewKeys(
                    temporary.account().accessKeyId(),
                    temporary.account().secretAccessKey(),
                    Optional.of(temporary.sessionToken()))),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of(lab.clock.instant().plus(Duration.ofHours(1))),
            List.of()));
    try (Storage storage = open(ANNA)) {
      assertThat(storage.makeDirectory("/" + BUCKET + "/anna/x")).isTrue();
    }
    lab.clock.forward(Duration.ofHours(2));
    WindlassException ended = catchThrowableOfType(WindlassException.class, () -> open(ANNA));
    assertThat(ended.problem().code()).isEqualTo("credentials_expired");
    assertThat(Storages.awaitsCredentials(ended)).isTrue();
  }

  @Test
  @Promise("O3")
  void credentialsThatTheStoreRefusesAreMarkedAndWorkWaits() {
    Account account = folder("anna/");
    register(ANNA, account);
    try (Storage storage = open(ANNA)) {
      store.revoke(account.accessKeyId());
      WindlassException refused =
          catchThrowableOfType(
              WindlassException.class, () -> storage.stat("/" + BUCKET + "/anna/x"));
      assertThat(storage.awaitsCredentials(refused)).isTrue();
    }
    assertThat(lab.credentials.find(collection.target(), ANNA).orElseThrow().status())
        .isEqualTo(Status.INVALID);
    WindlassException invalid = catchThrowableOfType(WindlassException.class, () -> open(ANNA));
    assertThat(invalid.problem().code()).isEqualTo("credentials_invalid");
    assertThat(Storages.awaitsCredentials(invalid)).isTrue();
    register(ANNA, folder("anna/"));
    try (Storage storage = open(ANNA)) {
      assertThat(storage.makeDirectory("/" + BUCKET + "/anna/x")).isTrue();
      WindlassException missing =
          catchThrowableOfType(
              WindlassException.class, () -> storage.stat("/" + BUCKET + "/anna/none"));
      assertThat(storage.awaitsCredentials(missing)).isFalse();
    }
  }
}
