package io.windlass.catalog;

import static io.windlass.catalog.TestCatalog.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocationSettingsTest extends CatalogFixture {
  @Test
  @Promise("L1")
  void theNearestSettingIsEffectiveAndTheDefaultWhereThereIsNone() {
    Entry project = t.project("effective");
    Entry a = t.folder(project, "a");
    Entry b = t.folder(a, "b");
    Entry file = t.file(b, "f");
    Location outer = t.external(t.ann, "outer");
    Location inner = t.external(t.ann, "inner");
    assertThat(t.settings.effective(file.id())).isEmpty();
    assertThat(t.settings.effectiveLocationId(file.id())).isEqualTo(1);

    LocationSetting onProject =
        t.settings.create(t.ann, project.id(), List.of(outer.id(), inner.id()));
    LocationSetting onB = t.settings.create(t.ann, b.id(), List.of(inner.id()));
    assertThat(t.settings.effective(a.id())).contains(onProject);
    assertThat(t.settings.effectiveLocationId(a.id())).isEqualTo(outer.id());
    assertThat(t.settings.effective(b.id())).contains(onB);
    assertThat(t.settings.effective(file.id())).contains(onB);
    assertThat(t.settings.find(t.ann, b.id())).contains(onB);
    assertThat(t.settings.find(t.ann, a.id())).isEmpty();
    assertThat(t.settings.get(t.ann, onB.id())).isEqualTo(onB);

    t.settings.delete(t.ann, onB.id());
    assertThat(t.settings.effective(file.id())).contains(onProject);
    assertRefused(
        Kind.NOT_FOUND, "location_setting_not_found", () -> t.settings.get(t.ann, onB.id()));
    t.trash.put(t.ann, file.id());
    assertRefused(
        Kind.NOT_FOUND, "entry_not_found", () -> t.settings.effectiveLocationId(file.id()));
  }

  @Test
  @Promise("L1")
  void aSettingHasOneToTenLocationsThatExist() {
    Entry project = t.project("count");
    List<Long> many = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      many.add(t.external(t.ann, "count" + i).id());
    }
    Map<String, List<Long>> wrong =
        Map.of(
            "location_count",
            List.of(),
            "location_twice",
            List.of(many.getFirst(), many.getFirst()),
            "unknown_location",
            List.of(99999L));
    wrong.forEach((code, ids) ->
        assertRefused(Kind.INVALID, code, () -> t.settings.create(t.ann, project.id(), ids)));
    assertRefused(
        Kind.INVALID, "location_count", () -> t.settings.create(t.ann, project.id(), many));
    LocationSetting ten = t.settings.create(t.ann, project.id(), many.subList(0, 10));
    assertThat(ten.locationIds()).isEqualTo(many.subList(0, 10));
    assertRefused(
        Kind.INVALID,
        "has_location_setting",
        () -> t.settings.create(t.ann, project.id(), List.of(1L)));
    Entry file = t.file(t.folder(project, "a"), "f");
    assertRefused(
        Kind.INVALID,
        "location_setting_of_file",
        () -> t.settings.create(t.ann, file.id(), List.of(1L)));
  }

  @Test
  @Promise("L2")
  void onlyTheOwnerSetsALocationAndTheDefaultIsFree() {
    Entry project = t.project("owned");
    Location bobs = t.external(t.bob, "bobs");
    Location anns = t.external(t.ann, "anns");
    assertRefused(
        Kind.FORBIDDEN,
        "location_of_other",
        () -> t.settings.create(t.ann, project.id(), List.of(bobs.id())));
    LocationSetting setting = t.settings.create(t.ann, project.id(), List.of(1L));
    assertRefused(
        Kind.FORBIDDEN,
        "location_of_other",
        () ->
            t.settings.update(
                t.ann, setting.id(), Optional.of(setting.etag()), List.of(1L, bobs.id())));
    LocationSetting byRoot =
        t.settings.update(t.root, setting.id(), Optional.empty(), List.of(bobs.id()));
    LocationSetting kept =
        t.settings.update(
            t.ann, setting.id(), Optional.of(byRoot.etag()), List.of(anns.id(), bobs.id()));
    assertThat(kept.locationIds()).containsExactly(anns.id(), bobs.id());
    assertRefused(
        Kind.PRECONDITION_FAILED,
        "etag_mismatch",
        () ->
            t.settings.update(t.ann, setting.id(), Optional.of(byRoot.etag()), List.of(anns.id())));
  }

  @Test
  @Promise("L2")
  void settingsNeedCreateUpdateAndDelete() {
    Entry project = t.project("setting rights");
    Entry folder = t.folder(project, "a");
    long bob = t.bob.user().id();
    t.accessLists.setRole(t.ann, project.id(), bob, Role.READER);
    assertRefused(
        Kind.FORBIDDEN, "access_denied", () -> t.settings.create(t.bob, folder.id(), List.of(1L)));
    LocationSetting setting = t.settings.create(t.ann, folder.id(), List.of(1L));
    assertThat(t.settings.get(t.bob, setting.id())).isEqualTo(setting);
    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () -> t.settings.update(t.bob, setting.id(), Optional.empty(), List.of(1L)));
    assertRefused(Kind.FORBIDDEN, "access_denied", () -> t.settings.delete(t.bob, setting.id()));
    t.accessLists.setRole(t.ann, project.id(), bob, Role.EDITOR);
    t.settings.delete(t.bob, setting.id());
    t.settings.create(t.bob, folder.id(), List.of(1L));
  }

  @Test
  @Promise("L15")
  void filesAreWrittenWhereTheCallerMayCreateOrOwns() {
    Entry project = t.project("write");
    Location anns = t.external(t.ann, "write");
    assertThat(t.settings.mayWriteTo(t.ann, anns.id())).isTrue();
    assertThat(t.settings.mayWriteTo(t.root, anns.id())).isTrue();
    assertThat(t.settings.mayWriteTo(t.bob, 1)).isTrue();
    assertThat(t.settings.mayWriteTo(Caller.anonymous(), 1)).isFalse();
    assertThat(t.settings.mayWriteTo(t.bob, 99999)).isFalse();
    assertThat(t.settings.mayWriteTo(t.bob, anns.id())).isFalse();

    t.settings.create(t.ann, project.id(), List.of(anns.id()));
    assertThat(t.settings.mayWriteTo(t.bob, anns.id())).isFalse();
    t.accessLists.setRole(t.ann, project.id(), t.bob.user().id(), Role.READER);
    assertThat(t.settings.mayWriteTo(t.bob, anns.id())).isFalse();
    t.accessLists.setRole(t.ann, project.id(), t.bob.user().id(), Role.EDITOR);
    assertThat(t.settings.mayWriteTo(t.bob, anns.id())).isTrue();
    t.trash.put(t.ann, project.id());
    assertThat(t.settings.mayWriteTo(t.bob, anns.id())).isFalse();
  }

  @Test
  @Promise("L15")
  void aFolderFurtherDownWhereTheCallerMayCreateCountsUnlessItHasAnotherLocation() {
    Entry project = t.project("write below");
    Entry open = t.folder(t.folder(project, "a"), "open");
    Location outer = t.external(t.ann, "write-outer");
    Location inner = t.external(t.ann, "write-inner");
    t.settings.create(t.ann, project.id(), List.of(outer.id()));
    t.accessLists.create(
        t.ann,
        open.id(),
        Map.of(
            t.ann.user().id(), Role.OWNER.access(),
            t.bob.user().id(), Role.EDITOR.access()));
    assertThat(t.settings.mayWriteTo(t.bob, outer.id())).isTrue();

    t.settings.create(t.ann, open.id(), List.of(inner.id()));
    assertThat(t.settings.mayWriteTo(t.bob, outer.id())).isFalse();
    assertThat(t.settings.mayWriteTo(t.bob, inner.id())).isTrue();
  }
}
