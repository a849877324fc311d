package io.windlass.transfer.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Page;
import io.windlass.linux.Descriptor;
import io.windlass.linux.OpenFlags;
import io.windlass.transfer.collection.Browser.Query;
import io.windlass.transfer.collection.DirectoryStorage.NewFile;
import io.windlass.transfer.collection.DirectoryStorage.OpenFile;
import io.windlass.transfer.collection.Storage.Doomed;
import io.windlass.transfer.collection.Storage.Links;
import io.windlass.transfer.collection.Storage.NotDeleted;
import io.windlass.transfer.collection.Storage.Walked;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStorageTest extends StorageContract {
  @TempDir private static Path outside;

  private Path root;
  private CollectionLab lab;
  private Collection its;
  private int directories;

  @BeforeAll
  void openLab() throws IOException {
    root = Files.createDirectory(outside.resolve("root"));
    lab = new CollectionLab();
    its = lab.directory(root);
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @Override
  CollectionLab lab() {
    return lab;
  }

  @Override
  Collection collection() {
    return its;
  }

  @Override
  String emptyDirectory() {
    try {
      return "/" + Files.createDirectory(root.resolve("d" + directories++)).getFileName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void write(String path, String content) {
    try {
      Path file = onDisk(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path onDisk(String path) {
    return root.resolve(path.substring(1));
  }

  private DirectoryStorage local() {
    return (DirectoryStorage) storage;
  }

  private void commit(String path, String content, Optional<Instant> modifiedAt) {
    try (NewFile file = local().write(path, content.length())) {
      file.write(ByteBuffer.wrap(bytes(content)), 0);
      file.commit(modifiedAt);
    }
  }

  @Test
  @Promise("N1")
  void aFileAppearsWholeOrNotAtAll() throws IOException {
    try (NewFile file = local().write(at("new/dir/file"), 3)) {
      file.write(ByteBuffer.wrap(bytes("abc")), 0);
      assertThat(Files.exists(onDisk(at("new")))).isFalse();
      assertThat(walk("/", Optional.empty())).noneMatch(name -> name.contains(".windlass"));
    }
    assertThat(Files.exists(onDisk(at("new")))).isFalse();
    Instant then = Instant.parse("2001-02-03T04:05:06.789Z");
    commit(at("new/dir/file"), "abc", Optional.of(then));
    assertThat(onDisk(at("new/dir/file"))).hasContent("abc");
    assertThat(Files.getLastModifiedTime(onDisk(at("new/dir/file"))))
        .isEqualTo(FileTime.from(then));
    assertThat(storage.stat(at("new/dir/file")).modifiedAt()).contains(then);
    commit(at("new/dir/file"), "in its place", Optional.empty());
    assertThat(onDisk(at("new/dir/file"))).hasContent("in its place");
    try (Stream<Path> left = Files.list(onDisk(at("new/dir")))) {
      assertThat(left).containsExactly(onDisk(at("new/dir/file")));
    }
    try (Stream<Path> left = Files.list(root.resolve(".windlass-tmp/transfers"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  @Promise("N1")
  void aFileArrivesAlsoWhenItsDirectoryHasGoneOrIsReachedByALink() throws IOException {
    write(at("dir/other"), "");
    try (NewFile file = local().write(at("dir/file"), 3)) {
      file.write(ByteBuffer.wrap(bytes("abc")), 0);
      Files.delete(onDisk(at("dir/other")));
      Files.delete(onDisk(at("dir")));
      file.commit(Optional.empty());
    }
    assertThat(onDisk(at("dir/file"))).hasContent("abc");
    Files.createSymbolicLink(onDisk(at("link")), Path.of("dir"));
    commit(at("link/more"), "def", Optional.empty());
    commit(at("link/file"), "ghi", Optional.empty());
    assertThat(onDisk(at("dir/more"))).hasContent("def");
    assertThat(onDisk(at("dir/file"))).hasContent("ghi");
  }

  @Test
  @Promise("N1")
  void aFileTakesTheFormersPlaceAndNoDirectorys() {
    write(at("file"), "old");
    write(at("dir/x"), "");
    commit(at("file"), "new", Optional.empty());
    assertThat(onDisk(at("file"))).hasContent("new");
    assertProblem("is_a_directory", () -> commit(at("dir"), "", Optional.empty()));
    assertProblem("is_a_directory", () -> commit(at("file/"), "", Optional.empty()));
    assertProblem("not_a_directory", () -> commit(at("file/below"), "", Optional.empty()));
  }

  @Test
  @Promise({"N5", "N6"})
  void aFileIsReadAsItWasWhenItWasOpened() throws IOException {
    write(at("file"), "0123456789");
    try (OpenFile file = local().read(at("file"))) {
      assertThat(file.item().size()).isEqualTo(10);
      ByteBuffer buffer = ByteBuffer.allocate(4);
      assertThat(file.read(buffer, 3)).isEqualTo(4);
      assertThat(buffer.array()).isEqualTo(bytes("3456"));
      assertThat(file.read(ByteBuffer.allocate(4), 10)).isZero();
      try (InputStream body = file.body().slice(2, 5).open()) {
        assertThat(body.readAllBytes()).isEqualTo(bytes("23456"));
      }
      file.requireUnchanged();
      Files.writeString(onDisk(at("file")), "abc");
      assertProblem("source_changed", file::requireUnchanged);
    }
    assertThat(lab.directories.fetched).contains(onDisk(at("file")));
    assertProblem("is_a_directory", () -> local().read(base));
    assertProblem("path_not_found", () -> local().read(at("none")));
  }

  @Test
  @Promise("N6")
  void aDirectoryIsToldWhatThisProcessChanged() {
    commit(at("x/file"), "1", Optional.empty());
    local().delete(List.of(new Doomed(at("x/file"), false)));
    local().sync();
    assertThat(lab.directories.changed).contains(onDisk(at("x")), onDisk(at("x/file")));
  }

  @Test
  @Promise("C1")
  void aDirectoryThatIsNotEmptyIsNotDeleted() {
    write(at("dir/x"), "");
    assertThat(storage.delete(List.of(new Doomed(at("dir"), true), new Doomed(at("dir"), false))))
        .extracting(NotDeleted::problem)
        .extracting(problem -> problem.code())
        .containsExactly("directory_not_empty", "is_a_directory");
  }

  @Test
  @Promise({"N2", "N3"})
  void linksAreShownAsWhatTheyMeanAndNeverLeaveTheCollection() throws IOException {
    write(at("dir/file"), "12345");
    Files.createSymbolicLink(onDisk(at("to-file")), Path.of("dir/file"));
    Files.createSymbolicLink(onDisk(at("to-dir")), onDisk(at("dir")));
    Files.createSymbolicLink(onDisk(at("dir/up")), Path.of(".."));
    Files.createSymbolicLink(onDisk(at("out")), Path.of("../../.."));
    Files.createSymbolicLink(onDisk(at("passwd")), Path.of("/etc/passwd"));
    Files.createSymbolicLink(onDisk(at("loop")), Path.of("loop"));
    assertThat(storage.stat(at("to-file")).size()).isEqualTo(5);
    assertThat(storage.stat(at("to-file")).linkTarget()).contains("dir/file");
    assertThat(storage.stat(at("to-dir")).type()).isEqualTo(Item.Type.DIRECTORY);
    for (String outward : List.of("out", "passwd", "loop")) {
      assertThat(storage.stat(at(outward)).type()).as(outward).isEqualTo(Item.Type.BROKEN_LINK);
      assertProblem("invalid_symlink", () -> local().read(at(outward)));
      assertProblem("invalid_symlink", () -> list(at(outward), Optional.empty()));
    }
    try (OpenFile file = local().read(at("to-dir/up/to-file"))) {
      assertThat(file.item().size()).isEqualTo(5);
    }
    commit(at("to-dir/new"), "1", Optional.empty());
    assertThat(onDisk(at("dir/new"))).hasContent("1");
    assertProblem("invalid_symlink", () -> commit(at("out/new"), "1", Optional.empty()));
    assertThat(walk(base, Optional.empty()))
        .containsExactly(
            "dir/", "dir/file", "dir/new", "dir/up", "loop", "out", "passwd", "to-dir", "to-file");
  }

  @Test
  @Promise({"N3", "D5"})
  void aWalkThatFollowsLinksEndsAndSaysWhereTheyGoRound() throws IOException {
    write(at("dir/file"), "12345");
    Files.createSymbolicLink(onDisk(at("dir/again")), Path.of("."));
    Files.createSymbolicLink(onDisk(at("copy")), Path.of("dir/file"));
    Files.createSymbolicLink(onDisk(at("passwd")), Path.of("/etc/passwd"));
    try (Stream<Walked> walk = storage.walk(base, Optional.empty(), Links.FOLLOW)) {
      List<Walked> all = walk.toList();
      assertThat(all)
          .extracting(Walked::sortKey)
          .containsExactly("copy", "dir/", "dir/again/", "dir/file", "passwd");
      assertThat(all.get(2)).isInstanceOf(Walked.Unreadable.class);
      assertThat(all.get(0))
          .isInstanceOfSatisfying(
              Walked.Found.class,
              found -> {
                assertThat(found.item().size()).isEqualTo(5);
                assertThat(found.item().linkTarget()).isEmpty();
              });
    }
  }

  @Test
  @Promise("N3")
  void aLinkIsDeletedAndNotWhatItPointsAt() throws IOException {
    write(at("dir/file"), "");
    Files.createSymbolicLink(onDisk(at("link")), Path.of("dir"));
    assertThat(storage.delete(List.of(new Doomed(at("link"), false)))).isEmpty();
    assertThat(walk(base, Optional.empty())).containsExactly("dir/", "dir/file");
    local().link(at("fresh/link"), "../dir");
    assertThat(list(at("fresh/link"), Optional.empty())).containsExactly("file");
  }

  @Test
  @Promise("P4")
  void aNameThatIsNoTextIsKeptByteForByteAndUnsuitableForBuckets() {
    String name = "caf\uDCE9"; // Latin 1 on disk
    try (Descriptor directory = Descriptor.openDirectory(onDisk(base))) {
      directory.open(name, OpenFlags.WRITE | OpenFlags.CREATE, 0644).close();
    }
    assertThat(walk(base, Optional.empty())).containsExactly(name);
    assertThat(storage.stat(at(name)).type()).isEqualTo(Item.Type.FILE);
    assertThat(storage.unsuitable(at(name))).isEmpty();
    assertThat(BucketPath.of("/bucket/" + name).unsuitable().orElseThrow().message())
        .doesNotContain("\uDCE9")
        .contains("UTF-8");
  }

  @Test
  @Promise("P3")
  void keysThatNoFileSystemHoldsAreUnsuitable() {
    for (String key : List.of("a//b", "/a", "./b", "a/..", "x".repeat(256), "a\0")) {
      assertThat(storage.unsuitable("/" + key)).as(key).isPresent();
    }
    assertThat(storage.unsuitable("/" + "ä".repeat(127) + "/b/")).isEmpty();
    assertThat(storage.unsuitable("/.windlass-known/x")).isPresent();
  }

  @Test
  @Promise("P3")
  void pathsDoNotClimbOutOfTheCollection() {
    for (String path : List.of("/../root", at("../../x"), at("./x"))) {
      assertProblem("invalid_path_name", () -> storage.stat(path));
      assertProblem("invalid_path_name", () -> local().read(path));
      assertProblem("invalid_path_name", () -> local().write(path, 0));
    }
  }

  @Test
  @Promise("N4")
  void pipesAreShownAndNeverOpened() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", onDisk(at("pipe")).toString()).start().waitFor())
        .isZero();
    assertThat(storage.stat(at("pipe")).type()).isEqualTo(Item.Type.OTHER);
    assertProblem("not_a_file", () -> local().read(at("pipe")));
  }

  @Test
  @Promise("B1")
  void aPageThatIsAskedForAgainIsTheSame() {
    for (int i = 0; i < 9; i++) {
      write(at("f" + i), "");
    }
    Query query = new Query(base, false, Optional.empty(), true, Browser.History.NOW);
    Page.Of<Item> first =
        lab.browser.list(its, CollectionLab.USER, query, new Page(Optional.empty(), 3));
    Page second = new Page(first.nextCursor(), 3);
    List<String> once = names(lab.browser.list(its, CollectionLab.USER, query, second));
    assertThat(once).containsExactly("f3", "f4", "f5");
    assertThat(names(lab.browser.list(its, CollectionLab.USER, query, second))).isEqualTo(once);
    assertThat(names(lab.browser.list(its, CollectionLab.USER + 1, query, second))).isEqualTo(once);
  }

  private static List<String> names(Page.Of<Item> page) {
    return page.items().stream().map(Item::name).toList();
  }

  @Test
  void virtualThreadsMayCall() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> commit(at("virtual"), "abc", Optional.empty())).get();
      assertThat(threads.submit(() -> walk(base, Optional.empty())).get())
          .containsExactly("virtual");
      assertThat(threads.submit(() -> storage.stat(at("virtual")).size()).get()).isEqualTo(3);
    }
  }

  @Test
  @Promise("N7")
  void aDirectoryOfAnotherNodeIsNotReachedFromHere() {
    lab.directories.all.add(
        new Directories.Directory("fs-far", "far", lab.project, "node-2", root, true));
    Collection far = lab.collections.ofTarget("fs-far").orElseThrow();
    assertThat(far.nodeId()).contains("node-2");
    assertProblem("directory_elsewhere", () -> lab.open(far));
    lab.directories.all.add(
        new Directories.Directory("fs-off", "off", lab.project, CollectionLab.NODE, root, false));
    assertProblem(
        "directory_unavailable", () -> lab.open(lab.collections.ofTarget("fs-off").orElseThrow()));
  }
}
