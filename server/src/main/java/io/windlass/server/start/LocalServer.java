package io.windlass.server.start;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the command line on this machine finds the server that was started last: {@code
 * windlass/local.json} in the user's configuration directory.
 */
public final class LocalServer {
  private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);

  private LocalServer() {}

  /** Writes the file. A directory that cannot be written to is no reason not to run. */
  public static void announce(URI server, Path data, Map<String, String> environment) {
    Path token = data.resolve("admin.token");
    if (!Files.exists(token)) {
      return;
    }
    Path directory = configuration(environment).resolve("windlass");
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      LOG.warn("The command line will not find this server: {} cannot be made.", directory);
      return;
    }
    OwnFiles.write(directory.resolve("local.json"), document(server, token));
  }

  private static String document(URI server, Path token) {
    return new ObjectMapper()
        .createObjectNode()
        .put("server", server.toString())
        .put("tokenFile", token.toString())
        .toPrettyString();
  }

  private static Path configuration(Map<String, String> environment) {
    @Nullable String xdg = environment.get("XDG_CONFIG_HOME");
    return xdg == null || xdg.isBlank()
        ? Path.of(System.getProperty("user.home"), ".config")
        : Path.of(xdg);
  }
}
