package io.windlass.filesystem.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Another program that has a file open; this process itself may not wait for its own stubs. */
final class Reader implements AutoCloseable {
  private final Process process;

  private Reader(Process process) {
    this.process = process;
  }

  /** Opens a file; it is open when this returns. */
  static Reader open(Path file) {
    try {
      Process process =
          new ProcessBuilder(
                  "sh", "-c", "exec 3<\"$1\" && printf o && read go && cat <&3", "sh", "" + file)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (process.getInputStream().read() != 'o') {
        throw new IOException("cannot be opened: " + file);
      }
      return new Reader(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All bytes of a file. */
  static byte[] bytes(Path file) {
    try (Reader reader = open(file)) {
      return reader.bytes();
    }
  }

  /** All bytes of the file that was opened. */
  byte[] bytes() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().close();
      byte[] bytes = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new IOException("cannot be read");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
