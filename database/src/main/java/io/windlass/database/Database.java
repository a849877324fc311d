package io.windlass.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.windlass.database.task.TaskSettings;
import io.windlass.database.task.Tasks;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The PostgreSQL database that holds all state: a pool of connections, brought to the schema of
 * this build when opened.
 *
 * <p>Records are read by their constructors, from columns named like their components; {@link
 * Optional}, {@link java.time.Instant}, {@link java.util.UUID}, enums and arrays bind and read
 * directly. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final String DATABASE = "windlass";
  private static final int CONNECTIONS = 30;

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Optional<EmbeddedPostgres> server;
  private final Tasks tasks;

  private Database(HikariDataSource pool, Optional<EmbeddedPostgres> server) {
    this.pool = pool;
    this.server = server;
    this.jdbi =
        Jdbi.create(pool).installPlugin(new PostgresPlugin()).registerRowMapper(new RecordMapper());
    this.tasks = tasks(TaskSettings.standard());
  }

  /**
   * Starts a PostgreSQL server under {@code directory/postgres} and opens its database. {@link
   * #close} stops the server; a server left behind by a killed process is replaced by the next one.
   *
   * @throws io.windlass.foundation.WindlassException as {@link EmbeddedPostgres#start}
   */
  public static Database embedded(Path directory) {
    EmbeddedPostgres server = EmbeddedPostgres.start(directory.resolve("postgres"));
    try {
      server.createDatabase(DATABASE);
      return open(
          server.jdbcUrl(DATABASE),
          Optional.of(server.user()),
          Optional.of(server.userPassword()),
          Optional.of(server));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Opens the database at a JDBC address, {@code jdbc:postgresql://HOST:PORT/DATABASE?…}. User and
   * password may stand in the address too.
   *
   * @throws io.windlass.foundation.WindlassException {@code database_url_invalid}; {@code
   *     database_unreachable} when it does not let us in; {@code database_not_migrated}
   */
  public static Database at(String jdbcUrl, Optional<String> user, Optional<Secret> password) {
    if (!jdbcUrl.startsWith("jdbc:postgresql://")) {
      throw invalidUrl("The database address does not begin with jdbc:postgresql://.");
    }
    return open(jdbcUrl, user, password, Optional.empty());
  }

  /** The way to it: statements in text blocks through the fluent API. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** Durable long work. */
  public Tasks tasks() {
    return tasks;
  }

  /** Durable long work with settings of one's own; the caller closes it before the database. */
  public Tasks tasks(TaskSettings settings) {
    return new Tasks(jdbi, pool, settings);
  }

  /** Gives running tasks back, closes all connections, then stops the server if it is our own. */
  @Override
  public void close() {
    tasks.close();
    pool.close();
    server.ifPresent(EmbeddedPostgres::close);
  }

  private static Database open(
      String jdbcUrl,
      Optional<String> user,
      Optional<Secret> password,
      Optional<EmbeddedPostgres> server) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("windlass");
    config.setJdbcUrl(jdbcUrl);
    user.ifPresent(config::setUsername);
    password.map(Secret::reveal).ifPresent(config::setPassword);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setIdleTimeout(60_000);
    config.setInitializationFailTimeout(1); // one attempt: a wrong password stays wrong
    config.addDataSourceProperty("ApplicationName", "windlass");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    HikariDataSource pool = pool(config);
    try {
      Migrations.run(pool);
      return new Database(pool, server);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static HikariDataSource pool(HikariConfig config) {
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw Problem.of(
              Kind.UNAVAILABLE,
              "database_unreachable",
              "The database does not let us in: " + e.getMessage())
          .withRemedy("Check address, user and password of the database, and that it runs.")
          .toException(e);
    } catch (RuntimeException _) { // tells the whole address, which may hold a password
      throw invalidUrl("The database address cannot be read.");
    }
  }

  private static WindlassException invalidUrl(String message) {
    return Problem.of(Kind.INVALID, "database_url_invalid", message)
        .withRemedy("Write it as jdbc:postgresql://HOST:PORT/DATABASE.")
        .toException();
  }
}
