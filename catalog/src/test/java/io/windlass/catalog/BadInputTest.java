package io.windlass.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.Annotations.Value;
import io.windlass.catalog.Annotations.ValueType;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Whatever text comes in ends as INVALID or NOT_FOUND, never as a failure of the database. */
class BadInputTest extends CatalogFixture {
  private static final List<String> TEXTS =
      List.of("a\0b", "\0", "a\ud800b", "\udc00", "x".repeat(100_000), "\ud83d".repeat(3));

  @Test
  void everyTextThatCannotBeStoredIsRefusedAndNothingIsChanged() {
    Entry project = t.project("bad input");
    Entry folder = t.folder(project, "a");
    Entry file = t.file(project, "f");
    for (String text : TEXTS) {
      Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
      calls.put("project", () -> t.project(text));
      calls.put("folder", () -> t.folder(project, text));
      calls.put("rename", () -> t.entries.update(t.ann, change(folder).withName(text)));
      calls.put("description", () -> t.entries.update(t.ann, change(folder).withDescription(text)));
      calls.put(
          "display name", () -> t.entries.update(t.ann, change(project).withDisplayName(text)));
      calls.put("label", () -> t.entries.update(t.ann, change(file).withVersionLabel(text)));
      calls.put("comment", () -> t.entries.update(t.ann, change(file).withVersionComment(text)));
      calls.put("path", () -> t.entries.at(t.ann, CatalogPath.parse(text)));
      calls.put("search", () -> t.entries.searchProjects(t.ann, text, Page.first()));
      calls.put("cursor", () -> t.trash.list(t.ann, new Page(Optional.of(text), 1)));
      calls.put(
          "key",
          () ->
              t.storedFiles.register(
                  t.ann, stored("d/" + text, Optional.empty(), Optional.empty())));
      calls.put(
          "file name",
          () -> t.storedFiles.register(t.ann, stored("d/x", Optional.of(text), Optional.empty())));
      calls.put(
          "type",
          () -> t.storedFiles.register(t.ann, stored("d/x", Optional.empty(), Optional.of(text))));
      calls.put("note", () -> annotate(folder, "key", text));
      calls.put("note key", () -> annotate(folder, text, "value"));
      calls.forEach((what, call) ->
          assertThat(TestCatalog.problemOf(call).kind()).as(what).isEqualTo(Kind.INVALID));
      assertThat(t.entries.childNamed(t.ann, Optional.of(project.id()), text)).isEmpty();
    }
    assertThat(t.entries.get(t.ann, folder.id())).isEqualTo(folder);
    assertThat(t.entries.get(t.ann, file.id())).isEqualTo(file);
    assertThat(t.entries.get(t.ann, project.id())).isEqualTo(project);
  }

  @Test
  void aForgedCursorIsRefused() {
    Entry project = t.project("forged");
    for (String plain :
        List.of(
            "children NAME ASCENDING\n1\na\0b",
            "children NAME ASCENDING\nx\na",
            "children NAME ASCENDING\n1",
            "trash\n1\na")) {
      String cursor = Base64.getUrlEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
      assertThat(
              TestCatalog.problemOf(() ->
                      t.entries.children(
                          t.ann,
                          Optional.of(project.id()),
                          ChildrenQuery.BY_NAME.at(new Page(Optional.of(cursor), 1))))
                  .code())
          .isEqualTo("invalid_cursor");
    }
  }

  private static EntryChange change(Entry entry) {
    return EntryChange.of(entry.id());
  }

  private void annotate(Entry entry, String key, String value) {
    t.entries.putAnnotations(
        t.ann,
        new Annotations(
            entry.id(), entry.etag(), Map.of(key, new Value(ValueType.STRING, List.of(value)))));
  }

  private static NewStoredFile stored(
      String key, Optional<String> fileName, Optional<String> contentType) {
    return new NewStoredFile(
        LocationSettings.DEFAULT_LOCATION_ID,
        "managed",
        key,
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        contentType,
        fileName,
        true);
  }
}
