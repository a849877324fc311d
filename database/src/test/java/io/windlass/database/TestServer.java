package io.windlass.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** One server for the tests of this house. Other houses have {@code TestDatabase}. */
public final class TestServer {
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private TestServer() {}

  /** The address of a fresh, empty database. */
  public static String createDatabase() {
    String name = "test_" + COUNTER.incrementAndGet();
    Jdbi.create(SERVER.jdbcUrl("postgres"), SERVER.user(), password())
        .useHandle(handle -> handle.execute("CREATE DATABASE " + name));
    return SERVER.jdbcUrl(name);
  }

  public static Database open(String jdbcUrl) {
    return Database.at(jdbcUrl, Optional.of(SERVER.user()), Optional.of(SERVER.userPassword()));
  }

  public static String user() {
    return SERVER.user();
  }

  public static String password() {
    return SERVER.userPassword().reveal();
  }

  private static EmbeddedPostgres start() {
    try {
      Path directory = Files.createTempDirectory("windlass-database-test-");
      EmbeddedPostgres server = EmbeddedPostgres.start(directory);
      Jdbi.create(server.jdbcUrl("postgres"), server.user(), server.userPassword().reveal())
          .useHandle(handle -> { // what must survive a crash is tested elsewhere
            handle.execute("ALTER SYSTEM SET fsync = off");
            handle.execute("SELECT pg_reload_conf()");
          });
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                server.close();
                try {
                  PostgresPrograms.deleteTree(directory);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
