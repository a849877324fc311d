package io.windlass.catalog.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.EntryName;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ObjectPathProperties {
  @Property
  void a_key_that_has_a_place_is_its_path_letter_for_letter(@ForAll String rest) {
    if (ObjectPath.of("base/", "base/" + rest, 1)
        instanceof ObjectPath.Place(List<String> folders, String name)) {
      List<String> parts = new ArrayList<>(folders);
      parts.add(name);
      assertThat(String.join("/", parts)).isEqualTo(rest);
      assertThat(parts).allSatisfy(part -> assertThat(EntryName.checked(part)).isEqualTo(part));
    }
  }

  @Example
  void markers_and_owner_files_are_no_content_and_odd_keys_have_no_place() {
    assertThat(of("a/", 0)).isEqualTo(new ObjectPath.NoContent());
    assertThat(of("", 0)).isEqualTo(new ObjectPath.NoContent());
    assertThat(of("owner.txt", 5)).isEqualTo(new ObjectPath.NoContent());
    assertThat(of("a/owner.txt", 5)).isEqualTo(new ObjectPath.NoContent());
    assertThat(of("a/b", 5)).isEqualTo(new ObjectPath.Place(List.of("a"), "b"));
    for (String odd : List.of("a/", "/a", "a//b", "./a", "a/../b", " a", "a ", "a\tb")) {
      assertThat(of(odd, 5)).as(odd).isInstanceOf(ObjectPath.Impossible.class);
    }
  }

  private static ObjectPath of(String rest, long size) {
    return ObjectPath.of("base/", "base/" + rest, size);
  }
}
