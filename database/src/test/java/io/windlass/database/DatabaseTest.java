package io.windlass.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private enum Colour {
    RED,
    BLUE
  }

  private record Thing(
      long id,
      String longName,
      Optional<String> note,
      Optional<Instant> seenAt,
      UUID tag,
      Colour colour,
      Set<Colour> colours,
      List<String> words) {}

  @Test
  void records_of_every_visibility_are_read_by_their_constructors() {
    UUID tag = UUID.randomUUID();
    try (Database database = TestServer.open(TestServer.createDatabase())) {
      Thing thing =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery(
                          """
                          SELECT 7 AS id, 'a' AS long_name, NULL::text AS note,
                            to_timestamp(1) AS seen_at, :tag AS tag, :colour AS colour,
                            ARRAY['RED', 'BLUE'] AS colours, ARRAY['x'] AS words
                          """)
                      .bind("tag", tag)
                      .bind("colour", Colour.BLUE)
                      .mapTo(Thing.class)
                      .one());
      assertThat(thing)
          .isEqualTo(
              new Thing(
                  7,
                  "a",
                  Optional.empty(),
                  Optional.of(Instant.ofEpochSecond(1)),
                  tag,
                  Colour.BLUE,
                  Set.of(Colour.RED, Colour.BLUE),
                  List.of("x")));
    }
  }

  @Test
  void texts_are_in_the_order_of_their_code_points() {
    try (Database database = TestServer.open(TestServer.createDatabase())) {
      List<String> sorted =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery(
                          "SELECT text FROM unnest(ARRAY['b', 'B', 'a/b', 'a-', 'ä', 'a']) text"
                              + " ORDER BY text")
                      .mapTo(String.class)
                      .list());
      assertThat(sorted).containsExactly("B", "a", "a-", "a/b", "b", "ä");
    }
  }

  @Test
  void a_wrong_password_is_told_at_once_and_not_repeated() {
    String address = TestServer.createDatabase();
    assertThatThrownBy(() ->
            Database.at(address, Optional.of(TestServer.user()), Optional.of(Secret.of("hunter2"))))
        .hasMessageStartingWith("database_unreachable")
        .hasMessageContaining("password authentication failed")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> TestServer.open(address + "_missing"))
        .hasMessageStartingWith("database_unreachable")
        .hasMessageContaining("does not exist");
  }

  @Test
  void an_address_that_cannot_be_read_is_not_repeated() {
    for (String address :
        List.of("postgres://x?password=hunter2", "jdbc:postgresql://h:port/d?password=hunter2")) {
      ThrowingCallable open = () -> Database.at(address, Optional.empty(), Optional.empty());
      assertThatThrownBy(open)
          .hasMessageStartingWith("database_url_invalid")
          .hasMessageNotContaining("hunter2")
          .hasNoCause();
    }
  }

  @Test
  void a_schema_that_somebody_else_changed_is_told() {
    String address = TestServer.createDatabase();
    Jdbi.create(address, TestServer.user(), TestServer.password())
        .useHandle(handle -> handle.execute("CREATE TABLE setting (x int)"));
    assertThatThrownBy(() -> TestServer.open(address))
        .hasMessageStartingWith("database_not_migrated");
  }

  @Test
  void a_step_that_an_older_build_does_not_know_does_not_stop_it() {
    String address = TestServer.createDatabase();
    try (Database database = TestServer.open(address)) {
      database
          .jdbi()
          .useHandle(handle -> {
            for (String version : List.of("12", "9000")) {
              handle.execute(
                  """
                  INSERT INTO flyway_schema_history
                  SELECT max(installed_rank) + 1, ?, 'of a newer build', 'SQL', 'x.sql', 1,
                    'windlass', now(), 1, true FROM flyway_schema_history
                  """,
                  version);
            }
          });
    }
    try (Database older = TestServer.open(address)) {
      assertThat(new Settings(older.jdbi()).find("x")).isEmpty();
    }
  }
}
