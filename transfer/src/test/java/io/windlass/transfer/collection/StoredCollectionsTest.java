package io.windlass.transfer.collection;

import static io.windlass.transfer.collection.StorageContract.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Secret;
import io.windlass.testing.S3TestStore.Account;
import io.windlass.transfer.collection.Collection.Kind;
import io.windlass.transfer.collection.Collection.Settings;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoredCollectionsTest {
  private static CollectionLab lab;
  private static Collection buckets;
  private static Collection directory;

  @BeforeAll
  static void open() throws Exception {
    lab = new CollectionLab();
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort(); // nobody answers there: collections ask no store
    }
    Account nobody = new Account("nobody", "NOBODY", Secret.of("secret"));
    buckets = lab.buckets(URI.create("http://127.0.0.1:" + port), "us-east-1", nobody);
    directory = lab.directory(Path.of("/nonexistent"));
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Test
  void aCollectionKeepsItsIdForLife() {
    assertThat(lab.collections.ofTarget(buckets.target())).contains(buckets);
    assertThat(lab.collections.find(buckets.id())).contains(buckets);
    assertThat(lab.collections.ofProject(lab.project)).containsExactly(buckets, directory);
    assertThat(buckets.kind()).isEqualTo(Kind.BUCKETS);
    assertThat(directory.kind()).isEqualTo(Kind.DIRECTORY);
    assertThat(directory.nodeId()).contains(CollectionLab.NODE);
    assertThat(lab.collections.named(buckets.name())).containsExactly(buckets);
    assertThat(lab.collections.named(directory.name())).containsExactly(directory);
    assertThat(lab.collections.named("no-such-name")).isEmpty();
    assertThat(lab.collections.find(UUID.randomUUID())).isEmpty();
    assertThat(lab.collections.ofTarget("c_none")).isEmpty();
  }

  @Test
  void whatIsBehindACollectionMayGo() {
    Collection gone = lab.directory(Path.of("/nonexistent"));
    lab.directories.all.removeIf(each -> each.id().equals(gone.target()));
    assertThat(lab.collections.find(gone.id())).isEmpty();
    assertThat(lab.collections.ofProject(lab.project)).doesNotContain(gone);
  }

  @Test
  void ownersChooseSettings() {
    Settings settings =
        new Settings(
            Optional.of("Sequencer output"), Optional.of("/b/x/"), List.of("b-one", "b-two"), true);
    assertThat(lab.collections.update(buckets.id(), settings).settings()).isEqualTo(settings);
    assertThat(lab.collections.find(buckets.id()).orElseThrow().settings()).isEqualTo(settings);
    lab.collections.update(buckets.id(), Settings.NONE);
    assertThat(lab.collections.find(buckets.id()).orElseThrow().settings())
        .isEqualTo(Settings.NONE);
  }

  @Test
  void settingsThatCannotBeAreRefusedAndNothingIsStored() {
    assertRefused(
        "invalid_path", new Settings(Optional.empty(), Optional.of("x"), List.of(), false));
    assertRefused(
        "invalid_bucket_name",
        new Settings(Optional.empty(), Optional.empty(), List.of("good", "a/b"), false));
    assertRefused(
        "invalid_description",
        new Settings(Optional.of("x".repeat(2001)), Optional.empty(), List.of(), false));
    assertProblem(
        "own_credentials_of_directory",
        () ->
            lab.collections.update(
                directory.id(), new Settings(Optional.empty(), Optional.empty(), List.of(), true)));
    assertProblem(
        "collection_not_found", () -> lab.collections.update(UUID.randomUUID(), Settings.NONE));
  }

  private static void assertRefused(String code, Settings settings) {
    assertProblem(code, () -> lab.collections.update(buckets.id(), settings));
    assertThat(lab.collections.find(buckets.id()).orElseThrow().settings())
        .isEqualTo(Settings.NONE);
  }

  @Test
  void pinsAreEachUsersOwn() {
    lab.collections.pin(buckets.id(), 1, "pinned-b", true);
    lab.collections.pin(buckets.id(), 1, "pinned-a", true);
    lab.collections.pin(buckets.id(), 1, "pinned-a", true);
    lab.collections.pin(buckets.id(), 2, "other", true);
    assertThat(lab.collections.pins(buckets.id(), 1)).containsExactly("pinned-a", "pinned-b");
    lab.collections.pin(buckets.id(), 1, "pinned-a", false);
    assertThat(lab.collections.pins(buckets.id(), 1)).containsExactly("pinned-b");
    assertThat(lab.collections.pins(buckets.id(), 2)).containsExactly("other");
    assertProblem("invalid_bucket_name", () -> lab.collections.pin(buckets.id(), 1, "a/b", true));
    assertProblem("no_buckets", () -> lab.collections.pin(directory.id(), 1, "bucket", true));
  }

  @Test
  void aCollectionThatWantsOwnCredentialsRefusesThoseWhoHaveNone() {
    Collection own =
        lab.collections.update(
            buckets.id(), new Settings(Optional.empty(), Optional.empty(), List.of(), true));
    assertProblem("no_credentials", () -> lab.open(own));
    lab.collections.update(buckets.id(), Settings.NONE);
  }
}
