package io.windlass.cli.filesystems;

import io.windlass.cli.output.CliException;
import io.windlass.cli.start.SizeConverter;
import io.windlass.client.model.FileSystemSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where the bytes of a file system are. Filled in by the parser. */
public final class SourceOptions {
  @Option(
      names = "--device",
      paramLabel = "PATH",
      description = "A block device with XFS, ext4 or btrfs on it, not mounted.")
  private Optional<Path> device = Optional.empty();

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "The root of a mount of yours; or any directory, whose files then come with the import.")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "A file that Windlass makes, formats as XFS and mounts.")
  private Optional<Path> image = Optional.empty();

  @Option(
      names = "--size",
      converter = SizeConverter.class,
      description = "Of the image, for example 100G; it takes the space that its files need.")
  private Optional<Long> size = Optional.empty();

  /** Made by the parser. */
  public SourceOptions() {}

  FileSystemSource source() {
    long given = Stream.of(device, directory, image).filter(Optional::isPresent).count();
    if (given != 1 || image.isPresent() != size.isPresent()) {
      throw new CliException(
          "invalid_source",
          "A file system needs one place for its bytes.",
          "Give --device PATH, or --directory DIR, or --image FILE with --size 100G.");
    }
    return device
        .map(path -> new FileSystemSource("device", absolute(path), Optional.empty()))
        .or(() ->
            directory.map(
                path -> new FileSystemSource("directory", absolute(path), Optional.empty())))
        .orElseGet(() -> new FileSystemSource("image", absolute(image.orElseThrow()), size));
  }

  static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
