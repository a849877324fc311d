package io.windlass.filesystem;

import io.windlass.filesystem.FileSystem.Source;
import io.windlass.foundation.WindlassException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a file system may ask for. */
final class FileSystemRules {
  private static final Pattern NAME = Pattern.compile("[^/\\p{Cntrl}]{1,64}");
  private static final Pattern ID = Pattern.compile("fs-[0-9a-f]{8,18}");
  private static final int MOST_ATTRIBUTES = 16 << 10;

  private FileSystemRules() {}

  /** The same with paths and attributes in their shortest form. */
  static NewFileSystem checked(NewFileSystem wanted) {
    if (!NAME.matcher(wanted.name()).matches() || !wanted.name().equals(wanted.name().strip())) {
      throw invalid("A name has 1 to 64 characters, no slash and no control characters.");
    }
    if (wanted.id().filter(id -> !ID.matcher(id).matches()).isPresent()) {
      throw invalid("An id is fs- and 8 to 18 hexadecimal digits.");
    }
    Path mountPoint = absolute("mount point", wanted.mountPoint());
    Path source = absolute("source", wanted.source().path());
    if (mountPoint.getNameCount() == 0 || source.getNameCount() == 0) {
      throw invalid("The root of the machine cannot be a file system of Windlass.");
    }
    if (!(wanted.source() instanceof Source.Directory) && mountPoint.equals(source)) {
      throw invalid("Source and mount point must differ.");
    }
    return new NewFileSystem(
        wanted.name(),
        wanted.projectGuid(),
        wanted.createdBy(),
        switch (wanted.source()) {
          case Source.Device _ -> new Source.Device(source);
          case Source.Directory _ -> new Source.Directory(source);
          case Source.Image image -> new Source.Image(source, size(image.size()));
        },
        mountPoint,
        wanted.node(),
        wanted.id(),
        Tags.checked(wanted.tags()),
        attributes(wanted.attributes()));
  }

  private static Path absolute(String what, Path path) {
    if (!path.isAbsolute()) {
      throw invalid("The " + what + " must be an absolute path.");
    }
    return path.normalize();
  }

  private static long size(long size) {
    if (size < Source.Image.LEAST) {
      throw invalid("An image needs at least 300 MiB, or XFS cannot be put on it.");
    }
    return size;
  }

  private static String attributes(String text) {
    return Json.object(text)
        .filter(json -> json.getBytes(StandardCharsets.UTF_8).length <= MOST_ATTRIBUTES)
        .orElseThrow(() -> invalid("Attributes are a JSON object of at most 16 KiB."));
  }

  private static WindlassException invalid(String message) {
    return Problems.invalid("invalid_file_system", message);
  }
}
