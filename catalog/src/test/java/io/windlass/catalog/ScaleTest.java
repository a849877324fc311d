package io.windlass.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.ChildrenQuery.Direction;
import io.windlass.catalog.ChildrenQuery.Sort;
import io.windlass.connection.location.Location;
import io.windlass.foundation.Page;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must not grow with the number of entries reads no table from end to end. */
class ScaleTest extends CatalogFixture {
  private static final int FILES = 20_000;

  private Entry project;
  private Entry flat;
  private Location location;

  @BeforeAll
  void fill() {
    project = t.project("scale");
    flat = t.folder(project, "flat");
    location = t.external(t.ann, "scale");
    for (int first = 0; first < FILES; first += BatchRegistration.MAX_FILES) {
      List<NewRegisteredFile> files = new ArrayList<>();
      for (int i = first; i < first + BatchRegistration.MAX_FILES; i++) {
        files.add(BatchRegistrationTest.object("scale/f" + i, "scale/"));
      }
      t.entries.registerBatch(t.ann, flat.id(), location.id(), files);
    }
    t.database.jdbi().useHandle(handle -> handle.execute("ANALYZE"));
  }

  /** Whole-table scans of the big tables while the work runs. */
  private Map<String, Long> scans(Runnable work) {
    return t.database
        .jdbi()
        .inTransaction(handle -> {
          Map<String, Long> before = scans(handle);
          work.run();
          Map<String, Long> after = scans(handle);
          after.replaceAll((table, count) -> count - before.getOrDefault(table, 0L));
          after.values().removeIf(count -> count == 0);
          return after;
        });
  }

  private static Map<String, Long> scans(Handle handle) {
    Map<String, Long> scans = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT relname, seq_scan FROM pg_stat_xact_user_tables
            WHERE relname IN ('entry', 'file_version', 'stored_file')
            """)
        .map((row, _) -> scans.put(row.getString("relname"), row.getLong("seq_scan")))
        .list();
    return scans;
  }

  @Test
  void readingAndFindingUseIndexes() {
    Entry file = t.entries.at(t.ann, CatalogPath.parse("scale/flat/f12345"));
    Map<String, Runnable> work = new LinkedHashMap<>();
    work.put("get", () -> t.entries.get(t.ann, file.id()));
    work.put("at", () -> t.entries.at(t.ann, CatalogPath.parse("scale/flat/f777")));
    work.put("child", () -> t.entries.childNamed(t.ann, Optional.of(flat.id()), "f9"));
    work.put("ancestors", () -> t.entries.ancestors(t.ann, file.id()));
    work.put("has children", () -> t.entries.hasChildren(t.ann, project.id()));
    work.put("search", () -> t.entries.searchProjects(t.ann, "sca", Page.first()));
    work.put("projects", () -> t.entries.children(t.ann, Optional.empty(), ChildrenQuery.BY_NAME));
    work.put("versions", () -> t.versions.list(t.ann, file.id(), Page.first()));
    work.put("require", () -> t.accessLists.require(t.ann, file.id(), Access.READ));
    work.put("effective", () -> t.settings.effective(file.id()));
    work.put("may write", () -> t.settings.mayWriteTo(t.bob, location.id()));
    work.put("trash", () -> t.trash.list(t.ann, Page.first()));
    assertNoScans(work);
  }

  private void assertNoScans(Map<String, Runnable> work) {
    Map<String, Map<String, Long>> found = new LinkedHashMap<>();
    work.forEach((name, one) -> {
      Map<String, Long> scans = scans(one);
      if (!scans.isEmpty()) {
        found.put(name, scans);
      }
    });
    assertThat(found).isEmpty();
  }

  @Test
  void pagesOfAHugeFolderUseIndexesInEveryOrder() {
    for (Sort sort : Sort.values()) {
      for (Direction direction : Direction.values()) {
        assertThat(
                scans(() -> {
                  Optional<String> cursor = page(sort, direction, Optional.empty());
                  page(sort, direction, cursor);
                }))
            .as(sort + " " + direction)
            .isEmpty();
      }
    }
  }

  private Optional<String> page(Sort sort, Direction direction, Optional<String> cursor) {
    return t.entries
        .children(
            t.ann,
            Optional.of(flat.id()),
            new ChildrenQuery(
                EnumSet.allOf(EntryType.class), sort, direction, new Page(cursor, 50), Set.of()))
        .nextCursor();
  }

  @Test
  void changingOneEntryUsesIndexes() {
    Entry other = t.folder(project, "other");
    StoredFile content = t.stored(t.ann);
    Entry folder = t.folder(flat, "new");
    NewFile file = NewFile.named(folder.id(), "f", content.id());
    EntryChange move = EntryChange.of(folder.id()).withParentId(other.id());
    Map<Long, Set<Access>> grants = Map.of(t.ann.user().id(), Role.OWNER.access());
    CatalogPath path = CatalogPath.parse("scale/flat/new/f");
    Map<String, Runnable> work = new LinkedHashMap<>();
    work.put("folder", () -> t.folder(flat, "another"));
    work.put("file", () -> t.entries.createFile(t.ann, file));
    work.put("version", () -> t.entries.update(t.ann, change(path).withNewVersion()));
    work.put("delete version", () -> t.versions.delete(t.ann, t.entries.at(t.ann, path).id(), 1));
    work.put("move", () -> t.entries.update(t.ann, move));
    work.put("list", () -> t.accessLists.create(t.ann, folder.id(), grants));
    work.put("put", () -> t.trash.put(t.ann, folder.id()));
    work.put("restore", () -> t.trash.restore(t.ann, folder.id(), Optional.empty()));
    work.put("put again", () -> t.trash.put(t.ann, folder.id()));
    work.put("purge", () -> t.trash.purge(t.ann, folder.id()));
    assertNoScans(work);
  }

  private EntryChange change(CatalogPath path) {
    return EntryChange.of(t.entries.at(t.ann, path).id());
  }

  @Test
  void aBatchUsesIndexes() {
    assertThat(
            scans(() ->
                t.entries.registerBatch(
                    t.ann,
                    flat.id(),
                    location.id(),
                    List.of(
                        BatchRegistrationTest.object("scale/f1", "scale/"),
                        BatchRegistrationTest.object("scale/d/x", "scale/")))))
        .isEmpty();
  }
}
