package io.windlass.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.NewLink.Target;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.RepositoryTask.State;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.volume.MountPoint;
import io.windlass.foundation.Page;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the outside: file systems, links and tasks on a node that runs. */
class FileSystemNodeTest {
  private static InProcessStore backing;
  private static Ground ground;

  @TempDir Path home;
  private TestNode node;
  private String bucket;

  @BeforeAll
  static void open() {
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
  @Promise({"F4", "F7"})
  void a_file_system_in_an_image_is_shown_and_hidden_with_its_node() throws Exception {
    FileSystem lab = node.image("lab");
    assertThat(lab.failure()).isEmpty();
    assertThat(lab.lifecycle()).isEqualTo(FileSystem.Lifecycle.AVAILABLE);
    assertThat(lab.mode()).isPresent();
    Files.writeString(lab.mountPoint().resolve("kept"), "bytes");

    node.close();
    assertThat(MountPoint.mounted(lab.mountPoint())).isFalse();
    assertThat(lab.mountPoint()).isEmptyDirectory();

    node = TestNode.start(ground, "node_" + bucket, home);
    assertThat(cat(lab, "kept")).isEqualTo("bytes");

    node.fileSystems.delete(lab.id(), Optional.empty());
    await().until(() -> node.fileSystems.find(lab.id()).isEmpty());
    assertThat(MountPoint.mounted(lab.mountPoint())).isFalse();
    assertThat(home.resolve("lab.image")).exists();
  }

  @Test
  @Promise("F1")
  void a_file_system_that_cannot_be_made_has_failed_with_the_reason() throws Exception {
    Files.createDirectories(home.resolve("taken"));
    Files.writeString(home.resolve("taken/file"), "");
    FileSystem failed = node.image("taken");
    assertThat(failed.lifecycle()).isEqualTo(FileSystem.Lifecycle.FAILED);
    assertThat(failed.failure().orElseThrow()).contains("is not empty");
    LoopVolume.awaitNoDeviceOf(home.resolve("taken.image"));
    node.fileSystems.delete(failed.id(), Optional.empty());
    await().until(() -> node.fileSystems.find(failed.id()).isEmpty());
    assertThat(home.resolve("taken/file")).exists();
  }

  @Test
  @Promise("F6")
  void a_directory_may_be_its_own_mount_point() throws Exception {
    Path directory = Files.createDirectory(home.resolve("plain"));
    FileSystem made =
        node.fileSystems.create(
            NewFileSystem.of(
                "plain", ground.project, 7, new Source.Directory(directory), directory),
            Optional.empty());
    FileSystem plain =
        await()
            .until(
                () -> node.fileSystems.required(made.id()),
                now -> now.lifecycle() == FileSystem.Lifecycle.AVAILABLE);
    assertThat(plain.mode()).contains(FileSystem.Mode.EAGER);
    assertThat(plain.modeReason()).isPresent();
    assertThat(MountPoint.mounted(directory)).isFalse();
  }

  @Test
  @Promise({"T4", "T5"})
  void objects_are_files_after_an_import_and_the_report_names_what_is_none() throws Exception {
    put("p/a.txt", "alpha");
    put("p/dir/b.txt", "beta");
    put("p/odd/../c", "gamma");
    FileSystem lab = node.image("lab");
    LinkDetails link = available(lab, "/ns1", "p/", Set.of(), Set.of());
    RepositoryTask task =
        node.ended(
            node.repositoryTasks.create(
                new NewRepositoryTask(
                    lab.id(),
                    Kind.IMPORT,
                    List.of("s3://" + bucket + "/p/"),
                    Optional.of("s3://" + bucket + "/p/reports/"),
                    Optional.empty(),
                    Map.of(),
                    7),
                Optional.empty()));
    assertThat(cat(lab, "ns1/a.txt")).isEqualTo("alpha");
    assertThat(cat(lab, "ns1/dir/b.txt")).isEqualTo("beta");
    assertThat(task.linkIds()).containsExactly(link.id());
    assertThat(task.counts().orElseThrow().succeeded()).isEqualTo(2);
    String report = content("p/reports/" + task.id() + "/report.csv");
    if (backing.can(S3TestStore.Capability.EVERY_KEY)) {
      assertThat(task.state()).isEqualTo(State.FAILED);
      assertThat(report).isEqualTo("ns1/odd/../c,failed,S3ObjectPathNotPosixCompliant\n");
    } else {
      assertThat(task.state()).isEqualTo(State.SUCCEEDED);
      assertThat(report).isEmpty();
    }
  }

  @Test
  @Promise("T2")
  void an_import_of_what_is_not_there_fails_with_the_reason() {
    FileSystem lab = node.image("lab");
    available(lab, "/ns1", "p/", Set.of(), Set.of());
    RepositoryTask outside =
        node.ended(
            node.repositoryTasks.create(
                NewRepositoryTask.of(
                    lab.id(), Kind.IMPORT, List.of("s3://" + bucket + "/elsewhere"), 7),
                Optional.empty()));
    assertThat(outside.state()).isEqualTo(State.FAILED);
    assertThat(outside.failure().orElseThrow()).contains("lies in no link");
    RepositoryTask absent =
        node.ended(
            node.repositoryTasks.create(
                NewRepositoryTask.of(
                    lab.id(), Kind.IMPORT, List.of("s3://" + bucket + "/p/none"), 7),
                Optional.empty()));
    assertThat(absent.state()).isEqualTo(State.FAILED);
    assertThat(absent.failure().orElseThrow()).contains("nothing at");
  }

  @Test
  @Promise("T1")
  void a_path_of_an_import_may_be_one_file() throws Exception {
    put("p/dir/a.txt", "alpha");
    put("p/dir/a.txt.old", "not meant");
    FileSystem lab = node.image("lab");
    available(lab, "/ns1", "p/", Set.of(), Set.of());
    RepositoryTask task =
        node.ended(
            node.repositoryTasks.create(
                NewRepositoryTask.of(
                    lab.id(), Kind.IMPORT, List.of("s3://" + bucket + "/p/dir/a.txt"), 7),
                Optional.empty()));
    assertThat(task.failure()).isEmpty();
    assertThat(task.counts().orElseThrow().succeeded()).isEqualTo(1);
    assertThat(cat(lab, "ns1/dir/a.txt")).isEqualTo("alpha");
    assertThat(lab.mountPoint().resolve("ns1/dir/a.txt.old")).doesNotExist();
  }

  @Test
  @Promise("T7")
  void a_link_with_import_metadata_begins_with_an_import() throws Exception {
    put("p/a.txt", "alpha");
    FileSystem lab = node.image("lab");
    LinkDetails link =
        node.settled(
            node.links.create(
                new NewLink(
                    lab.id(),
                    "/",
                    new Target.OfBucket(ground.connection.id(), bucket, "p"),
                    Optional.empty(),
                    true,
                    NewLink.STANDARD_CHUNK_SIZE,
                    Set.of(),
                    Set.of(),
                    Map.of(),
                    7),
                Optional.empty()));
    assertThat(link.lifecycle()).isEqualTo(Lifecycle.AVAILABLE);
    RepositoryTask task =
        node.repositoryTasks
            .list(RepositoryTaskFilter.ofFileSystem(lab.id()), Page.first())
            .items()
            .getFirst();
    assertThat(node.ended(task).state()).isEqualTo(State.SUCCEEDED);
    assertThat(cat(lab, "a.txt")).isEqualTo("alpha");
  }

  @Test
  void what_is_heard_of_the_bucket_comes_by_itself() throws Exception {
    FileSystem lab = node.image("lab");
    LinkDetails link = available(lab, "/ns1", "p/", EnumSet.allOf(Change.class), Set.of());
    String feed = node.feeds.ofOwner("link " + link.id()).orElseThrow().id();
    put("p/a.txt", "alpha");
    node.feeds.hint(feed, List.of("p/a.txt"));
    Path file = lab.mountPoint().resolve("ns1/a.txt");
    await().until(() -> Files.exists(file));
    assertThat(cat(lab, "ns1/a.txt")).isEqualTo("alpha");

    put("p/a.txt", "alpha and more");
    node.feeds.hint(feed, List.of("p/a.txt"));
    await().until(() -> Files.size(file) == 14);
    assertThat(cat(lab, "ns1/a.txt")).isEqualTo("alpha and more");

    ground.store().delete(ObjectId.of(bucket, "p/a.txt"));
    node.feeds.requestListing(feed);
    await().until(() -> !Files.exists(file));
  }

  @Test
  @Promise("E22")
  void what_was_read_a_moment_ago_is_said_to_be_here_and_can_be_released() throws Exception {
    put("p/a.txt", "alpha");
    FileSystem lab = node.image("lab");
    available(lab, "/ns1", "p/", Set.of(), Set.of());
    node.ended(
        node.repositoryTasks.create(
            NewRepositoryTask.of(lab.id(), Kind.IMPORT, List.of(), 7), Optional.empty()));
    String file = lab.mountPoint().resolve("ns1/a.txt").toString();
    LocalFiles files = node.node.files();
    assertThat(files.state(List.of(file)).getFirst().released()).isTrue();
    for (int round = 0; round < 3; round++) {
      assertThat(cat(lab, "ns1/a.txt")).isEqualTo("alpha");
      assertThat(files.state(List.of(file)).getFirst())
          .returns(false, FileReport::released)
          .returns(false, FileReport::dirty)
          .returns(true, FileReport::archived);
      assertThat(files.release(file).succeeded()).isEqualTo(1);
      assertThat(files.state(List.of(file)).getFirst().released()).isTrue();
    }
  }

  @Test
  @Promise("L11")
  void a_link_fails_with_its_directory_and_can_then_only_be_deleted() throws Exception {
    FileSystem lab = node.image("lab");
    LinkDetails link = available(lab, "/ns1", "p/", Set.of(), Set.of());
    Files.delete(lab.mountPoint().resolve("ns1"));
    LinkDetails failed =
        await()
            .until(
                () -> node.links.required(link.id()), now -> now.lifecycle() == Lifecycle.FAILED);
    assertThat(failed.failure().orElseThrow()).contains("/ns1").contains("gone");
    assertThatThrownBy(() -> node.links.update(link.id(), LinkChange.none(), Optional.empty()))
        .hasMessageStartingWith("link_wrong_state");
    node.links.delete(link.id(), false, Optional.empty());
    await().until(() -> node.links.find(link.id()).isEmpty());
  }

  @Test
  @Promise("L12")
  void deleting_a_link_with_its_data_removes_no_object() throws Exception {
    put("p/a.txt", "alpha");
    put("p/dir/b.txt", "beta");
    FileSystem lab = node.image("lab");
    LinkDetails link = available(lab, "/ns1", "p/", Set.of(), EnumSet.allOf(Change.class));
    node.ended(
        node.repositoryTasks.create(
            NewRepositoryTask.of(lab.id(), Kind.IMPORT, List.of(), 7), Optional.empty()));
    assertThat(lab.mountPoint().resolve("ns1/dir/b.txt")).exists();
    node.links.delete(link.id(), true, Optional.empty());
    await().until(() -> node.links.find(link.id()).isEmpty());
    assertThat(lab.mountPoint().resolve("ns1")).isEmptyDirectory();
    assertThat(content("p/a.txt")).isEqualTo("alpha");
    assertThat(content("p/dir/b.txt")).isEqualTo("beta");
  }

  @Test
  @Promise("L8")
  void a_directory_that_is_a_file_fails_its_link() throws Exception {
    FileSystem lab = node.image("lab");
    Files.writeString(lab.mountPoint().resolve("ns1"), "a file");
    LinkDetails link =
        node.settled(
            node.links.create(newLink(lab, "/ns1", "p", Set.of(), Set.of()), Optional.empty()));
    assertThat(link.lifecycle()).isEqualTo(Lifecycle.FAILED);
    assertThat(link.failure().orElseThrow()).contains("no directory");
  }

  @Test
  @Promise("L7")
  void requests_survive_the_end_of_their_node() {
    FileSystem lab = node.image("lab");
    node.close();
    LinkDetails one =
        node.links.create(newLink(lab, "/ns1", "p1", Set.of(), Set.of()), Optional.empty());
    LinkDetails two =
        node.links.create(newLink(lab, "/ns2", "p2", Set.of(), Set.of()), Optional.empty());
    node = TestNode.start(ground, "node_" + bucket, home);
    assertThat(node.settled(one).lifecycle()).isEqualTo(Lifecycle.AVAILABLE);
    assertThat(node.settled(two).lifecycle()).isEqualTo(Lifecycle.AVAILABLE);
  }

  private LinkDetails available(
      FileSystem fileSystem, String path, String prefix, Set<Change> imports, Set<Change> exports) {
    LinkDetails link =
        node.settled(
            node.links.create(
                newLink(fileSystem, path, prefix, imports, exports), Optional.empty()));
    assertThat(link.failure()).isEmpty();
    assertThat(link.lifecycle()).isEqualTo(Lifecycle.AVAILABLE);
    return link;
  }

  private NewLink newLink(
      FileSystem fileSystem, String path, String prefix, Set<Change> imports, Set<Change> exports) {
    return new NewLink(
        fileSystem.id(),
        path,
        new Target.OfBucket(ground.connection.id(), bucket, prefix),
        Optional.empty(),
        false,
        NewLink.STANDARD_CHUNK_SIZE,
        imports,
        exports,
        Map.of(),
        7);
  }

  /** By another process: this one serves, and must not wait for itself. */
  private static String cat(FileSystem fileSystem, String path) {
    return Commands.ok("cat", fileSystem.mountPoint().resolve(path).toString());
  }

  private void put(String key, String content) {
    ground
        .store()
        .put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of(content.getBytes(UTF_8)));
  }

  private String content(String key) throws IOException {
    try (ObjectContent content =
        ground.store().get(ObjectId.of(bucket, key), Optional.empty(), Optional.empty())) {
      return new String(content.stream().readAllBytes(), UTF_8);
    }
  }
}
