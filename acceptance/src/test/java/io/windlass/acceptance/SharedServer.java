package io.windlass.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** One server for all tests that do not care whose it is; it ends with this process. */
final class SharedServer {
  private static final ServerProcess SERVER = start();

  private SharedServer() {}

  static ServerProcess get() {
    return SERVER;
  }

  private static ServerProcess start() {
    try {
      Path directory = Files.createTempDirectory("windlass-acceptance-");
      ServerProcess server =
          ServerProcess.start(directory.resolve("data"), "--transfer-confirmation-seconds", "1");
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                server.close();
                delete(directory);
              }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
