package io.windlass.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own, with everything it needs under one directory: {@code data},
 * {@code log} (a week), {@code programs}, {@code password} (of the one user, readable by the owner
 * only) and {@code port}.
 *
 * <p>It is as durable as PostgreSQL is: a commit that was acknowledged survives the end of any
 * process and of the machine. It listens on 127.0.0.1 only and asks everybody for the password. It
 * is a process of its own and outlives a killed owner; the next owner stops it first, so that
 * settings and programs are always those of the present build. A process that ends in order without
 * closing its server stops it too.
 *
 * <p>PostgreSQL refuses to run as root. When Windlass does, the server runs in a user namespace of
 * its own ({@code unshare -U}), in which it is nobody.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  /** The name of the only user. */
  static final String USER = "windlass";

  private static final int START_ATTEMPTS = 5;
  private static final Duration OWNER_PATIENCE = Duration.ofSeconds(12);
  private static final String SETTINGS =
      """
      # Written by Windlass at each start. Own settings: ALTER SYSTEM.
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      max_connections = 60
      password_encryption = 'scram-sha-256'

      fsync = on
      synchronous_commit = on
      full_page_writes = on

      timezone = 'UTC'
      log_timezone = 'UTC'
      datestyle = 'iso, ymd'
      lc_messages = 'C'

      logging_collector = on
      log_directory = '../log'
      log_filename = 'postgresql-%a.log'
      log_truncate_on_rotation = on
      log_rotation_age = 1d
      log_rotation_size = 0
      # statements may hold what a log must not
      log_min_error_statement = panic
      log_parameter_max_length_on_error = 0
      """;
  private static final String ACCESS =
      """
      # Written by Windlass at each start.
      local all all scram-sha-256
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private final Path directory;
  private final PostgresPrograms programs;
  private final FileChannel lock;
  private final Secret password;
  private int port;
  private final CountDownLatch closed = new CountDownLatch(1);

  private EmbeddedPostgres(Path directory, FileChannel lock) throws IOException {
    this.directory = directory;
    this.lock = lock;
    PostgresPrograms.checkUser();
    this.programs = PostgresPrograms.under(directory.resolve("programs"));
    stopOrphan();
    this.password = password();
    createData();
    start();
  }

  /**
   * Starts the server under {@code directory}, which is made when it does not exist. Returns when
   * the server answers; after a crash of the machine that may take as long as replaying its log.
   *
   * @throws io.windlass.foundation.WindlassException {@code data_directory_in_use} when another
   *     process, or another part of this one, has the server of this directory; {@code
   *     embedded_postgres_failed} with what PostgreSQL said; {@code embedded_postgres_unsupported}
   */
  public static EmbeddedPostgres start(Path directory) {
    return start(directory, OWNER_PATIENCE);
  }

  /**
   * As {@link #start(Path)}.
   *
   * @param ownerPatience how long an ending process waits for its owner to close the server before
   *     it does so itself
   */
  static EmbeddedPostgres start(Path directory, Duration ownerPatience) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
      FileChannel lock = DirectoryLock.take(absolute);
      try {
        EmbeddedPostgres server = new EmbeddedPostgres(absolute, lock);
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> server.closeAfterOwner(ownerPatience)));
        return server;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw failed("PostgreSQL under " + absolute + " cannot be started: " + e + ".");
    }
  }

  /** The JDBC address of one database of this server, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The name of the only user, who may do everything. */
  public String user() {
    return USER;
  }

  /** The password of {@link #user}. */
  public Secret userPassword() {
    return password;
  }

  /** Makes the database if it does not exist. */
  void createDatabase(String name) {
    Jdbi jdbi = Jdbi.create(jdbcUrl("postgres"), USER, password.reveal());
    jdbi.useHandle(handle -> {
      boolean exists =
          handle
              .createQuery("SELECT EXISTS (SELECT FROM pg_database WHERE datname = :name)")
              .bind("name", name)
              .mapTo(boolean.class)
              .one();
      if (!exists) {
        handle.execute("CREATE DATABASE " + name);
      }
    });
  }

  /** Stops the server; what runs is rolled back. Returns when it has ended. */
  @Override
  public synchronized void close() {
    if (closed.getCount() == 0) {
      return;
    }
    try (lock) {
      stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      closed.countDown();
    }
  }

  /** A process that is told to end while it starts has nobody who closes; so it is done here. */
  private void closeAfterOwner(Duration patience) {
    try {
      if (!closed.await(patience.toMillis(), MILLISECONDS)) {
        close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Secret password() throws IOException {
    Path file = directory.resolve("password");
    if (!Files.exists(file)) {
      if (Files.exists(data())) {
        throw failed("The file " + file + " is missing: restore it from a backup.");
      }
      writePrivately(file, Ids.random(40));
    }
    return Secret.of(Files.readString(file).strip());
  }

  /** The file is there whole, on disk and for its owner only, or not at all. */
  private void writePrivately(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + "." + Ids.random(8) + ".new");
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(unfinished, WRITE)) {
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      channel.force(true);
    }
    Files.move(unfinished, file, ATOMIC_MOVE);
    flush(directory);
  }

  private void createData() throws IOException {
    if (Files.exists(data())) {
      return;
    }
    Path unfinished = directory.resolve("data.new");
    PostgresPrograms.deleteTree(unfinished);
    // The order of texts is that of their code points, on every machine and for ever: an index
    // never breaks because the C library of the machine was upgraded.
    PostgresPrograms.Result result =
        programs.run(
            "initdb",
            List.of(
                "--pgdata=" + unfinished,
                "--username=" + USER,
                "--pwfile=" + directory.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
    if (result.code() != 0) {
      throw failed("initdb failed: " + result.output());
    }
    Files.move(unfinished, data(), ATOMIC_MOVE);
    flush(directory);
  }

  private void start() throws IOException {
    Path startLog = directory.resolve("log").resolve("start.log");
    Files.createDirectories(startLog.getParent());
    for (int attempt = 1; ; attempt++) {
      port = freePort();
      Files.writeString(data().resolve("postgresql.conf"), SETTINGS + "port = " + port + "\n");
      Files.writeString(data().resolve("pg_hba.conf"), ACCESS);
      Files.deleteIfExists(startLog);
      PostgresPrograms.Result result = control("start", "--timeout=86400", "--log=" + startLog);
      if (result.code() == 0) {
        Files.writeString(directory.resolve("port"), port + "\n");
        return;
      }
      String said = Files.exists(startLog) ? Files.readString(startLog) : result.output();
      boolean portTaken = said.contains("could not create any TCP/IP sockets");
      if (!portTaken || attempt == START_ATTEMPTS) {
        throw failed("PostgreSQL did not start: " + said.strip());
      }
    }
  }

  /** The port of the last start if nobody has it now, so that an operator's scripts go on. */
  private int freePort() throws IOException {
    Path file = directory.resolve("port");
    if (Files.exists(file)) {
      int last = Integer.parseInt(Files.readString(file).strip());
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), last));
        return last;
      } catch (IOException _) {
        Files.delete(file);
      }
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void stop() throws IOException {
    PostgresPrograms.Result result = control("stop", "--mode=fast", "--timeout=86400");
    if (result.code() != 0 && Files.exists(pidFile())) {
      log.warn("PostgreSQL was not stopped: {}", result.output());
    }
  }

  private Path pidFile() {
    return data().resolve("postmaster.pid");
  }

  /** Ends the server that a killed owner left running. */
  private void stopOrphan() throws IOException {
    if (!Files.exists(pidFile())) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile()).getFirst().strip());
    Optional<ProcessHandle.Info> process = ProcessHandle.of(pid).map(ProcessHandle::info);
    Optional<String> command = process.flatMap(ProcessHandle.Info::command);
    if (command.isEmpty()) {
      return; // ended, or not to be known: PostgreSQL makes sure of it when it starts
    }
    boolean ours =
        command.get().endsWith("/postgres")
            && process
                .flatMap(ProcessHandle.Info::arguments)
                .map(Arrays::asList)
                .orElse(List.of())
                .contains(data().toString());
    if (ours) {
      log.info("stopping the PostgreSQL server that an earlier process left running");
      stop();
    } else {
      // The number was given to another process since. PostgreSQL would take that for itself.
      Files.delete(pidFile());
    }
  }

  private PostgresPrograms.Result control(String action, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(action, "--wait", "--pgdata=" + data()));
    arguments.addAll(Arrays.asList(options));
    return programs.run("pg_ctl", arguments);
  }

  private static void flush(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }

  private static RuntimeException failed(String message) {
    return Problem.of(Kind.INTERNAL, "embedded_postgres_failed", message).toException();
  }
}
