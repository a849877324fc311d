package io.windlass.catalog.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Page;
import io.windlass.foundation.Secret;
import io.windlass.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokensTest {
  static TestDatabase database;
  static Users users;
  static Tokens tokens;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
    users = new Users(database.database());
    tokens = new Tokens(database.database());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void a_token_proves_its_user_with_its_scopes_and_groups() {
    Caller caller = caller("prover");
    Group group = new Groups(database.database()).create(caller, "prover.group", Optional.empty());
    new Groups(database.database()).addMember(caller, group.id(), caller.user().id());
    CreatedToken created = create(caller, Set.of(Scope.VIEW, Scope.DOWNLOAD), Optional.empty());

    Caller proven = tokens.authenticate(created.text()).orElseThrow();
    assertThat(proven.user()).isEqualTo(caller.user());
    assertThat(proven.scopes()).containsExactlyInAnyOrder(Scope.VIEW, Scope.DOWNLOAD);
    assertThat(proven.principals())
        .containsExactlyInAnyOrder(
            caller.user().id(), group.id(), Caller.AUTHENTICATED_USERS, Caller.PUBLIC);
    assertThat(created.text().reveal()).matches("wl_[0-9A-Za-z]{12}_[0-9A-Za-z]{40}");
    assertThat(created.toString()).doesNotContain(created.text().reveal());
  }

  @Test
  void only_the_hash_is_stored() {
    CreatedToken created = create(caller("hasher"), Set.of(Scope.VIEW), Optional.empty());
    String row =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT t::text FROM access_token t WHERE id = :id")
                    .bind("id", created.token().id())
                    .mapTo(String.class)
                    .one());
    String random = created.text().reveal().substring("wl_".length() + 12 + 1);
    assertThat(row).contains(created.token().id()).doesNotContain(random);
  }

  @Test
  void wrong_texts_prove_nobody() {
    CreatedToken created = create(caller("guesser"), Set.of(Scope.VIEW), Optional.empty());
    CreatedToken other = create(caller("other"), Set.of(Scope.VIEW), Optional.empty());
    String text = created.text().reveal();
    char last = text.charAt(text.length() - 1);
    String othersRandom = other.text().reveal().substring(16);
    for (String wrong :
        List.of(
            "",
            "wl_",
            text + "x",
            " " + text,
            text.substring(0, text.length() - 1) + (last == 'a' ? 'b' : 'a'),
            "wl_" + created.token().id() + "_" + othersRandom,
            "wl_000000000000_" + othersRandom,
            "x".repeat(1_000_000),
            "wl_" + created.token().id() + "_" + "' OR true --")) {
      assertThat(tokens.authenticate(Secret.of(wrong))).isEmpty();
    }
    assertThat(tokens.authenticate(created.text())).isPresent();
  }

  @Test
  void an_expired_token_proves_nobody() {
    CreatedToken created =
        create(caller("mortal"), Set.of(Scope.VIEW), Optional.of(Duration.ofHours(1)));
    assertThat(created.token().expiresAt().orElseThrow())
        .isBetween(Instant.now().plusSeconds(3_000), Instant.now().plusSeconds(3_600));
    assertThat(tokens.authenticate(created.text())).isPresent();
    database
        .jdbi()
        .useHandle(handle ->
            handle
                .createUpdate("UPDATE access_token SET expires_at = now() WHERE id = :id")
                .bind("id", created.token().id())
                .execute());
    assertThat(tokens.authenticate(created.text())).isEmpty();
  }

  @Test
  void a_revoked_token_is_refused_at_once_on_every_node() {
    Caller caller = caller("revoker");
    CreatedToken created = create(caller, Set.of(Scope.VIEW), Optional.empty());
    Tokens otherNode = new Tokens(database.open());
    assertThat(otherNode.authenticate(created.text())).isPresent();
    tokens.revoke(caller, created.token().id());
    assertThat(otherNode.authenticate(created.text())).isEmpty();
    assertThatThrownBy(() -> tokens.revoke(caller, created.token().id()))
        .hasMessageStartingWith("token_not_found");
  }

  @Test
  void others_tokens_are_out_of_reach_except_for_administrators() {
    Caller owner = caller("owner");
    Caller stranger = caller("stranger");
    CreatedToken created = create(owner, Set.of(Scope.VIEW), Optional.empty());
    assertThatThrownBy(() -> tokens.revoke(stranger, created.token().id()))
        .hasMessageStartingWith("token_not_found");
    assertThatThrownBy(() -> tokens.list(stranger, owner.user().id(), Page.first()))
        .hasMessageStartingWith("administrator_required");
    assertThatThrownBy(() ->
            tokens.create(stranger, owner.user().id(), "x", Set.of(Scope.VIEW), Optional.empty()))
        .hasMessageStartingWith("administrator_required");
    assertThat(tokens.authenticate(created.text())).isPresent();

    CreatedToken given =
        tokens.create(
            Caller.system(),
            owner.user().id(),
            "from the administrator",
            Set.of(Scope.VIEW),
            Optional.empty());
    assertThat(tokens.authenticate(given.text()).orElseThrow().user()).isEqualTo(owner.user());
    tokens.revoke(Caller.system(), created.token().id());
    assertThat(tokens.list(owner, owner.user().id(), Page.first()).items())
        .extracting(Token::name)
        .containsExactly("from the administrator");
  }

  @Test
  void a_token_makes_none_that_may_do_more() {
    Caller limited = caller("limited", Scope.VIEW, Scope.MODIFY);
    assertThatThrownBy(() -> create(limited, Set.of(Scope.DOWNLOAD), Optional.empty()))
        .hasMessageStartingWith("insufficient_scope")
        .hasMessageContaining("download");
    Caller looking = caller("looking", Scope.VIEW);
    assertThatThrownBy(() -> create(looking, Set.of(Scope.VIEW), Optional.empty()))
        .hasMessageStartingWith("insufficient_scope");
    assertThatThrownBy(() -> create(Caller.anonymous(), Set.of(Scope.VIEW), Optional.empty()))
        .hasMessageStartingWith("token_required");
  }

  @Test
  void bad_requests_for_a_token_are_refused() {
    Caller caller = caller("asker");
    assertThatThrownBy(() -> create(caller, Set.of(), Optional.empty()))
        .hasMessageStartingWith("invalid_scope");
    for (Duration lifetime :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(1_000_000))) {
      assertThatThrownBy(() -> create(caller, Set.of(Scope.VIEW), Optional.of(lifetime)))
          .hasMessageStartingWith("invalid_lifetime");
    }
    assertThatThrownBy(() ->
            tokens.create(
                caller, caller.user().id(), "a\u0000b", Set.of(Scope.VIEW), Optional.empty()))
        .hasMessageStartingWith("invalid_label");
    assertThatThrownBy(() ->
            tokens.create(Caller.system(), 7, "nobody's", Set.of(Scope.VIEW), Optional.empty()))
        .hasMessageStartingWith("user_not_found");
    assertThatThrownBy(() -> Scope.ofWord("VIEW")).hasMessageStartingWith("invalid_scope");
  }

  @Test
  void use_is_noted_to_the_minute() {
    Caller caller = caller("user");
    CreatedToken created = create(caller, Set.of(Scope.VIEW), Optional.empty());
    assertThat(lastUsed(caller)).isEmpty();
    tokens.authenticate(created.text());
    Instant first = lastUsed(caller).orElseThrow();
    tokens.authenticate(created.text());
    assertThat(lastUsed(caller)).contains(first);
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "UPDATE access_token SET last_used_at = last_used_at - interval '61 s'"));
    tokens.authenticate(created.text());
    assertThat(lastUsed(caller).orElseThrow()).isAfter(first.minusSeconds(1));
  }

  @Test
  void the_first_administrator_is_made_once_even_by_nodes_that_start_together() throws Exception {
    try (TestDatabase fresh = TestDatabase.create();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Secret> kept = new ArrayList<>();
      assertThatThrownBy(() ->
              new Bootstrap(fresh.database())
                  .createAdministrator(_ -> {
                    throw new IllegalStateException("disk full");
                  }))
          .hasMessage("disk full");
      List<Callable<Boolean>> starts = new ArrayList<>();
      for (int node = 0; node < 4; node++) {
        Bootstrap bootstrap = new Bootstrap(node == 0 ? fresh.database() : fresh.open());
        starts.add(() ->
            bootstrap.createAdministrator(token -> {
              synchronized (kept) {
                kept.add(token);
              }
            }));
      }
      int made = 0;
      for (Future<Boolean> start : threads.invokeAll(starts)) {
        made += start.get() ? 1 : 0;
      }
      assertThat(made).isEqualTo(1);
      assertThat(kept).hasSize(1);
      Caller administrator =
          new Tokens(fresh.database()).authenticate(kept.getFirst()).orElseThrow();
      assertThat(administrator.administrator()).isTrue();
      assertThat(administrator.scopes()).isEqualTo(EnumSet.allOf(Scope.class));
      assertThat(administrator.user().name()).isEqualTo("admin");
    }
  }

  private static Optional<Instant> lastUsed(Caller caller) {
    return tokens.list(caller, caller.user().id(), Page.first()).items().getFirst().lastUsedAt();
  }

  private static CreatedToken create(
      Caller caller, Set<Scope> scopes, Optional<Duration> lifetime) {
    return tokens.create(caller, caller.user().id(), "a token", scopes, lifetime);
  }

  private static Caller caller(String name, Scope... scopes) {
    User user = users.create(Caller.system(), NewUser.named(name));
    return Caller.of(
        user, scopes.length == 0 ? EnumSet.allOf(Scope.class) : Set.of(scopes), Set.of());
  }
}
