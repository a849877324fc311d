package io.windlass.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.database.task.TaskFilter;
import io.windlass.filesystem.FileSystem.Lifecycle;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.NewLink.Target;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.RepositoryTask.State;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.foundation.Page;
import io.windlass.objectstore.Listing;
import io.windlass.testing.InProcessStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is stored at once, before any node works. */
class RegistryTest {
  private static final FileSystemSettings SMALL =
      new FileSystemSettings(4, 3, 2, Duration.ofMinutes(1), Duration.ofMinutes(30));

  private static InProcessStore backing;
  private static Ground ground;
  private static String bucket;

  private FileSystems fileSystems;
  private Links links;
  private RepositoryTasks tasks;

  @BeforeAll
  static void open() {
    backing = InProcessStore.start();
    ground = new Ground(backing);
    bucket = ground.bucket();
  }

  @AfterAll
  static void close() {
    ground.close();
    backing.close();
  }

  @BeforeEach
  void empty() {
    ground
        .testDatabase
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                TRUNCATE file_system, link, link_request, repository_task, client_token, task,
                  task_event, scheduled_tasks CASCADE
                """));
    with(SMALL);
  }

  private void with(FileSystemSettings settings) {
    InstantSource clock = InstantSource.system();
    fileSystems = new FileSystems(ground.database, ground.tasks, "node_a", settings, clock);
    links =
        new Links(
            ground.database, ground.tasks, ground.connections, ground.locations, settings, clock);
    tasks = new RepositoryTasks(ground.database, ground.tasks, clock);
  }

  @Test
  void a_file_system_is_stored_and_its_node_is_told() {
    FileSystem made = fileSystems.create(newFileSystem("lab"), Optional.empty());
    assertThat(made.id()).matches("fs-[0-9a-f]{17}");
    assertThat(made.lifecycle()).isEqualTo(Lifecycle.CREATING);
    assertThat(made.node()).isEqualTo("node_a");
    assertThat(fileSystems.find(made.id())).contains(made);
    assertThat(fileSystems.find(ground.project, "lab")).contains(made);
    assertThat(fileSystems.find("proj_other", "lab")).isEmpty();
    assertThat(scheduled()).containsExactly("file_system_change@node_a");
  }

  @Test
  void names_places_and_ids_are_taken_once() {
    FileSystem first = fileSystems.create(newFileSystem("lab"), Optional.empty());
    assertThatThrownBy(() -> fileSystems.create(newFileSystem("lab"), Optional.empty()))
        .hasMessageStartingWith("file_system_name_taken");
    NewFileSystem samePlace =
        NewFileSystem.of("other", ground.project, 7, image("other"), first.mountPoint());
    assertThatThrownBy(() -> fileSystems.create(samePlace, Optional.empty()))
        .hasMessageStartingWith("mount_point_taken");
    NewFileSystem sameSource =
        NewFileSystem.of("other", ground.project, 7, image("lab"), Path.of("/mnt/other"));
    assertThatThrownBy(() -> fileSystems.create(sameSource, Optional.empty()))
        .hasMessageStartingWith("source_taken");
    fileSystems.create(withId("fixed", "fs-0123456789abcdef0"), Optional.empty());
    assertThatThrownBy(
            () -> fileSystems.create(withId("twice", "fs-0123456789abcdef0"), Optional.empty()))
        .hasMessageStartingWith("file_system_id_taken");
  }

  @Test
  void file_systems_that_make_no_sense_are_refused() {
    for (NewFileSystem wrong :
        List.of(
            newFileSystem(""),
            newFileSystem("a/b"),
            newFileSystem(" a"),
            newFileSystem("x".repeat(65)),
            withId("a", "fs-XYZ"),
            NewFileSystem.of("a", ground.project, 7, image("a"), Path.of("relative")),
            NewFileSystem.of("a", ground.project, 7, image("a"), Path.of("/")),
            NewFileSystem.of(
                "a", ground.project, 7, new Source.Device(Path.of("/dev/x")), Path.of("/dev/x")),
            NewFileSystem.of(
                "a", ground.project, 7, new Source.Image(Path.of("/i"), 1 << 20), Path.of("/m")))) {
      assertThatThrownBy(() -> fileSystems.create(wrong, Optional.empty()))
          .hasMessageStartingWith("invalid_file_system");
    }
  }

  @Test
  void there_may_be_so_many_file_systems() {
    IntStream.range(0, 4)
        .forEach(i -> fileSystems.create(newFileSystem("fs" + i), Optional.empty()));
    assertThatThrownBy(() -> fileSystems.create(newFileSystem("fs4"), Optional.empty()))
        .isInstanceOfSatisfying(
            LimitExceeded.class,
            e -> assertThat(e.limit()).isEqualTo(LimitExceeded.Limit.FILE_SYSTEM_COUNT));
  }

  @Test
  void the_same_token_makes_one_thing_and_names_what_differs() {
    Optional<ClientToken> token = Optional.of(new ClientToken("proj", "t-1"));
    FileSystem first = fileSystems.create(newFileSystem("lab"), token);
    assertThat(fileSystems.create(newFileSystem("lab"), token)).isEqualTo(first);
    assertThatThrownBy(() -> fileSystems.create(newFileSystem("other"), token))
        .isInstanceOfSatisfying(
            IncompatibleParameter.class, e -> assertThat(e.parameter()).isEqualTo("name"));
    Optional<ClientToken> otherScope = Optional.of(new ClientToken("else", "t-1"));
    assertThat(fileSystems.create(newFileSystem("other"), otherScope)).isNotEqualTo(first);

    NewLink wanted = newLink(first, "/ns1", "p1");
    LinkDetails link = links.create(wanted, token);
    assertThat(links.create(wanted, token)).isEqualTo(link);
    assertThatThrownBy(() -> links.create(newLink(first, "/ns2", "p1"), token))
        .isInstanceOfSatisfying(
            IncompatibleParameter.class, e -> assertThat(e.parameter()).isEqualTo("path"));
    assertThat(links.list(LinkFilter.all(), Page.first()).items()).hasSize(1);
    assertThatThrownBy(() ->
            links.create(newLink(first, "/ns2", "p2"), Optional.of(new ClientToken("s", "no way"))))
        .hasMessageStartingWith("invalid_token");
  }

  @Test
  void lists_come_page_by_page_in_the_order_of_creation() {
    List<String> made = new ArrayList<>();
    IntStream.range(0, 3)
        .forEach(i -> made.add(fileSystems.create(newFileSystem("fs" + i), Optional.empty()).id()));
    Page.Of<FileSystem> first =
        fileSystems.list(FileSystemFilter.ofProject(ground.project), new Page(Optional.empty(), 2));
    Page.Of<FileSystem> second =
        fileSystems.list(FileSystemFilter.all(), new Page(first.nextCursor(), 2));
    assertThat(first.items()).extracting(FileSystem::id).isEqualTo(made.subList(0, 2));
    assertThat(second.items()).extracting(FileSystem::id).containsExactly(made.get(2));
    assertThat(second.nextCursor()).isEmpty();
    assertThatThrownBy(
            () -> fileSystems.list(FileSystemFilter.all(), new Page(Optional.of("nonsense"), 2)))
        .hasMessageStartingWith("invalid_cursor");
  }

  @Test
  void tags_are_replaced_by_key_and_counted() {
    FileSystem made = fileSystems.create(newFileSystem("lab"), Optional.empty());
    fileSystems.tag(made.id(), Map.of("a", "1", "b", "2"));
    assertThat(fileSystems.tag(made.id(), Map.of("b", "3")).tags())
        .isEqualTo(Map.of("a", "1", "b", "3"));
    assertThat(fileSystems.untag(made.id(), List.of("a", "absent")).tags())
        .isEqualTo(Map.of("b", "3"));
    Map<String, String> many = new java.util.HashMap<>();
    IntStream.range(0, 50).forEach(i -> many.put("k" + i, ""));
    assertThatThrownBy(() -> fileSystems.tag(made.id(), many))
        .hasMessageStartingWith("too_many_tags");
    assertThatThrownBy(() -> fileSystems.tag(made.id(), Map.of("no;", "")))
        .hasMessageStartingWith("invalid_tags");
  }

  @Test
  void a_link_is_stored_as_it_was_written_and_waits_for_its_file_system() {
    FileSystem lab = fileSystems.create(newFileSystem("lab"), Optional.empty());
    LinkDetails link = links.create(newLink(lab, "/ns1/", "p1"), Optional.empty());
    assertThat(link.id()).matches("dra-[0-9a-f]{17}");
    assertThat(link.path()).isEqualTo("/ns1/");
    assertThat(link.repositoryPath()).isEqualTo("s3://" + bucket + "/p1/");
    assertThat(link.link().directory()).isEqualTo("ns1");
    assertThat(link.link().prefix()).isEqualTo("p1/");
    assertThat(link.lifecycle()).isEqualTo(LinkDetails.Lifecycle.CREATING);
    assertThat(scheduled()).containsExactly("file_system_change@node_a");
    assertThat(ground.store().list(Listing.Request.below(bucket, "p1/")).objects())
        .as("the probe is gone")
        .isEmpty();
  }

  @Test
  void links_of_a_file_system_do_not_overlap_on_either_side() {
    FileSystem lab = fileSystems.create(newFileSystem("lab"), Optional.empty());
    links.create(newLink(lab, "/ns1", "p1"), Optional.empty());
    refused(lab, "/ns1/ns2", "p3", "links_overlap");
    refused(lab, "/ns1", "p3", "links_overlap");
    refused(lab, "/ns2", "p1/deeper", "links_overlap");
    refused(lab, "/ns2", "", "links_overlap");
    refused(lab, "/", "p3", "root_link_exclusive");
    links.create(newLink(lab, "/ns10", "p10"), Optional.empty());
    FileSystem other = fileSystems.create(newFileSystem("other"), Optional.empty());
    links.create(newLink(other, "/", "p1"), Optional.empty());
    refused(other, "/ns1", "p3", "root_link_exclusive");
  }

  @Test
  void syntax_comes_before_number_and_number_before_overlap() {
    FileSystem lab = fileSystems.create(newFileSystem("lab"), Optional.empty());
    IntStream.range(0, 2)
        .forEach(i -> links.create(newLink(lab, "/ns" + i, "p" + i), Optional.empty()));
    refused(lab, "/other", "other", "link_queue_full");
    refused(lab, "/ns1", "other", "links_overlap");
    with(new FileSystemSettings(4, 2, 2, Duration.ofMinutes(1), Duration.ofMinutes(30)));
    refused(lab, "/ns1", "p1", "too_many_links");
    refused(lab, "ns1", "p1", "invalid_path");
    assertThatThrownBy(
            () -> links.create(newLink("fs-00000000000000000", "ns1", "p1"), Optional.empty()))
        .hasMessageStartingWith("file_system_not_found");
  }

  @Test
  void a_bucket_that_cannot_be_reached_makes_no_link() {
    FileSystem lab = fileSystems.create(newFileSystem("lab"), Optional.empty());
    NewLink wanted =
        new NewLink(
            lab.id(),
            "/ns1",
            new Target.OfBucket(ground.connection.id(), "no-such-bucket-anywhere", "p"),
            Optional.empty(),
            false,
            NewLink.STANDARD_CHUNK_SIZE,
            Set.of(),
            Set.of(),
            Map.of(),
            7);
    assertThatThrownBy(() -> links.create(wanted, Optional.empty()))
        .hasMessageStartingWith("link_access_unproven")
        .hasMessageContaining("Get*, List* and PutObject");
    assertThat(links.list(LinkFilter.all(), Page.first()).items()).isEmpty();
  }

  @Test
  void requests_are_done_one_after_the_other_when_the_file_system_is_there() {
    FileSystem lab = fileSystems.create(newFileSystem("lab"), Optional.empty());
    LinkDetails one = links.create(newLink(lab, "/ns1", "p1"), Optional.empty());
    LinkDetails two = links.create(newLink(lab, "/ns2", "p2"), Optional.empty());
    available(lab);
    assertThat(scheduled()).containsExactly("file_system_change@node_a", "link_change@node_a");
    assertThatThrownBy(() -> links.delete(one.id(), false, Optional.empty()))
        .hasMessageStartingWith("link_wrong_state");

    finish(lab, one);
    assertThat(scheduled())
        .containsExactly("file_system_change@node_a", "link_change@node_a", "link_change@node_a");
    finish(lab, two);
    LinkDetails updating =
        links.update(
            one.id(),
            new LinkChange(Optional.of(64), Optional.empty(), Optional.of(Set.of(Change.DELETED))),
            Optional.empty());
    assertThat(updating.lifecycle()).isEqualTo(LinkDetails.Lifecycle.UPDATING);
    assertThat(updating.chunkSize()).isEqualTo(64);
    assertThat(updating.link().imports()).isEqualTo(EnumSet.allOf(Change.class));
    assertThat(updating.link().exports()).containsExactly(Change.DELETED);
    assertThat(links.delete(two.id(), true, Optional.empty()).lifecycle())
        .isEqualTo(LinkDetails.Lifecycle.DELETING);
  }

  @Test
  void a_task_that_is_open_already_is_not_begun_again() {
    FileSystem lab = linked();
    NewRepositoryTask wanted =
        NewRepositoryTask.of(lab.id(), Kind.IMPORT, List.of("s3://" + bucket + "/p1"), 7);
    RepositoryTask task = tasks.create(wanted, Optional.empty());
    assertThat(task.id()).matches("task-[0-9a-f]{17}");
    assertThat(task.state()).isEqualTo(State.PENDING);
    assertThat(tasks.find(task.taskId())).contains(task);
    assertThatThrownBy(() -> tasks.create(wanted, Optional.empty()))
        .hasMessageStartingWith("task_executing");
    assertThatThrownBy(() -> fileSystems.delete(lab.id(), Optional.empty()))
        .hasMessageStartingWith("file_system_busy");
    assertThat(tasks.cancel(task.id()).state()).isEqualTo(State.CANCELED);
    assertThatThrownBy(() -> tasks.cancel(task.id())).hasMessageStartingWith("task_ended");
    RepositoryTask again = tasks.create(wanted, Optional.empty());
    assertThat(
            tasks
                .list(
                    new RepositoryTaskFilter(
                        Set.of(), Set.of(lab.id()), Set.of(State.PENDING), again.linkIds()),
                    Page.first())
                .items())
        .containsExactly(again);
  }

  @Test
  void tasks_that_cannot_be_are_refused() {
    FileSystem lab = fileSystems.create(newFileSystem("lab"), Optional.empty());
    available(lab);
    NewRepositoryTask all = NewRepositoryTask.of(lab.id(), Kind.EXPORT, List.of(), 7);
    assertThatThrownBy(() -> tasks.create(all, Optional.empty()))
        .hasMessageStartingWith("no_links");
    LinkDetails link = links.create(newLink(lab, "/ns1", "p1"), Optional.empty());
    finish(lab, link);
    assertThatThrownBy(() -> tasks.create(all, Optional.empty()))
        .hasMessageStartingWith("automatic_export_on");
    NewRepositoryTask reported =
        new NewRepositoryTask(
            lab.id(),
            Kind.RELEASE,
            List.of("ns1"),
            Optional.of("s3://" + bucket + "/p11/reports"),
            Optional.empty(),
            Map.of(),
            7);
    assertThatThrownBy(() -> tasks.create(reported, Optional.empty()))
        .hasMessageStartingWith("report_outside_links");
    assertThatThrownBy(() ->
            tasks.create(
                new NewRepositoryTask(
                    lab.id(),
                    Kind.IMPORT,
                    List.of(),
                    Optional.empty(),
                    Optional.of(Duration.ofDays(1)),
                    Map.of(),
                    7),
                Optional.empty()))
        .hasMessageStartingWith("invalid_task");
    assertThatThrownBy(() ->
            tasks.create(
                NewRepositoryTask.of(lab.id(), Kind.IMPORT, List.of("p1"), 7), Optional.empty()))
        .hasMessageStartingWith("invalid_repository_path");
  }

  private FileSystem linked() {
    FileSystem lab = fileSystems.create(newFileSystem("lab"), Optional.empty());
    available(lab);
    finish(lab, links.create(newLink(lab, "/ns1", "p1"), Optional.empty()));
    return lab;
  }

  /** What the node does when it has prepared a file system. */
  private void available(FileSystem fileSystem) {
    ground
        .database
        .jdbi()
        .useTransaction(handle -> {
          FileSystemRows.lifecycle(handle, fileSystem.id(), Lifecycle.AVAILABLE, Optional.empty());
          new LinkRequests(ground.tasks)
              .start(handle, FileSystemRows.lock(handle, fileSystem.id()).orElseThrow());
        });
  }

  /** What the node does when it has installed a link. */
  private void finish(FileSystem fileSystem, LinkDetails link) {
    ground
        .database
        .jdbi()
        .useTransaction(handle -> {
          FileSystem now = FileSystemRows.lock(handle, fileSystem.id()).orElseThrow();
          long ordinal =
              handle
                  .createQuery("SELECT ordinal FROM link_request WHERE link_id = :id")
                  .bind("id", link.id())
                  .mapTo(long.class)
                  .one();
          LinkRows.move(
              handle,
              link.id(),
              EnumSet.allOf(LinkDetails.Lifecycle.class),
              LinkDetails.Lifecycle.AVAILABLE,
              Optional.empty());
          LinkRequests.remove(handle, LinkRequests.find(handle, ordinal).orElseThrow());
          new LinkRequests(ground.tasks).start(handle, now);
        });
  }

  private void refused(FileSystem fileSystem, String path, String prefix, String code) {
    assertThatThrownBy(() -> links.create(newLink(fileSystem, path, prefix), Optional.empty()))
        .hasMessageStartingWith(code);
  }

  private static NewLink newLink(FileSystem fileSystem, String path, String prefix) {
    return newLink(fileSystem.id(), path, prefix);
  }

  private static NewLink newLink(String fileSystemId, String path, String prefix) {
    return new NewLink(
        fileSystemId,
        path,
        new Target.OfBucket(ground.connection.id(), bucket, prefix),
        Optional.empty(),
        false,
        NewLink.STANDARD_CHUNK_SIZE,
        EnumSet.allOf(Change.class),
        EnumSet.allOf(Change.class),
        Map.of("tag", "value"),
        7);
  }

  private static Source image(String name) {
    return new Source.Image(Path.of("/var/lib/images/" + name), Source.Image.LEAST);
  }

  private static NewFileSystem newFileSystem(String name) {
    return NewFileSystem.of(name, ground.project, 7, image(name), Path.of("/mnt/" + name));
  }

  private static NewFileSystem withId(String name, String id) {
    NewFileSystem plain = newFileSystem(name);
    return new NewFileSystem(
        name,
        plain.projectGuid(),
        7,
        plain.source(),
        plain.mountPoint(),
        Optional.empty(),
        Optional.of(id),
        Map.of(),
        "{}");
  }

  private static List<String> scheduled() {
    assertThat(ground.tasks.list(TaskFilter.all(), Page.first()).items()).isNotEmpty();
    return ground
        .testDatabase
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT task_name FROM scheduled_tasks ORDER BY task_name")
                .mapTo(String.class)
                .list());
  }
}
