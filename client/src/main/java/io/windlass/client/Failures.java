package io.windlass.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** What goes wrong on this side, in words for a person. */
final class Failures {
  private Failures() {}

  /** Throws it again as what callers expect. */
  static void rethrow(Throwable failure) {
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case IOException e -> throw local(e);
      default -> throw new IllegalStateException(failure);
    }
  }

  /** A failure of the local file system. */
  static WindlassApiException local(IOException e) {
    return new WindlassApiException("local_file", sentence(e), Optional.empty(), Optional.of(e));
  }

  private static String sentence(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "There is no file " + missing.getFile() + ".";
      case AccessDeniedException denied -> "No permission to use " + denied.getFile() + ".";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason() + ".";
      default -> "A local file cannot be used: " + e.getMessage() + ".";
    };
  }
}
