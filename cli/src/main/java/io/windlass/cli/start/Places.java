package io.windlass.cli.start;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where files of this user are, and what the environment says. Immutable.
 *
 * @param environment the variables
 * @param home the user's directory
 */
public record Places(Map<String, String> environment, Path home) {

  /** Of this process. */
  public static Places ofThisProcess() {
    return new Places(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** A variable that is set and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** What the user chose. */
  public Path config() {
    return directory("XDG_CONFIG_HOME", ".config");
  }

  /** What may be deleted at any time. */
  public Path cache() {
    return directory("XDG_CACHE_HOME", ".cache");
  }

  private Path directory(String variable, String otherwise) {
    // the specification says to ignore relative ones
    return variable(variable)
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> home.resolve(otherwise))
        .resolve("windlass");
  }
}
