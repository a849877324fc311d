package io.windlass.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.connection.Connection;
import io.windlass.connection.ConnectionChange;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.NewLink.Target;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.EncryptedDirectory;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.tree.Encrypted;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreException;
import io.windlass.store.Grant;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Answer;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around links, and comes right again. */
class LinkHealthTest {
  private static InProcessStore backing;
  private static Ground ground;

  @TempDir Path home;
  private TestNode node;
  private String bucket;

  @BeforeAll
  static void open() {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    backing = InProcessStore.start();
    ground = new Ground(backing);
  }

  @AfterAll
  static void closeGround() {
    ground.close();
    backing.close();
  }

  @BeforeEach
  void startNode() {
    bucket = ground.bucket();
    node = TestNode.start(ground, "node_" + bucket, home);
  }

  @AfterEach
  void stopNode() {
    node.close();
    TestNode.unmountBelow(home);
  }

  @Test
  @Promise("L10")
  void lost_rights_halt_a_link_and_regained_ones_bring_it_back_with_all_that_happened() {
    Account scoped = backing.scoped(bucket, "p/", Grant.Access.READ_WRITE);
    Connection connection = ground.connect(scoped);
    FileSystem lab = node.image("lab");
    LinkDetails link = link(lab, connection, Set.of(), EnumSet.allOf(Change.class));
    backing.revoke(scoped.accessKeyId());
    LinkDetails halted = became(link, Lifecycle.MISCONFIGURED);
    assertThat(halted.failure().orElseThrow()).contains("s3:ListBucket");
    Commands.ok("sh", "-c", "printf meanwhile > " + lab.mountPoint().resolve("ns1/file"));

    Account fresh = backing.scoped(bucket, "p/", Grant.Access.READ_WRITE);
    ground.connections.update(
        connection.id(),
        ConnectionChange.ofKeys(
            new NewKeys(fresh.accessKeyId(), fresh.secretAccessKey(), Optional.empty())));
    assertThat(became(link, Lifecycle.AVAILABLE).failure()).isEmpty();
    await().until(() -> exists("p/file"));
  }

  @Test
  @Promise({"L11", "E27"})
  void what_is_encrypted_or_gone_fails_its_link_which_is_left_by_deletion_only() throws Exception {
    try (LoopVolume volume = LoopVolume.create(LoopVolume.Kind.EXT4, 64L << 20, "-O", "encrypt");
        FaultProxy proxy = FaultProxy.before(backing.endpoint())) {
      Connection proxied = ground.connect(proxy.endpoint(), backing.owner());
      FileSystem lab = node.fileSystem("lab", new Source.Directory(volume.root()));
      Path secret = Files.createDirectory(volume.root().resolve("secret"));
      EncryptedDirectory key = EncryptedDirectory.of(volume.root(), secret);
      LinkDetails encrypted = settled(lab, "/secret", ground.connection);
      LinkDetails later = settled(lab, "/later", ground.connection);
      LinkDetails gone = settled(lab, "/gone", ground.connection);
      LinkDetails bucketless = settled(lab, "/bucketless", proxied);

      assertThat(encrypted.lifecycle()).isEqualTo(Lifecycle.FAILED);
      assertThat(encrypted.failure()).contains(Encrypted.REASON);
      assertThat(List.of(later, gone, bucketless))
          .extracting(LinkDetails::lifecycle)
          .containsOnly(Lifecycle.AVAILABLE);

      EncryptedDirectory.of(volume.root(), volume.root().resolve("later"));
      Files.delete(volume.root().resolve("gone"));
      proxy.answer(_ -> true, new Answer(404, "NoSuchBucket"));
      assertThat(became(later, Lifecycle.FAILED).failure()).contains(Encrypted.REASON);
      assertThat(became(gone, Lifecycle.FAILED).failure())
          .contains("The linked directory /gone is gone.");
      assertThat(became(bucketless, Lifecycle.FAILED).failure().orElseThrow()).contains(bucket);

      key.lock();
      Files.createDirectory(volume.root().resolve("gone"));
      assertThatThrownBy(() -> node.links.update(gone.id(), LinkChange.none(), Optional.empty()))
          .hasMessageStartingWith("link_wrong_state");
      for (LinkDetails link : List.of(encrypted, later, gone, bucketless)) {
        node.links.delete(link.id(), false, Optional.empty());
        await().until(() -> node.links.find(link.id()).isEmpty());
      }
      key.unlock();
      node.close();
    }
  }

  @Test
  @Promise("L14")
  void a_comparison_brings_what_was_there_before_the_link() {
    ground
        .store()
        .put(ObjectId.of(bucket, "p/old.txt"), WriteOptions.NONE, Body.of("old".getBytes(UTF_8)));
    FileSystem lab = node.image("lab");
    LinkDetails link = link(lab, ground.connection, Set.of(Change.NEW), Set.of());
    node.feeds.requestListing(node.feeds.ofOwner("link " + link.id()).orElseThrow().id());
    await().until(() -> Files.exists(lab.mountPoint().resolve("ns1/old.txt")));
  }

  @Test
  @Promise("F5")
  void what_was_lazy_and_cannot_be_watched_stays_hidden_until_it_can() throws Exception {
    FileSystem lab = node.image("lab");
    node.close();
    FileSystem elsewhere = source(lab, "DIRECTORY", Files.createDirectory(home.resolve("shared")));
    node = TestNode.start(ground, "node_" + bucket, home);
    FileSystem hidden = node.fileSystems.required(lab.id());
    assertThat(elsewhere.mode()).contains(FileSystem.Mode.LAZY);
    assertThat(hidden.lifecycle()).isEqualTo(FileSystem.Lifecycle.MISCONFIGURED);
    assertThat(hidden.failure().orElseThrow()).contains("cannot be watched");
    assertThat(lab.mountPoint()).isEmptyDirectory();

    source(lab, "IMAGE", ((Source.Image) lab.source()).path());
    await()
        .until(() ->
            node.fileSystems.required(lab.id()).lifecycle() == FileSystem.Lifecycle.AVAILABLE);
  }

  /** As if the disk had come back another one. */
  private FileSystem source(FileSystem fileSystem, String kind, Path path) {
    ground
        .testDatabase
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "UPDATE file_system SET source_kind = ?, source_path = ? WHERE id = ?",
                kind,
                path.toString(),
                fileSystem.id()));
    return node.fileSystems.required(fileSystem.id());
  }

  private LinkDetails became(LinkDetails link, Lifecycle lifecycle) {
    return await().until(() -> node.links.required(link.id()), now -> now.lifecycle() == lifecycle);
  }

  private LinkDetails link(
      FileSystem fileSystem, Connection connection, Set<Change> imports, Set<Change> exports) {
    LinkDetails link =
        settled(
            fileSystem,
            "/ns1",
            new Target.OfBucket(connection.id(), bucket, "p"),
            imports,
            exports);
    assertThat(link.failure()).isEmpty();
    return link;
  }

  /** With a prefix of its own, exporting what is new. */
  private LinkDetails settled(FileSystem fileSystem, String path, Connection connection) {
    Target target = new Target.OfBucket(connection.id(), bucket, "p" + path);
    return settled(fileSystem, path, target, Set.of(), Set.of(Change.NEW));
  }

  private LinkDetails settled(
      FileSystem fileSystem, String path, Target target, Set<Change> imports, Set<Change> exports) {
    NewLink wanted =
        new NewLink(
            fileSystem.id(),
            path,
            target,
            Optional.empty(),
            false,
            NewLink.STANDARD_CHUNK_SIZE,
            imports,
            exports,
            Map.of(),
            7);
    return node.settled(node.links.create(wanted, Optional.empty()));
  }

  private boolean exists(String key) {
    try {
      ground.store().head(ObjectId.of(bucket, key));
      return true;
    } catch (StoreException e) {
      return false;
    }
  }
}
