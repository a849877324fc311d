package io.windlass.testing;

import io.windlass.database.Database;
import io.windlass.database.EmbeddedPostgres;
import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/**
 * Databases for tests: real PostgreSQL, each one fresh and with the schema of everything on the
 * class path.
 *
 * <p>One server per process, stopped at its end. Its files stay in the directory for temporary
 * files, so that the next process starts in a fraction of a second. They are not durable: a test of
 * crashes opens {@link Database#embedded} itself. Thread-safe.
 */
public final class TestDatabase implements AutoCloseable {
  private static final String TEMPLATE = "windlass_template";
  private static final int PROCESSES = 64;
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final String name;
  private final List<Database> open = new ArrayList<>();
  private final Database first;

  private TestDatabase(String name) {
    this.name = name;
    this.first = open();
  }

  /** A fresh database. Close it when the test class is done. */
  public static TestDatabase create() {
    String name = "test_" + COUNTER.incrementAndGet();
    Server.ADMIN.useHandle(handle ->
        handle.execute(
            "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " STRATEGY FILE_COPY"));
    return new TestDatabase(name);
  }

  /** The database, opened once. */
  public Database database() {
    return first;
  }

  /** Short for {@code database().jdbi()}. */
  public Jdbi jdbi() {
    return first.jdbi();
  }

  /** The same database opened once more, as another node would. Closed with this one. */
  public synchronized Database open() {
    Database database = Database.at(jdbcUrl(), Optional.of(user()), Optional.of(password()));
    open.add(database);
    return database;
  }

  /** The JDBC address of the database, for a process of its own. */
  public String jdbcUrl() {
    return Server.POSTGRES.jdbcUrl(name);
  }

  /** The user for {@link #jdbcUrl}. */
  public String user() {
    return Server.POSTGRES.user();
  }

  /** The password for {@link #jdbcUrl}. */
  public Secret password() {
    return Server.POSTGRES.userPassword();
  }

  /** Closes all connections and deletes the database. */
  @Override
  public synchronized void close() {
    open.forEach(Database::close);
    Server.ADMIN.useHandle(handle -> handle.execute("DROP DATABASE " + name + " WITH (FORCE)"));
  }

  /** Started when the first database is asked for. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();
    static final Jdbi ADMIN =
        Jdbi.create(
            POSTGRES.jdbcUrl("postgres"), POSTGRES.user(), POSTGRES.userPassword().reveal());

    static {
      prepare();
    }

    private static EmbeddedPostgres start() {
      Path home = home();
      for (int process = 0; ; process++) {
        try {
          EmbeddedPostgres postgres = EmbeddedPostgres.start(home.resolve("postgres-" + process));
          Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
          return postgres;
        } catch (WindlassException e) {
          boolean taken = e.problem().code().equals("data_directory_in_use");
          if (!taken || process == PROCESSES) {
            throw e;
          }
        }
      }
    }

    /** Ours alone: nobody else can put files or links there. */
    private static Path home() {
      Path home =
          Path.of(System.getProperty("java.io.tmpdir"))
              .resolve("windlass-test-" + System.getProperty("user.name"));
      try {
        if (!Files.isDirectory(home)) {
          Files.createDirectory(
              home,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return home;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Removes what earlier processes left and makes the template. */
    private static void prepare() {
      ADMIN.useHandle(handle -> {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
          handle.execute("ALTER SYSTEM SET " + setting + " = off");
        }
        handle.execute("SELECT pg_reload_conf()");
        List<String> left =
            handle
                .createQuery("SELECT datname FROM pg_database WHERE datname ~ '^(test_|windlass_)'")
                .mapTo(String.class)
                .list();
        left.forEach(database -> handle.execute("DROP DATABASE " + database + " WITH (FORCE)"));
        handle.execute("CREATE DATABASE " + TEMPLATE + " STRATEGY FILE_COPY");
      });
      Database.at(
              POSTGRES.jdbcUrl(TEMPLATE),
              Optional.of(POSTGRES.user()),
              Optional.of(POSTGRES.userPassword()))
          .close();
    }
  }
}
