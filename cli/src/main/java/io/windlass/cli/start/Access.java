package io.windlass.cli.start;

import io.windlass.cli.output.CliException;
import io.windlass.client.WindlassJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which server to speak to and with which token.
 *
 * <p>The server: option, {@code WINDLASS_SERVER}, {@code config.json}, {@code local.json} (which a
 * server on this machine writes), {@code http://127.0.0.1:8080}. The token: option, {@code
 * WINDLASS_TOKEN}, {@code WINDLASS_TOKEN_FILE}, {@code config.json}; and for the server on this
 * machine alone, the administrator's token that it keeps in a file.
 *
 * @param server its address
 * @param token the text of the token, where there is one
 * @param trust certificates to believe in besides those of the platform
 */
record Access(URI server, Optional<String> token, Optional<Path> trust) {
  private static final URI DEFAULT = URI.create("http://127.0.0.1:8080");

  /** What {@code config.json} and {@code local.json} may say. */
  record Written(Optional<String> server, Optional<String> tokenFile, Optional<String> trust) {
    static final Written NOTHING =
        new Written(Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Access find(Places places, Options options) {
    Written config = read(places.config().resolve("config.json"));
    Written local = read(places.config().resolve("local.json"));
    Optional<String> chosen =
        options.server().or(() -> places.variable("WINDLASS_SERVER")).or(config::server);
    URI server = address(chosen.or(local::server).orElse(DEFAULT.toString()));
    Optional<String> token =
        options
            .tokenFile()
            .map(file -> read(file, "The token file"))
            .or(() -> places.variable("WINDLASS_TOKEN"))
            .or(() ->
                places
                    .variable("WINDLASS_TOKEN_FILE")
                    .or(config::tokenFile)
                    .map(file -> read(Path.of(file), "The token file")))
            .or(() -> localToken(server, local, places))
            .map(String::strip);
    Optional<Path> trust =
        options.trust().or(() -> places.variable("WINDLASS_TRUST").or(config::trust).map(Path::of));
    return new Access(server, token, trust);
  }

  /** The administrator's token is sent to the server that wrote it, never to another one. */
  private static Optional<String> localToken(URI server, Written local, Places places) {
    boolean localServer =
        local.server().map(text -> address(text).equals(server)).orElse(server.equals(DEFAULT));
    if (!localServer) {
      return Optional.empty();
    }
    Path file =
        local
            .tokenFile()
            .map(Path::of)
            .orElseGet(() -> places.home().resolve(".windlass").resolve("admin.token"));
    return Files.isReadable(file) ? Optional.of(read(file, "The token file")) : Optional.empty();
  }

  private static URI address(String text) {
    try {
      URI address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (address.getHost() != null
          && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new CliException(
        "invalid_server",
        "The address of the server, " + text + ", is not one.",
        "Write it like http://127.0.0.1:8080 or https://windlass.example.org.");
  }

  private static Written read(Path file) {
    try {
      return WindlassJson.mapper().readValue(file.toFile(), Written.class);
    } catch (java.io.FileNotFoundException e) {
      return Written.NOTHING;
    } catch (IOException e) {
      throw new CliException(
          "config_unreadable",
          "The file " + file + " cannot be read as JSON.",
          "Mend it, or remove it.");
    }
  }

  private static String read(Path file, String what) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CliException(
          "token_file_missing", what + " " + file + " does not exist.", "Name another one.");
    } catch (IOException e) {
      throw new CliException(
          "token_file_unreadable",
          what + " " + file + " cannot be read.",
          "Check its permissions, or name another one.");
    }
  }

  @Override
  public String toString() {
    return "Access[server=" + server + "]";
  }
}
