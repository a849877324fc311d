package io.windlass.filesystem.lazy;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node in a process of its own, to be killed: serves a number of readings, and gets stuck in the
 * middle of all that follow. Arguments: directory, run directory, mount point, readings served,
 * limit of whole files. Prints {@code ready} and, when it is stuck, {@code stuck}.
 */
final class ServingProcess {
  private ServingProcess() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    MadeUpContent content = new MadeUpContent();
    AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[3]));
    CountDownLatch never = new CountDownLatch(1);
    ContentSource source =
        (state, offset, length, sink) -> {
          if (left.getAndDecrement() > 0) {
            content.read(state, offset, length, sink);
            return;
          }
          content.read(state, offset, length / 2 / 4096 * 4096 + 1, sink);
          System.out.println("stuck");
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new ContentException(ContentException.Reason.UNREACHABLE, "Interrupted.", e);
          }
        };
    LazyFileSystem served =
        LazyFileSystem.arm(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            source,
            (state, file) -> {},
            LazyVolume.settings(Long.parseLong(arguments[4])));
    served.expose(Path.of(arguments[2]));
    System.out.println("ready");
    never.await();
  }
}
