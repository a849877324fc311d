package io.windlass.catalog;

import static io.windlass.catalog.TestCatalog.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.Annotations.Value;
import io.windlass.catalog.Annotations.ValueType;
import io.windlass.catalog.ChildrenQuery.Direction;
import io.windlass.catalog.ChildrenQuery.Sort;
import io.windlass.catalog.ChildrenQuery.Total;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChildrenTest extends CatalogFixture {
  private static final Set<EntryType> BOTH = EnumSet.of(EntryType.FOLDER, EntryType.FILE);

  @Test
  @Promise("T11")
  void everyOrderPagesThroughAllChildrenOnce() {
    Entry project = t.project("pages");
    for (String name : List.of("b", "é", "a", "Z", "10", "9", "ä b")) {
      t.folder(project, name);
    }
    Entry touched = t.entries.childNamed(t.ann, Optional.of(project.id()), "a").orElseThrow();
    t.entries.update(t.ann, EntryChange.of(touched.id()).withDescription("later"));

    assertThat(names(project, Sort.NAME)).containsExactly("10", "9", "Z", "a", "b", "ä b", "é");
    assertThat(names(project, Sort.CREATED_AT))
        .containsExactly("b", "é", "a", "Z", "10", "9", "ä b");
    assertThat(names(project, Sort.MODIFIED_AT))
        .containsExactly("b", "é", "Z", "10", "9", "ä b", "a");
  }

  /** Checks both directions and several page sizes against each other; answers the order up. */
  private List<String> names(Entry parent, Sort sort) {
    List<String> whole = names(parent, sort, Direction.ASCENDING, 1000);
    for (int limit : List.of(1, 2, 3, 7)) {
      assertThat(names(parent, sort, Direction.ASCENDING, limit)).isEqualTo(whole);
      List<String> down = new ArrayList<>(names(parent, sort, Direction.DESCENDING, limit));
      Collections.reverse(down);
      assertThat(down).isEqualTo(whole);
    }
    return whole;
  }

  private List<String> names(Entry parent, Sort sort, Direction direction, int limit) {
    List<String> names = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      ChildrenPage page =
          t.entries.children(
              t.ann,
              Optional.of(parent.id()),
              new ChildrenQuery(BOTH, sort, direction, new Page(cursor, limit), Set.of()));
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      page.entries().forEach(entry -> names.add(entry.name()));
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return names;
  }

  @Test
  @Promise("T11")
  void countAndSizeCoverAllPagesOfTheTypesAskedFor() {
    Entry project = t.project("totals");
    t.folder(project, "a");
    t.file(project, "b");
    Entry file = t.file(project, "c");
    t.entries.update(
        t.ann, EntryChange.of(file.id()).withStoredFileId(t.stored(t.ann).id()).withNewVersion());
    t.trash.put(t.ann, t.file(project, "d").id());

    ChildrenPage both = totals(project, BOTH);
    assertThat(both.count()).contains(3L);
    assertThat(both.size()).contains(24L);
    ChildrenPage folders = totals(project, EnumSet.of(EntryType.FOLDER));
    assertThat(folders.count()).contains(1L);
    assertThat(folders.size()).contains(0L);
    assertThat(folders.entries()).extracting(Entry::name).containsExactly("a");
  }

  private ChildrenPage totals(Entry parent, Set<EntryType> types) {
    return t.entries.children(
        t.ann,
        Optional.of(parent.id()),
        new ChildrenQuery(
            types,
            Sort.NAME,
            Direction.ASCENDING,
            new Page(Optional.empty(), 1),
            EnumSet.allOf(Total.class)));
  }

  @Test
  @Promise({"T11", "A8"})
  void childrenThatTheCallerMayNotReadAreLeftOutAndNotCounted() {
    Entry project = t.project("hidden");
    t.folder(project, "open");
    Entry secret = t.folder(project, "secret");
    long bob = t.bob.user().id();
    t.accessLists.setRole(t.ann, project.id(), bob, Role.READER);
    t.accessLists.create(t.ann, secret.id(), Map.of(t.ann.user().id(), Role.OWNER.access()));

    ChildrenPage page =
        t.entries.children(
            t.bob,
            Optional.of(project.id()),
            new ChildrenQuery(
                BOTH, Sort.NAME, Direction.ASCENDING, Page.first(), EnumSet.of(Total.COUNT)));
    assertThat(page.entries()).extracting(Entry::name).containsExactly("open");
    assertThat(page.count()).contains(1L);
    assertThat(t.entries.childNamed(t.bob, Optional.of(project.id()), "secret")).isEmpty();
    assertRefused(
        Kind.NOT_FOUND,
        "entry_not_found",
        () -> t.entries.at(t.bob, CatalogPath.parse("hidden/secret")));
    assertRefused(Kind.FORBIDDEN, "access_denied", () -> t.entries.get(t.bob, secret.id()));
  }

  @Test
  @Promise("A8")
  void projectsOfOthersAreNeitherListedNorFound() {
    Entry project = t.project("ann's own");
    assertThat(allProjects(t.ann)).contains("ann's own");
    assertThat(allProjects(t.bob)).doesNotContain("ann's own");
    assertThat(t.entries.searchProjects(t.bob, "ann's own", Page.first()).items()).isEmpty();
    for (String word :
        List.of("ann's own", project.guid().orElseThrow(), project.alias().orElseThrow())) {
      assertRefused(Kind.NOT_FOUND, "entry_not_found", () -> t.entries.project(t.bob, word));
    }
    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () -> t.entries.children(t.bob, Optional.of(project.id()), ChildrenQuery.BY_NAME));
  }

  private List<String> allProjects(io.windlass.catalog.identity.Caller caller) {
    return t.entries.children(caller, Optional.empty(), ChildrenQuery.BY_NAME).entries().stream()
        .map(Entry::name)
        .toList();
  }

  @Test
  void aCursorOfAnotherListIsRefused() {
    Entry project = t.project("cursors");
    t.folder(project, "a");
    t.folder(project, "b");
    ChildrenQuery one = ChildrenQuery.BY_NAME.at(new Page(Optional.empty(), 1));
    Optional<String> cursor =
        t.entries.children(t.ann, Optional.of(project.id()), one).nextCursor();
    for (Optional<String> wrong :
        List.of(Optional.of("x"), Optional.of(""), Optional.of("%%%"), cursor)) {
      ChildrenQuery query =
          new ChildrenQuery(
              BOTH, Sort.CREATED_AT, Direction.ASCENDING, new Page(wrong, 1), Set.of());
      assertRefused(
          Kind.INVALID,
          "invalid_cursor",
          () -> t.entries.children(t.ann, Optional.of(project.id()), query));
    }
    assertRefused(
        Kind.INVALID,
        "no_types",
        () ->
            t.entries.children(
                t.ann,
                Optional.of(project.id()),
                new ChildrenQuery(
                    Set.of(), Sort.NAME, Direction.ASCENDING, Page.first(), Set.of())));
  }

  @Test
  @Promise("T12")
  void projectsAreFoundByAnyPartOfTheirNamesWhateverTheCase() {
    t.entries.createProject(
        t.ann,
        new NewProject("search-1", Optional.of("Blue Whales"), Optional.empty(), Optional.empty()));
    t.entries.createProject(t.ann, NewProject.named("SEARCH-2 of whales"));
    t.entries.createProject(t.ann, NewProject.named("search-3 100%"));

    assertThat(search("WHALE", 1000)).containsExactly("SEARCH-2 of whales", "search-1");
    assertThat(search("search-", 1))
        .containsExactly("SEARCH-2 of whales", "search-1", "search-3 100%");
    assertThat(search("%", 1000)).containsExactly("search-3 100%");
    assertThat(search("h_1", 1000)).isEmpty();
  }

  private List<String> search(String text, int limit) {
    List<String> names = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<Entry> page = t.entries.searchProjects(t.ann, text, new Page(cursor, limit));
      page.items().forEach(entry -> names.add(entry.name()));
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return names;
  }

  @Test
  @Promise({"T13", "T6"})
  void annotationsKeepTheirTypesAndOrderAndRenewTheEtag() {
    Entry folder = t.folder(t.project("notes"), "a");
    assertThat(t.entries.annotations(t.ann, folder.id()).values()).isEmpty();
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("z", new Value(ValueType.STRING, List.of("one", "zwö")));
    values.put("a", new Value(ValueType.LONG, List.of("-7")));
    values.put("m", new Value(ValueType.DOUBLE, List.of("1.5", "NaN")));
    values.put("t", new Value(ValueType.TIMESTAMP_MS, List.of("1700000000000")));
    values.put("b", new Value(ValueType.BOOLEAN, List.of("true", "false")));
    values.put("e", new Value(ValueType.STRING, List.of()));

    Annotations put =
        t.entries.putAnnotations(t.ann, new Annotations(folder.id(), folder.etag(), values));

    assertThat(put.etag()).isNotEqualTo(folder.etag());
    assertThat(put).isEqualTo(t.entries.annotations(t.ann, folder.id()));
    assertThat(List.copyOf(put.values().keySet())).containsExactly("z", "a", "m", "t", "b", "e");
    assertThat(put.values()).isEqualTo(values);
    assertRefused(
        Kind.PRECONDITION_FAILED,
        "etag_mismatch",
        () ->
            t.entries.putAnnotations(t.ann, new Annotations(folder.id(), folder.etag(), Map.of())));
    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () -> t.entries.putAnnotations(t.bob, new Annotations(folder.id(), put.etag(), Map.of())));
  }

  @Test
  @Promise("T13")
  void annotationsThatBreakTheirBoundsAreRefused() {
    Entry folder = t.folder(t.project("wrong notes"), "a");
    Map<String, Value> many = new HashMap<>();
    for (int i = 0; i < 201; i++) {
      many.put("k" + i, new Value(ValueType.STRING, List.of()));
    }
    for (Map<String, Value> wrong :
        List.of(
            many,
            Map.of("", new Value(ValueType.STRING, List.of("x"))),
            Map.of("a", new Value(ValueType.LONG, List.of("1.5"))),
            Map.of("a", new Value(ValueType.DOUBLE, List.of("x"))),
            Map.of("a", new Value(ValueType.BOOLEAN, List.of("yes"))),
            Map.of("a", new Value(ValueType.TIMESTAMP_MS, List.of("today"))),
            Map.of("a", new Value(ValueType.STRING, Collections.nCopies(101, "x"))))) {
      assertRefused(
          Kind.INVALID,
          "invalid_annotations",
          () ->
              t.entries.putAnnotations(t.ann, new Annotations(folder.id(), folder.etag(), wrong)));
    }
    assertThat(t.entries.get(t.ann, folder.id())).isEqualTo(folder);
  }
}
