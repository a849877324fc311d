package io.windlass.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.filesystem.FileSystem.Lifecycle;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.foundation.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileSystemsTest extends Registry {
  @Test
  @Promise("F1")
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
  @Promise("F2")
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
  @Promise("F8")
  void there_may_be_so_many_file_systems() {
    IntStream.range(0, 4)
        .forEach(i -> fileSystems.create(newFileSystem("fs" + i), Optional.empty()));
    assertThatThrownBy(() -> fileSystems.create(newFileSystem("fs4"), Optional.empty()))
        .isInstanceOfSatisfying(
            LimitExceeded.class,
            e -> assertThat(e.limit()).isEqualTo(LimitExceeded.Limit.FILE_SYSTEM_COUNT));
  }

  @Test
  @Promise("Q2")
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
  @Promise("Q3")
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
}
