package io.windlass.server.start;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of {@code windlass serve} as people write them. The command line beats the
 * environment ({@code WINDLASS_STORE_PORT} for {@code --store-port}), and that beats {@code
 * windlass.properties} in the data directory ({@code store-port=9000}).
 */
@Command(
    name = "windlass serve",
    description = "Runs a Windlass server until it is told to stop.",
    footer = {
      "",
      "Every option may also stand in the environment (--store-port: WINDLASS_STORE_PORT) or in",
      "DIR/windlass.properties (store-port=9000). The command line comes first, then the",
      "environment, then the file."
    },
    sortOptions = false)
public final class ServeArguments {
  private static final String FILE = "windlass.properties";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of everything this node keeps (default: ~/.windlass).")
  @Nullable Path data;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the server, 0 for any free one (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--node-url",
      paramLabel = "URL",
      description = "Where other nodes reach this one (default: its host and port).")
  @Nullable URI nodeUrl;

  @Option(
      names = "--store",
      paramLabel = "on|off",
      defaultValue = "on",
      description = "Whether this node runs the embedded store (default: ${DEFAULT-VALUE}).")
  String store = "";

  @Option(
      names = "--store-host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address the embedded store listens on (default: ${DEFAULT-VALUE}).")
  String storeHost = "";

  @Option(
      names = "--store-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Port of the embedded store, 0 for any free one (default: ${DEFAULT-VALUE}).")
  int storePort;

  @Option(
      names = "--store-url",
      paramLabel = "URL",
      description = "What other machines call the embedded store (default: its host and port).")
  @Nullable URI storeUrl;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "A PostgreSQL of your own, jdbc:postgresql://HOST:PORT/DATABASE (default: embedded).")
  @Nullable String databaseUrl;

  @Option(names = "--database-user", paramLabel = "NAME", description = "Its user.")
  @Nullable String databaseUser;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description = "File that holds the password of that user, and nothing else.")
  @Nullable Path databasePasswordFile;

  @Option(
      names = "--secrets-key",
      paramLabel = "FILE",
      description =
          "File of the key that seals secrets; the same on all nodes (default: DIR/secrets.key).")
  @Nullable Path secretsKey;

  @Option(
      names = "--managed-connection",
      paramLabel = "CONNECTION",
      description = "Connection to your own bucket for managed storage (default: embedded store).")
  @Nullable String managedConnection;

  @Option(
      names = "--managed-bucket",
      paramLabel = "BUCKET",
      description = "That bucket; goes with --managed-connection.")
  @Nullable String managedBucket;

  @Mixin final TransferArguments transfers = new TransferArguments();

  @Mixin final FileSystemArguments fileSystems = new FileSystemArguments();

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "Certificate with its chain, PEM; goes with --tls-key.")
  @Nullable Path tlsCertificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, PEM.")
  @Nullable Path tlsKey;

  @Option(
      names = "--allow-plain-http",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Listen on an address that other machines reach without TLS: tokens travel unprotected"
              + " unless a proxy in front adds it.")
  boolean allowPlainHttp;

  @Option(
      names = "--reset-admin-token",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Write a new token of the administrator to DIR/admin.token and end those written before:"
              + " for when it is lost or became known.")
  boolean resetAdminToken;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How log lines are written to stderr (default: ${DEFAULT-VALUE}).")
  String logFormat = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  boolean help;

  private ServeArguments() {}

  /**
   * Reads the options from all three places.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_options}, with a suggestion
   *     where a name is misspelt
   */
  public static ServeArguments parse(List<String> arguments, Map<String, String> environment) {
    List<String> first = new ArrayList<>(fromEnvironment(environment));
    first.addAll(arguments);
    ServeArguments known = parse(first, "");
    if (known.help) {
      return known;
    }
    Path file = known.dataDirectory().resolve(FILE);
    if (!Files.exists(file)) {
      return known;
    }
    List<String> all = new ArrayList<>(fromFile(file));
    parse(all, " in " + file);
    all.addAll(first);
    return parse(all, "");
  }

  /** How people may write them. */
  public static String usage() {
    return new CommandLine(new ServeArguments()).getUsageMessage();
  }

  /** Whether they only ask for help. */
  public boolean helpRequested() {
    return help;
  }

  /**
   * The options, checked together.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_options}; {@code unsafe_start}
   *     when tokens would travel unprotected and nobody said that they may
   */
  public ServeOptions options() {
    Optional<ServeOptions.Tls> tls = tls();
    refuseUnsafe(tls.isPresent());
    return new ServeOptions(
        dataDirectory(),
        new ServeOptions.Http(host, checkedPort("--port", port), tls, Optional.ofNullable(nodeUrl)),
        new ServeOptions.Store(
            oneOf("--store", store, "on", "off"),
            storeHost,
            checkedPort("--store-port", storePort),
            Optional.ofNullable(storeUrl)),
        database(),
        Optional.ofNullable(secretsKey),
        managed(),
        transfers.settings(),
        transfers.prices(),
        fileSystems.settings(),
        resetAdminToken,
        oneOf("--log-format", logFormat, "json", "text"));
  }

  private void refuseUnsafe(boolean tls) {
    if (allowPlainHttp) {
      return;
    }
    if (!tls && !isLoopback("--host", host)) {
      throw unsafe("Other machines reach " + host + ", and without TLS tokens travel readable.")
          .withRemedy(
              "Give --tls-certificate and --tls-key, or --allow-plain-http when a proxy in front"
                  + " of this server adds TLS.")
          .toException();
    }
    if (!isLoopback("--store-host", storeHost)) {
      throw unsafe(
              "Other machines reach the embedded store at "
                  + storeHost
                  + ", and content and session tokens travel readable.")
          .withRemedy(
              "Put a proxy with TLS in front of it and name it with --store-url, or give"
                  + " --allow-plain-http.")
          .toException();
    }
  }

  private static Problem unsafe(String message) {
    return Problem.of(Kind.INVALID, "unsafe_start", message);
  }

  private Path dataDirectory() {
    Path directory = data == null ? Path.of(System.getProperty("user.home"), ".windlass") : data;
    return directory.toAbsolutePath().normalize();
  }

  private Optional<ServeOptions.Tls> tls() {
    if (tlsCertificate == null && tlsKey == null) {
      return Optional.empty();
    }
    if (tlsCertificate == null || tlsKey == null) {
      throw invalid("--tls-certificate and --tls-key go together.");
    }
    return Optional.of(
        new ServeOptions.Tls(
            readable("--tls-certificate", tlsCertificate), readable("--tls-key", tlsKey)));
  }

  private Optional<ServeOptions.ExternalDatabase> database() {
    if (databaseUrl == null) {
      if (databaseUser != null || databasePasswordFile != null) {
        throw invalid("--database-user and --database-password-file need --database-url.");
      }
      return Optional.empty();
    }
    return Optional.of(
        new ServeOptions.ExternalDatabase(
            databaseUrl,
            Optional.ofNullable(databaseUser),
            Optional.ofNullable(databasePasswordFile).map(ServeArguments::password)));
  }

  private Optional<ServeOptions.ManagedStorage> managed() {
    if (managedConnection == null && managedBucket == null) {
      return Optional.empty();
    }
    if (managedConnection == null || managedBucket == null) {
      throw invalid("--managed-connection and --managed-bucket go together.");
    }
    return Optional.of(new ServeOptions.ManagedStorage(managedConnection, managedBucket));
  }

  private static Secret password(Path file) {
    try {
      return Secret.of(Files.readString(readable("--database-password-file", file)).strip());
    } catch (IOException e) {
      throw invalid("--database-password-file: " + file + " cannot be read.");
    }
  }

  private static Path readable(String option, Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw invalid(option + ": there is no readable file " + file + ".");
    }
    return file.toAbsolutePath().normalize();
  }

  private static int checkedPort(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw invalid(option + ": a port is a number from 0 to 65535.");
    }
    return port;
  }

  private static boolean oneOf(String option, String value, String yes, String no) {
    String word = value.strip().toLowerCase(Locale.ROOT);
    if (!word.equals(yes) && !word.equals(no)) {
      throw invalid(option + ": " + value + " is neither " + yes + " nor " + no + ".");
    }
    return word.equals(yes);
  }

  private static boolean isLoopback(String option, String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw invalid(option + ": " + host + " is no address of this machine.");
    }
  }

  private static ServeArguments parse(List<String> arguments, String where) {
    ServeArguments parsed = new ServeArguments();
    CommandLine command = new CommandLine(parsed).setOverwrittenOptionsAllowed(true);
    try {
      command.parseArgs(arguments.toArray(String[]::new));
      return parsed;
    } catch (CommandLine.ParameterException e) {
      StringBuilder message = new StringBuilder(String.valueOf(e.getMessage())).append(where);
      if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
        String written = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
        Spelling.nearest(written, names(command))
            .ifPresent(meant -> message.append(". Did you mean ").append(meant).append("?"));
      }
      throw invalid(message.toString());
    }
  }

  private static List<String> fromEnvironment(Map<String, String> environment) {
    return names(new CommandLine(new ServeArguments())).stream()
        .filter(name -> environment.containsKey(variable(name)))
        .map(name -> name + "=" + environment.get(variable(name)))
        .toList();
  }

  private static List<String> names(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .map(CommandLine.Model.OptionSpec::longestName)
        .toList();
  }

  private static String variable(String option) {
    return "WINDLASS_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static List<String> fromFile(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw invalid(file + " cannot be read: " + e.getMessage());
    }
    return properties.stringPropertyNames().stream()
        .sorted()
        .map(name -> "--" + name + "=" + properties.getProperty(name).strip())
        .toList();
  }

  private static RuntimeException invalid(String message) {
    return Problem.of(Kind.INVALID, "invalid_options", message)
        .withRemedy("windlass serve --help lists the options.")
        .toException();
  }
}
