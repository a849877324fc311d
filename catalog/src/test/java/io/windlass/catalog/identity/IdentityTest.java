package io.windlass.catalog.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Page;
import io.windlass.testing.TestDatabase;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  static TestDatabase database;
  static Users users;
  static Groups groups;
  static Principals principals;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
    users = new Users(database.database());
    groups = new Groups(database.database());
    principals = new Principals(database.database());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void a_user_is_found_by_id_name_and_address_whatever_the_case() {
    User ada =
        users.create(
            Caller.system(),
            new NewUser(
                "Ada.L", Optional.of("Ada Lovelace"), List.of("ada@example.org", "a@b.c"), false));

    assertThat(ada.id()).isGreaterThanOrEqualTo(3_350_000);
    assertThat(ada.emails()).containsExactly("a@b.c", "ada@example.org");
    assertThat(ada.displayName()).contains("Ada Lovelace");
    assertThat(users.find(ada.id())).contains(ada);
    assertThat(users.find("ADA.l")).contains(ada);
    assertThat(users.find("ADA@Example.org")).contains(ada);
    assertThat(users.find("ada")).isEmpty();
    assertThat(users.find(Caller.PUBLIC)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "12345", "a b c", "na/me", "ümlaut", "tab\tname", "...", ""})
  void a_bad_name_is_refused(String name) {
    assertThatThrownBy(() -> create(name)).hasMessageStartingWith("invalid_name");
    assertThatThrownBy(() -> groups.create(Caller.system(), name, Optional.empty()))
        .hasMessageStartingWith("invalid_name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "@b", "a@", "a b@c", "a@b@c", "a@b\n", "<a@b>"})
  void a_bad_address_is_refused_and_no_user_made(String email) {
    NewUser user = new NewUser("mailer", Optional.empty(), List.of(email), false);
    assertThatThrownBy(() -> users.create(Caller.system(), user))
        .hasMessageStartingWith("invalid_email");
    assertThat(users.find("mailer")).isEmpty();
  }

  @Test
  void names_are_unique_among_users_groups_and_built_in_ones() {
    create("unique");
    groups.create(Caller.system(), "team-unique", Optional.empty());
    for (String taken : List.of("UNIQUE", "Team-Unique", "Public", "administrators")) {
      assertThatThrownBy(() -> create(taken)).hasMessageStartingWith("name_taken");
      assertThatThrownBy(() -> groups.create(Caller.system(), taken, Optional.empty()))
          .hasMessageStartingWith("name_taken");
    }
  }

  @Test
  void an_address_belongs_to_one_user_and_the_other_is_not_made() {
    users.create(
        Caller.system(),
        new NewUser("first.mail", Optional.empty(), List.of("shared@example.org"), false));
    NewUser second =
        new NewUser("second.mail", Optional.empty(), List.of("SHARED@example.org"), false);
    assertThatThrownBy(() -> users.create(Caller.system(), second))
        .hasMessageStartingWith("email_taken");
    assertThat(users.find("second.mail")).isEmpty();
  }

  @Test
  void only_administrators_make_users() {
    Caller ordinary = Caller.of(create("ordinary"), EnumSet.allOf(Scope.class), Set.of());
    assertThatThrownBy(() -> users.create(ordinary, NewUser.named("friend")))
        .hasMessageStartingWith("administrator_required");
    User chief =
        users.create(Caller.system(), new NewUser("chief", Optional.empty(), List.of(), true));
    Caller withoutScope = Caller.of(chief, Set.of(Scope.VIEW, Scope.MODIFY), Set.of());
    assertThat(withoutScope.administrator()).isFalse();
    assertThatThrownBy(() -> users.create(withoutScope, NewUser.named("friend")))
        .hasMessageStartingWith("insufficient_scope");
    assertThatThrownBy(() -> users.create(Caller.anonymous(), NewUser.named("friend")))
        .hasMessageStartingWith("token_required");
    Caller full = Caller.of(chief, Set.of(Scope.ADMIN), Set.of());
    assertThat(users.create(full, NewUser.named("friend")).administrator()).isFalse();
  }

  @Test
  void users_and_groups_are_listed_page_by_page() {
    for (int i = 0; i < 5; i++) {
      create("paged." + i);
      groups.create(Caller.system(), "paged.group." + i, Optional.empty());
    }
    assertThat(allPages(users::list).stream().map(User::name)).contains("paged.0", "paged.4");
    assertThat(allPages(users::list)).doesNotHaveDuplicates();
    assertThat(allPages(groups::list).stream().map(Group::name))
        .contains("paged.group.0", "paged.group.4")
        .doesNotHaveDuplicates();
    assertThatThrownBy(() -> users.list(new Page(Optional.of("x"), 1)))
        .hasMessageStartingWith("invalid_cursor");
  }

  @Test
  void the_maker_of_a_group_and_administrators_decide_about_members() {
    User keeper = create("keeper");
    User member = create("member");
    Caller keeping = Caller.of(keeper, Set.of(Scope.MODIFY), Set.of());
    Caller joining = Caller.of(member, Set.of(Scope.MODIFY), Set.of());
    Group group = groups.create(keeping, "kept", Optional.of("A group"));

    assertThatThrownBy(() -> groups.addMember(joining, group.id(), member.id()))
        .hasMessageStartingWith("group_not_yours");
    groups.addMember(keeping, group.id(), member.id());
    groups.addMember(keeping, group.id(), member.id());
    groups.addMember(Caller.system(), group.id(), keeper.id());
    assertThat(groups.members(group.id(), Page.first()).items())
        .extracting(User::name)
        .containsExactly("keeper", "member");
    assertThat(groups.of(member.id())).containsExactly(group);
    assertThat(users.caller(member.id(), Scope.VIEW).orElseThrow().principals())
        .containsExactlyInAnyOrder(
            member.id(), group.id(), Caller.AUTHENTICATED_USERS, Caller.PUBLIC);

    assertThatThrownBy(() -> groups.removeMember(joining, group.id(), keeper.id()))
        .hasMessageStartingWith("group_not_yours");
    groups.removeMember(joining, group.id(), member.id());
    groups.removeMember(keeping, group.id(), keeper.id());
    assertThat(groups.members(group.id(), Page.first()).items()).isEmpty();

    assertThatThrownBy(() -> groups.addMember(keeping, group.id(), group.id()))
        .hasMessageStartingWith("user_not_found");
    assertThatThrownBy(() -> groups.addMember(keeping, 7, member.id()))
        .hasMessageStartingWith("group_not_found");
    Caller looking = Caller.of(keeper, Set.of(Scope.VIEW), Set.of());
    assertThatThrownBy(() -> groups.create(looking, "not-made", Optional.empty()))
        .hasMessageStartingWith("insufficient_scope");
  }

  @Test
  void principals_are_found_by_id_and_name() {
    User user = create("principal.user");
    Group group = groups.create(Caller.system(), "principal.group", Optional.empty());
    assertThat(principals.find(List.of(user.id(), group.id(), Caller.PUBLIC, 5L)))
        .containsExactlyInAnyOrder(
            new Principal(user.id(), Principal.Kind.USER, "principal.user"),
            new Principal(group.id(), Principal.Kind.GROUP, "principal.group"),
            new Principal(Caller.PUBLIC, Principal.Kind.BUILT_IN, "public"));
    assertThat(principals.get("Principal.Group").id()).isEqualTo(group.id());
    assertThat(principals.get("" + user.id()).name()).isEqualTo("principal.user");
    assertThatThrownBy(() -> principals.get("nobody-here"))
        .hasMessageStartingWith("principal_not_found");
  }

  private static User create(String name) {
    return users.create(Caller.system(), NewUser.named(name));
  }

  private static <T> List<T> allPages(java.util.function.Function<Page, Page.Of<T>> list) {
    List<T> all = new java.util.ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<T> page = list.apply(new Page(cursor, 2));
      assertThat(page.items().size()).isLessThanOrEqualTo(2);
      all.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return all;
  }
}
