package io.windlass.server;

import io.windlass.server.start.Installation;
import io.windlass.server.start.ServeOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/**
 * Opens the installation while the framework starts, which halves the time to the first answer. The
 * two have nothing but this class in common, since the program begins before there are beans.
 */
final class Opening {
  private static final AtomicReference<@Nullable FutureTask<Installation>> BEGUN =
      new AtomicReference<>();

  private Opening() {}

  /** Begins; what goes wrong is told by {@link #finish}. */
  static void begin(ServeOptions options) {
    FutureTask<Installation> opening = new FutureTask<>(() -> Installation.open(options));
    BEGUN.set(opening);
    // two threads that are the first to log at the same time wait for each other for ever
    LogManager.getLogManager();
    Thread.ofPlatform().name("opening").daemon().start(opening);
  }

  /** The installation, opened now if nobody has begun to. */
  static Installation finish(ServeOptions options) {
    @Nullable FutureTask<Installation> opening = BEGUN.getAndSet(null);
    if (opening == null) {
      return Installation.open(options);
    }
    try {
      return opening.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
