package io.windlass.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir static Path temporary;

  private final Path directory = temporary.resolve("my data");

  @Test
  void is_durable_private_and_restartable() throws Exception {
    try (Database database = Database.embedded(directory)) {
      assertThat(settings(database))
          .containsEntry("fsync", "on")
          .containsEntry("synchronous_commit", "on")
          .containsEntry("full_page_writes", "on")
          .containsEntry("data_checksums", "on")
          .containsEntry("listen_addresses", "127.0.0.1")
          .containsEntry("unix_socket_directories", "")
          .containsEntry("max_connections", "60")
          .containsEntry("password_encryption", "scram-sha-256")
          .containsEntry("server_encoding", "UTF8");
      assertThat(accessMethods(database)).containsOnly("scram-sha-256");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("postgres"))))
          .isEqualTo("rwx------");
      Path password = directory.resolve("postgres").resolve("password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
          .isEqualTo("rw-------");
      assertThatThrownBy(() -> Database.embedded(directory))
          .isInstanceOf(WindlassException.class)
          .hasMessageStartingWith("data_directory_in_use");
      new Settings(database.jdbi()).replace("colour", "blue");
    }
    try (Database database = Database.embedded(directory)) {
      assertThat(new Settings(database.jdbi()).find("colour")).contains("blue");
    }
    assertThat(directory.resolve("postgres").resolve("data").resolve("postmaster.pid"))
        .doesNotExist();
  }

  @Test
  void lets_nobody_in_without_the_password() {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory.resolve("postgres"))) {
      for (Secret wrong : new Secret[] {Secret.of(""), Secret.of("wrong")}) {
        assertThatThrownBy(() ->
                org.jdbi.v3.core.Jdbi.create(
                        server.jdbcUrl("postgres"), server.user(), wrong.reveal())
                    .useHandle(handle -> handle.execute("SELECT 1")))
            .hasMessageContaining("password");
      }
    }
  }

  /** Tells how the start of an embedded server ended. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) {
      try {
        EmbeddedPostgres.start(Path.of(arguments[0])).close();
        System.out.println("started");
      } catch (WindlassException e) {
        System.out.println(e.problem().code());
      }
    }
  }

  @Test
  void root_without_user_namespaces_is_told_what_to_do(@TempDir Path other) throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Map<String, String> withoutUnshare = Map.of("PATH", "/nonexistent");
    try (ChildProcess child = ChildProcess.start(Starter.class, withoutUnshare, other.toString())) {
      assertThat(child.line()).isEqualTo("embedded_postgres_needs_user");
    }
  }

  @Test
  void another_process_on_the_same_directory_is_refused() throws Exception {
    try (EmbeddedPostgres _ = EmbeddedPostgres.start(directory.resolve("postgres"));
        ChildProcess child =
            ChildProcess.start(Starter.class, Map.of(), directory.resolve("postgres").toString())) {
      assertThat(child.line()).isEqualTo("data_directory_in_use");
    }
  }

  @Test
  void data_of_another_major_version_is_refused_in_words() throws Exception {
    EmbeddedPostgres.start(directory.resolve("postgres")).close();
    Path version = directory.resolve("postgres/data/PG_VERSION");
    String written = Files.readString(version);
    Files.writeString(version, "17\n");
    try {
      assertThatThrownBy(() -> EmbeddedPostgres.start(directory.resolve("postgres")))
          .hasMessageStartingWith("embedded_postgres_failed")
          .hasMessageContaining("version 17");
    } finally {
      Files.writeString(version, written);
    }
    EmbeddedPostgres.start(directory.resolve("postgres")).close();
  }

  private static Map<String, String> settings(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT name, setting FROM pg_settings")
                .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static List<String> accessMethods(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT auth_method FROM pg_hba_file_rules")
                .mapTo(String.class)
                .list());
  }
}
