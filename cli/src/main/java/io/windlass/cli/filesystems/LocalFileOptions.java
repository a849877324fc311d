package io.windlass.cli.filesystems;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Files of this machine. Filled in by the parser. */
public final class LocalFileOptions {
  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and directories below the mount point of a file system.")
  private List<Path> paths = List.of();

  @Option(
      names = "--file-system",
      paramLabel = "FILESYSTEM",
      description = "Id or name, where two nodes have one at the same mount point.")
  private Optional<String> fileSystem = Optional.empty();

  /** Made by the parser. */
  public LocalFileOptions() {}

  /** The paths as they were typed. */
  public List<Path> paths() {
    return paths;
  }

  /** The only file system to look in. */
  public Optional<String> fileSystem() {
    return fileSystem;
  }
}
