package io.windlass.cli.start;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has. Filled in by the parser. */
public final class Options {
  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Address of the server. Default: the one on this machine.")
  private Optional<String> server = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "File with the access token. Default: WINDLASS_TOKEN, or the local server's.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "PEM file with certificates to believe in besides those of the platform.")
  private Optional<Path> trust = Optional.empty();

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON for programs instead of tables for people.")
  private boolean json;

  /** The address of the server. */
  public Optional<String> server() {
    return server;
  }

  /** The file with the token. */
  public Optional<Path> tokenFile() {
    return tokenFile;
  }

  /** The file with certificates. */
  public Optional<Path> trust() {
    return trust;
  }

  /** Whether results are for programs. */
  public boolean json() {
    return json;
  }
}
