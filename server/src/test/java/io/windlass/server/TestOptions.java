package io.windlass.server;

import io.windlass.server.start.ServeOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** The installation under test: everything embedded, in a directory of its own. */
@Singleton
final class TestOptions {
  @Produces
  @Singleton
  @Alternative
  @Priority(1)
  ServeOptions options() throws IOException {
    return new ServeOptions(
        Files.createTempDirectory("windlass-server-test"),
        new ServeOptions.Http("127.0.0.1", 0, Optional.empty()),
        new ServeOptions.Store(true, "127.0.0.1", 0, Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false);
  }
}
