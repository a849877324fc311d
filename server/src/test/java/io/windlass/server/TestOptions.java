package io.windlass.server;

import io.windlass.filesystem.FileSystemSettings;
import io.windlass.server.start.ServeOptions;
import io.windlass.transfer.Prices;
import io.windlass.transfer.TransferSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
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
        new ServeOptions.Http("127.0.0.1", 0, Optional.empty(), Optional.empty()),
        new ServeOptions.Store(true, "127.0.0.1", 0, Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        quick(),
        prices(),
        FileSystemSettings.standard(),
        false,
        false);
  }

  /** A price of some things, none of others. */
  private static Prices prices() {
    return Prices.parse(
        """
        {"currency": "EUR", "stores": {"default": {"write_requests": 0.005,
          "read_requests": 0.0004, "bytes_stored": 1024}}}
        """);
  }

  /** What can never work is given up at once. */
  private static TransferSettings quick() {
    TransferSettings usual = TransferSettings.standard();
    TransferSettings.Retries retries = usual.retries();
    return new TransferSettings(
        usual.limits(),
        usual.size(),
        new TransferSettings.Retries(
            retries.confirmations(),
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            retries.longestPause()),
        quick(usual.pace()),
        usual.web());
  }

  /** Everything is looked at often. */
  private static TransferSettings.Pace quick(TransferSettings.Pace usual) {
    return new TransferSettings.Pace(
        Duration.ofMillis(50),
        usual.lease(),
        Duration.ofMillis(300),
        Duration.ofMillis(200),
        usual.restoreProbe(),
        usual.progressEvent(),
        usual.sweep());
  }
}
