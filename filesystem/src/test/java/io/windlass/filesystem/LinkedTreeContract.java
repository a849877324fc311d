package io.windlass.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.NewLink.Target;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.RepositoryTask.State;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.testing.Commands;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A directory that is a bucket, as its users see it: programs on the one side, S3 on the other.
 * Users are other processes than the node.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LinkedTreeContract {
  private static final Set<Change> ALL = EnumSet.allOf(Change.class);

  @TempDir Path home;
  private Ground ground;
  private TestNode node;
  private String bucket;
  private FileSystem lab;

  abstract S3TestStore backing();

  @BeforeAll
  void ground() {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    ground = new Ground(backing());
  }

  @AfterAll
  void closeGround() {
    ground.close();
  }

  @BeforeEach
  void startNode() {
    bucket = ground.bucket();
    node = TestNode.start(ground, "node_" + bucket, home);
    lab = node.image("lab");
    assertThat(lab.mode()).contains(FileSystem.Mode.LAZY);
  }

  @AfterEach
  void stopNode() {
    node.close();
    TestNode.unmountBelow(home);
  }

  @Test
  void a_file_goes_from_object_to_stub_to_content_and_back() throws Exception {
    put("p/a.txt", "alpha");
    LinkDetails link = link("/ns1", "p", ALL, ALL);
    importAll();
    assertThat(shell("stat -c '%s %b' ns1/a.txt")).isEqualTo("5 0");
    assertThat(node.node.files().state(List.of(path("ns1/a.txt"))).getFirst().bits())
        .isEqualTo(0x0d);

    assertThat(shell("cat ns1/a.txt")).isEqualTo("alpha");
    FileReport loaded =
        await()
            .until(
                () -> node.node.files().state(List.of(path("ns1/a.txt"))).getFirst(),
                state -> state.bits() == 0x09);
    assertThat(loaded.linkId()).contains(link.id());
    assertThat(loaded.key()).contains("p/a.txt");

    shell("printf beta > ns1/b.txt && mkdir ns1/dir && printf gamma > ns1/dir/c.txt");
    await().until(() -> content("p/dir/c.txt").equals(Optional.of("gamma")));
    await().until(() -> content("p/b.txt").equals(Optional.of("beta")));

    put("p/new.txt", "delta");
    hint(link, "p/new.txt");
    await().until(() -> shell("cat ns1/new.txt 2>/dev/null || true").equals("delta"));

    assertThat(node.node.files().release(path("ns1")).failed()).isZero();
    assertThat(shell("stat -c '%s %b' ns1/b.txt")).isEqualTo("4 0");
    assertThat(shell("cat ns1/b.txt ns1/dir/c.txt")).isEqualTo("betagamma");

    shell("rm ns1/b.txt && mv ns1/a.txt ns1/dir/moved.txt");
    await().until(() -> content("p/b.txt").isEmpty() && content("p/a.txt").isEmpty());
    assertThat(content("p/dir/moved.txt")).contains("alpha");
  }

  @Test
  @Promise("L12")
  void a_deleted_link_leaves_files_and_objects_and_stubs_that_cannot_be_read() throws Exception {
    put("p/loaded.txt", "here");
    put("p/stub.txt", "there");
    LinkDetails link = link("/ns1", "p", ALL, ALL);
    importAll();
    assertThat(shell("cat ns1/loaded.txt")).isEqualTo("here");
    node.links.delete(link.id(), false, Optional.empty());
    await().until(() -> node.links.find(link.id()).isEmpty());
    assertThat(shell("cat ns1/loaded.txt")).isEqualTo("here");
    assertThat(Commands.run("cat", path("ns1/stub.txt")).output()).contains("Input/output error");
    assertThat(keys()).containsExactlyInAnyOrder("p/loaded.txt", "p/stub.txt");
  }

  @Test
  void deleting_with_data_empties_the_directory_and_no_bucket() throws Exception {
    put("p/dir/a.txt", "alpha");
    LinkDetails link = link("/ns1", "p", ALL, ALL);
    importAll();
    node.links.delete(link.id(), true, Optional.empty());
    await().until(() -> node.links.find(link.id()).isEmpty());
    assertThat(shell("ls -A ns1")).isEmpty();
    shell("printf later > ns1/later.txt");
    LinkDetails other = link("/ns2", "q", Set.of(), ALL);
    shell("printf seen > ns2/seen.txt");
    await().until(() -> content("q/seen.txt").equals(Optional.of("seen")));
    assertThat(keys()).containsExactlyInAnyOrder("p/dir/a.txt", "q/seen.txt");
    assertThat(other.lifecycle()).isEqualTo(Lifecycle.AVAILABLE);
  }

  @Test
  @Promise({"T1", "T2", "T4"})
  void tasks_export_and_release_with_counts() throws Exception {
    link("/ns1", "p", Set.of(), Set.of());
    shell("mkdir ns1/dir && printf alpha > ns1/a.txt && printf beta > ns1/dir/b.txt");
    RepositoryTask exported = run(Kind.EXPORT, List.of("ns1"));
    assertThat(exported.failure()).isEmpty();
    assertThat(exported.state()).isEqualTo(State.SUCCEEDED);
    assertThat(content("p/a.txt")).contains("alpha");
    assertThat(content("p/dir/b.txt")).contains("beta");
    assertThat(exported.counts().orElseThrow().succeeded()).isEqualTo(3);

    RepositoryTask released = run(Kind.RELEASE, List.of("/ns1/dir"));
    assertThat(released.state()).isEqualTo(State.SUCCEEDED);
    assertThat(released.counts().orElseThrow().succeeded()).isEqualTo(1);
    assertThat(shell("stat -c '%b' ns1/dir/b.txt")).isEqualTo("0");
    assertThat(shell("cat ns1/dir/b.txt")).isEqualTo("beta");

    RepositoryTask absent = run(Kind.EXPORT, List.of("ns1/none"));
    assertThat(absent.state()).isEqualTo(State.FAILED);
    assertThat(absent.failure().orElseThrow()).contains("ns1/none");
  }

  @Test
  @Promise("L9")
  void policies_are_changed_in_service() throws Exception {
    LinkDetails link = link("/ns1", "p", Set.of(), Set.of());
    shell("printf before > ns1/before.txt");
    LinkDetails updated =
        node.settled(
            node.links.update(
                link.id(),
                new LinkChange(Optional.empty(), Optional.empty(), Optional.of(ALL)),
                Optional.empty()));
    assertThat(updated.lifecycle()).isEqualTo(Lifecycle.AVAILABLE);
    shell("printf after > ns1/after.txt");
    await().until(() -> content("p/after.txt").equals(Optional.of("after")));
    assertThat(content("p/before.txt")).isEmpty();
  }

  @Test
  @Promise("L13")
  void what_changed_while_the_node_was_away_is_in_step_afterwards() throws Exception {
    put("p/a.txt", "alpha");
    LinkDetails link = link("/ns1", "p", ALL, ALL);
    importAll();
    assertThat(shell("cat ns1/a.txt")).isEqualTo("alpha");
    node.close();
    put("p/a.txt", "changed away");
    put("p/late.txt", "late");
    node = TestNode.start(ground, "node_" + bucket, home);
    node.feeds.requestListing(node.feeds.ofOwner("link " + link.id()).orElseThrow().id());
    await().until(() -> shell("cat ns1/late.txt 2>/dev/null || true").equals("late"));
    await().until(() -> shell("cat ns1/a.txt").equals("changed away"));
    shell("printf more >> ns1/late.txt");
    await().until(() -> content("p/late.txt").equals(Optional.of("latemore")));
  }

  private LinkDetails link(String path, String prefix, Set<Change> imports, Set<Change> exports) {
    LinkDetails link =
        node.settled(
            node.links.create(
                new NewLink(
                    lab.id(),
                    path,
                    new Target.OfBucket(ground.connection.id(), bucket, prefix),
                    Optional.empty(),
                    false,
                    NewLink.STANDARD_CHUNK_SIZE,
                    imports,
                    exports,
                    Map.of(),
                    7),
                Optional.empty()));
    assertThat(link.failure()).isEmpty();
    return link;
  }

  private void importAll() {
    assertThat(run(Kind.IMPORT, List.of()).state()).isEqualTo(State.SUCCEEDED);
  }

  private RepositoryTask run(Kind kind, List<String> paths) {
    return node.ended(
        node.repositoryTasks.create(
            NewRepositoryTask.of(lab.id(), kind, paths, 7), Optional.empty()));
  }

  private void hint(LinkDetails link, String key) {
    node.feeds.hint(node.feeds.ofOwner("link " + link.id()).orElseThrow().id(), List.of(key));
  }

  private String shell(String script) {
    return Commands.ok("sh", "-c", "cd '" + lab.mountPoint() + "' && { " + script + "; }");
  }

  private String path(String below) {
    return lab.mountPoint().resolve(below).toString();
  }

  private void put(String key, String content) {
    ground
        .store()
        .put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of(content.getBytes(UTF_8)));
  }

  private List<String> keys() {
    return ground.store().list(Listing.Request.below(bucket, "")).objects().stream()
        .map(Listing.Entry::key)
        .filter(key -> !key.endsWith("/"))
        .toList();
  }

  private Optional<String> content(String key) throws IOException {
    ObjectStore store = ground.store();
    if (!keys().contains(key)) {
      return Optional.empty();
    }
    try (ObjectContent content =
        store.get(ObjectId.of(bucket, key), Optional.empty(), Optional.empty())) {
      return Optional.of(new String(content.stream().readAllBytes(), UTF_8));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return Optional.empty(); // it went after it was listed
      }
      throw e;
    }
  }
}
