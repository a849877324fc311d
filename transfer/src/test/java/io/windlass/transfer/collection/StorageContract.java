package io.windlass.transfer.collection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.KeyOrder;
import io.windlass.foundation.Page;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.collection.Browser.Query;
import io.windlass.transfer.collection.Storage.Doomed;
import io.windlass.transfer.collection.Storage.Links;
import io.windlass.transfer.collection.Storage.NotDeleted;
import io.windlass.transfer.collection.Storage.Walked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every collection promises, whatever is behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StorageContract {
  Collection collection;
  Storage storage;
  String base;

  /** The lab that has the collection. */
  abstract CollectionLab lab();

  abstract Collection collection();

  /** What looks into it. */
  Browser browser() {
    return lab().browser;
  }

  /** A new, empty directory. */
  abstract String emptyDirectory();

  /** Writes a file behind the collection's back. */
  abstract void write(String path, String content);

  @BeforeEach
  void open() {
    collection = collection();
    base = emptyDirectory();
    storage = lab().open(collection);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  final String at(String relative) {
    return base + "/" + relative;
  }

  final List<String> walk(String path, Optional<String> after) {
    try (Stream<Walked> walk = storage.walk(path, after, Links.SHOW)) {
      return walk.map(Walked::sortKey).toList();
    }
  }

  final List<String> list(String path, Optional<String> after) {
    try (Stream<Item> items = storage.list(path, after)) {
      return items.map(Item::sortKey).toList();
    }
  }

  /** Directories of a node are told of before what is in them, those of a bucket are not. */
  final List<String> withDirectories(String... files) {
    List<String> all = new ArrayList<>(List.of(files));
    if (storage instanceof DirectoryStorage) {
      for (String file : files) {
        for (int slash = file.indexOf('/'); slash > 0; slash = file.indexOf('/', slash + 1)) {
          all.add(file.substring(0, slash + 1));
        }
      }
    }
    return all.stream().distinct().sorted(KeyOrder.OF_KEYS).toList();
  }

  static void assertProblem(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WindlassException.class,
            failure -> assertThat(failure.problem().code()).isEqualTo(code));
  }

  @Test
  @Promise({"P1", "D2"})
  void aWalkComesToEverythingInTheOrderOfKeys() {
    String[] files = {
      "a/b/c", "a-b", "a/b.txt", "a.txt", "z", "\uD83D\uDE00", "\uFFFD", "ä ö%2F+?#"
    };
    for (String file : files) {
      write(at(file), file);
    }
    assertThat(walk(base, Optional.empty())).isEqualTo(withDirectories(files));
    assertThat(walk(base + "/", Optional.empty())).isEqualTo(withDirectories(files));
    assertThat(walk(at("a"), Optional.empty())).isEqualTo(withDirectories("b/c", "b.txt"));
  }

  @Test
  @Promise("D3")
  void aWalkGoesOnBehindWhateverItHadComeTo() {
    write(at("a/b/c"), "");
    write(at("a/b/d"), "");
    write(at("a/b-c/d"), "");
    write(at("a0"), "");
    write(at("a" + "b/x/y/z"), "");
    List<String> all = walk(base, Optional.empty());
    assertThat(all).hasSizeGreaterThanOrEqualTo(5);
    for (int i = 0; i < all.size(); i++) {
      assertThat(walk(base, Optional.of(all.get(i)))).isEqualTo(all.subList(i + 1, all.size()));
    }
    assertThat(walk(base, Optional.of("a/b/cc"))).first().isEqualTo("a/b/d");
  }

  @Test
  @Promise({"D2", "D3"})
  void aListingShowsOneLevelInTheOrderOfKeysAndGoesOnBehindAnyOfThem() {
    write(at("a/b/c"), "");
    write(at("a.txt"), "12345");
    write(at("ab"), "");
    write(at("b/x"), "");
    List<String> all = list(base, Optional.empty());
    assertThat(all).containsExactly("a.txt", "a/", "ab", "b/");
    for (int i = 0; i < all.size(); i++) {
      assertThat(list(base, Optional.of(all.get(i)))).isEqualTo(all.subList(i + 1, all.size()));
    }
    assertThat(list(at("a/b/"), Optional.empty())).containsExactly("c");
  }

  @Test
  void anItemHasSizeAndTime() {
    write(at("dir/five"), "12345");
    Item item = storage.stat(at("dir/five"));
    assertThat(item.name()).isEqualTo("five");
    assertThat(item.type()).isEqualTo(Item.Type.FILE);
    assertThat(item.size()).isEqualTo(5);
    assertThat(item.modifiedAt()).isPresent();
    for (String path : List.of(at("dir"), at("dir/"))) {
      assertThat(storage.stat(path).type()).as(path).isEqualTo(Item.Type.DIRECTORY);
      assertThat(storage.stat(path).name()).as(path).isEqualTo("dir");
    }
    assertThat(storage.stat("/").type()).isEqualTo(Item.Type.DIRECTORY);
  }

  @Test
  @Promise("D4")
  void whatIsNotThereIsCalledSo() {
    write(at("file"), "x");
    assertProblem("path_not_found", () -> storage.stat(at("none")));
    assertProblem("path_not_found", () -> walk(at("none"), Optional.empty()));
    assertProblem("path_not_found", () -> list(at("none/"), Optional.empty()));
    assertProblem("not_a_directory", () -> list(at("file"), Optional.empty()));
    assertProblem("not_a_directory", () -> walk(at("file/"), Optional.empty()));
    assertProblem("invalid_path", () -> storage.stat("file"));
  }

  @Test
  @Promise("D1")
  void anEmptyDirectoryIsMadeOnceAndStays() {
    assertThat(storage.makeDirectory(at("empty"))).isTrue();
    assertThat(storage.makeDirectory(at("empty/"))).isFalse();
    assertThat(list(base, Optional.empty())).containsExactly("empty/");
    assertThat(list(at("empty"), Optional.empty())).isEmpty();
    assertThat(walk(base, Optional.empty())).containsExactly("empty/");
    assertThat(walk(at("empty"), Optional.empty())).isEmpty();
    assertThat(storage.stat(at("empty")).type()).isEqualTo(Item.Type.DIRECTORY);
    assertThat(storage.makeDirectory(at("x/y/z"))).isTrue();
    assertThat(storage.stat(at("x/y")).type()).isEqualTo(Item.Type.DIRECTORY);
  }

  @Test
  @Promise("D4")
  void aDirectoryTakesNoFilesPlace() {
    write(at("file"), "x");
    assertProblem("path_exists", () -> storage.makeDirectory(at("file")));
  }

  @Test
  @Promise("C1")
  void whatIsDeletedIsGoneAndWhatWasNotThereCountsAsDeleted() {
    write(at("a"), "");
    write(at("dir/b"), "");
    storage.makeDirectory(at("empty"));
    assertThat(
            storage.delete(
                List.of(
                    new Doomed(at("a"), false),
                    new Doomed(at("none"), false),
                    new Doomed(at("dir/b"), false),
                    new Doomed(at("dir"), true),
                    new Doomed(at("empty"), true))))
        .isEmpty();
    assertThat(list(base, Optional.empty())).isEmpty();
  }

  @Test
  @Promise("P7")
  void theRootIsNotDeletedNorWritten() {
    assertThat(storage.delete(List.of(new Doomed("/", true))))
        .extracting(NotDeleted::problem)
        .extracting(problem -> problem.code())
        .containsExactly("root_not_writable");
    assertProblem("root_not_writable", () -> storage.rename("/", at("x"), 10));
  }

  @Test
  void aFileGetsAnotherName() {
    write(at("dir/old"), "content");
    storage.rename(at("dir/old"), at("new"), 10);
    assertThat(storage.stat(at("new")).size()).isEqualTo(7);
    assertProblem("path_not_found", () -> storage.stat(at("dir/old")));
  }

  @Test
  void aDirectoryGetsAnotherNameWithAllThatIsInIt() {
    write(at("old/a"), "1");
    write(at("old/b/c"), "12");
    storage.makeDirectory(at("old/empty"));
    storage.rename(at("old"), at("new"), 10);
    assertThat(walk(at("new"), Optional.empty())).isEqualTo(withDirectories("a", "b/c", "empty/"));
    assertProblem("path_not_found", () -> storage.stat(at("old")));
  }

  @Test
  @Promise({"C2", "D4"})
  void aRenameNeverReplacesAnything() {
    write(at("a"), "1");
    write(at("b"), "12");
    write(at("dir/c"), "123");
    assertProblem("path_exists", () -> storage.rename(at("a"), at("b"), 10));
    assertProblem("path_exists", () -> storage.rename(at("a"), at("dir"), 10));
    assertProblem("path_not_found", () -> storage.rename(at("none"), at("new"), 10));
    assertProblem("into_itself", () -> storage.rename(at("dir"), at("dir/d"), 10));
    assertThat(list(base, Optional.empty())).containsExactly("a", "b", "dir/");
  }

  @Test
  void whereNamesAreTooLongTheyAreCalledUnsuitable() {
    assertThat(storage.unsuitable(at("fine"))).isEmpty();
    assertThat(storage.unsuitable(at("x".repeat(1025))).orElseThrow().code())
        .isEqualTo("invalid_path_name");
    assertThat(storage.unsuitable(at("a\0b"))).isPresent();
  }

  @Test
  @Promise("B1")
  void pagesOfTheBrowserFollowOneAnother() {
    IntStream.range(0, 25).forEach(i -> write(at("f%02d".formatted(i)), ""));
    write(at("sub/f"), "");
    for (boolean recursive : new boolean[] {false, true}) {
      List<String> found = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      do {
        Page.Of<Item> page =
            browser()
                .list(
                    collection,
                    CollectionLab.USER,
                    new Query(base, recursive, Optional.empty(), true, Browser.History.NOW),
                    new Page(cursor, 4));
        page.items().forEach(item -> found.add(item.sortKey()));
        cursor = page.nextCursor();
      } while (cursor.isPresent());
      assertThat(found)
          .isEqualTo(recursive ? walk(base, Optional.empty()) : list(base, Optional.empty()));
    }
  }

  @Test
  @Promise("B2")
  void theBrowserFiltersByGlobAndHidesDots() {
    for (String file :
        List.of("2024/a.csv", "2024/x/b.csv", "2024/c.txt", "2025/d.csv", ".e.csv")) {
      write(at(file), "");
    }
    assertThat(browse(true, "**/*.csv", true))
        .containsExactly(".e.csv", "2024/a.csv", "2024/x/b.csv", "2025/d.csv");
    assertThat(browse(true, "2024/**", false).stream().filter(name -> name.contains(".")))
        .containsExactly("2024/a.csv", "2024/c.txt", "2024/x/b.csv");
    assertThat(browse(true, "2024/*.csv", false)).containsExactly("2024/a.csv");
    assertThat(browse(false, "*4", false)).containsExactly("2024");
    assertThat(browse(false, "*", false)).containsExactly("2024", "2025");
    assertProblem("path_not_found", () -> browse(at("none"), true, "2024/**"));
  }

  private List<String> browse(boolean recursive, String glob, boolean hidden) {
    return browse(base, recursive, glob, hidden);
  }

  private List<String> browse(String path, boolean recursive, String glob) {
    return browse(path, recursive, glob, true);
  }

  private List<String> browse(String path, boolean recursive, String glob, boolean hidden) {
    return browser()
        .list(
            collection,
            CollectionLab.USER,
            new Query(path, recursive, Optional.of(glob), hidden, Browser.History.NOW),
            Page.first())
        .items()
        .stream()
        .map(Item::name)
        .toList();
  }

  @Test
  void theBrowserMakesDirectoriesAndRenames() {
    browser().makeDirectory(collection, CollectionLab.USER, at("made/"));
    assertProblem(
        "path_exists", () -> browser().makeDirectory(collection, CollectionLab.USER, at("made")));
    browser().rename(collection, CollectionLab.USER, at("made"), at("moved"));
    assertThat(browser().stat(collection, CollectionLab.USER, at("moved/")).type())
        .isEqualTo(Item.Type.DIRECTORY);
    assertThat(browser().renames(collection, CollectionLab.USER, base)).isTrue();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
