package io.windlass.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks into directories that others change meanwhile: what goes while it is looked at is not among
 * what is found, and everything else is.
 */
public final class LiveTree {
  private LiveTree() {}

  /**
   * All regular files below a directory. Symbolic links are not followed.
   *
   * @throws NoSuchFileException when the directory itself is not there at the beginning
   */
  public static List<Path> files(Path directory) throws IOException {
    return entries(directory, false);
  }

  /** The same with all that is no regular file too, without the directory itself. */
  public static List<Path> all(Path directory) throws IOException {
    return entries(directory, true);
  }

  /** What is in a file, unless it has gone. */
  public static Optional<byte[]> bytes(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static List<Path> entries(Path top, boolean any) throws IOException {
    List<Path> entries = new ArrayList<>();
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (any && !directory.equals(top)) {
              entries.add(directory);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (any || attributes.isRegularFile()) {
              entries.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure)
              throws IOException {
            return path.equals(top) ? super.visitFileFailed(path, failure) : unlessGone(failure);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : unlessGone(failure);
          }
        });
    return entries;
  }

  private static FileVisitResult unlessGone(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException || failure instanceof NotDirectoryException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }
}
