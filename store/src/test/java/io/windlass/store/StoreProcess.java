package io.windlass.store;

import io.windlass.foundation.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A store in a process of its own, to be killed. */
final class StoreProcess {
  private StoreProcess() {}

  /** Serves the directory of the first argument, prints the port, and ends with its input. */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedStore store =
        EmbeddedStore.start(
            Path.of(arguments[0]),
            "127.0.0.1",
            0,
            _ -> Optional.of(StoreKey.full(Secret.of("secret"))))) {
      System.out.println(store.port());
      while (System.in.read() >= 0) {
        // until the parent is gone
      }
    }
  }
}
