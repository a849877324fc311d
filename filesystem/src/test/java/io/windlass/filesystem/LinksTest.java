package io.windlass.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.connection.Connection;
import io.windlass.filesystem.NewLink.Target;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.RepositoryTask.State;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.foundation.Page;
import io.windlass.objectstore.Listing;
import io.windlass.store.Grant;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinksTest extends Registry {
  @Test
  @Promise("Q1")
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
  @Promise({"L1", "L6", "L7"})
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
  @Promise({"L2", "L3"})
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
  @Promise({"L4", "L5"})
  void syntax_comes_before_number_and_number_before_overlap() {
    FileSystem lab = fileSystems.create(newFileSystem("lab"), Optional.empty());
    IntStream.range(0, 2)
        .forEach(i -> links.create(newLink(lab, "/ns" + i, "p" + i), Optional.empty()));
    refused(lab, "/other", "other", "link_queue_full");
    refused(lab, "/ns1", "other", "links_overlap");
    with(FileSystemSettings.of(4, 2, 2, Duration.ofMinutes(1), Duration.ofMinutes(30)));
    refused(lab, "/ns1", "p1", "too_many_links");
    refused(lab, "ns1", "p1", "invalid_path");
    assertThatThrownBy(
            () -> links.create(newLink("fs-00000000000000000", "ns1", "p1"), Optional.empty()))
        .hasMessageStartingWith("file_system_not_found");
  }

  @Test
  @Promise({"L5", "L6"})
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
        .hasMessageContaining("Get* and List*, and PutObject to export");
    assertThat(links.list(LinkFilter.all(), Page.first()).items()).isEmpty();
  }

  @Test
  @Promise({"L6", "L9"})
  void a_bucket_that_may_only_be_read_can_be_imported_from() {
    FileSystem lab = linked();
    Connection reader = ground.connect(backing.scoped(bucket, "readable/", Grant.Access.READ_ONLY));
    NewLink importing = newLink(lab, "/in", reader, Set.of());
    LinkDetails link = links.create(importing, Optional.empty());
    finish(lab, link);
    LinkChange exporting =
        new LinkChange(Optional.empty(), Optional.empty(), Optional.of(Set.of(Change.NEW)));
    assertThatThrownBy(() -> links.update(link.id(), exporting, Optional.empty()))
        .hasMessageStartingWith("link_access_unproven")
        .hasMessageContaining("s3:PutObject failed");
    assertThatThrownBy(
            () -> links.create(newLink(lab, "/out", reader, Set.of(Change.NEW)), Optional.empty()))
        .hasMessageStartingWith("link_access_unproven");
    NewLink elsewhere = newLink(lab, "/other", reader, Set.of());
    assertThatThrownBy(() -> links.create(elsewhere, Optional.empty(), LinkRights.ALL))
        .hasMessageStartingWith("link_access_unproven");
  }

  private static NewLink newLink(
      FileSystem lab, String path, Connection connection, Set<Change> exports) {
    return new NewLink(
        lab.id(),
        path,
        new Target.OfBucket(connection.id(), bucket, "readable" + path),
        Optional.empty(),
        false,
        NewLink.STANDARD_CHUNK_SIZE,
        EnumSet.allOf(Change.class),
        exports,
        Map.of(),
        7);
  }

  @Test
  @Promise("Q1")
  void a_deletion_is_remembered_when_the_link_is_gone() {
    FileSystem lab = linked();
    LinkDetails link = links.list(LinkFilter.all(), Page.first()).items().getFirst();
    ClientToken token = new ClientToken("proj", "gone-1");
    assertThat(links.deletionAskedFor(link.id(), true, token)).isFalse();
    links.delete(link.id(), true, Optional.of(token));
    ground
        .database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("DELETE FROM link_request WHERE link_id = ?", link.id());
          LinkRows.delete(handle, link.id());
        });
    assertThat(links.find(link.id())).isEmpty();
    assertThat(links.deletionAskedFor(link.id(), true, token)).isTrue();
    assertThatThrownBy(() -> links.deletionAskedFor(link.id(), false, token))
        .isInstanceOfSatisfying(
            IncompatibleParameter.class, e -> assertThat(e.parameter()).isEqualTo("deleteData"));
    assertThat(lab.id()).isEqualTo(link.link().fileSystemId());
  }

  @Test
  @Promise({"L7", "L9"})
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
  @Promise({"T3", "T6", "F7"})
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
  @Promise("T3")
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
}
