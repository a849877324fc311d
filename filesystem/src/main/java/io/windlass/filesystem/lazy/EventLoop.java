package io.windlass.filesystem.lazy;

import io.windlass.linux.ContentEvents;
import io.windlass.linux.Fanotify;
import io.windlass.linux.Wakeup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that read events. They never wait for anything but events. */
final class EventLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
  private static final Duration LONG = Duration.ofMinutes(1);

  /** One reading gives at most two events. */
  private static final int AT_ONCE = 2;

  private final Fanotify group;
  private final Outstanding outstanding;
  private final Serving serving;
  private final Wakeup wakeup = new Wakeup();
  private final List<Thread> threads;
  private volatile boolean stopped;

  EventLoop(Fanotify group, Outstanding outstanding, Serving serving, String name) {
    this.group = group;
    this.outstanding = outstanding;
    this.serving = serving;
    int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);
    threads =
        new ArrayList<>(
            IntStream.range(0, count)
                .mapToObj(i -> Thread.ofPlatform().daemon().name(name + "-events-" + i))
                .map(builder -> builder.start(this::run))
                .toList());
  }

  private void run() {
    ContentEvents events = new ContentEvents(group);
    while (!stopped) {
      try {
        if (outstanding.reserve(AT_ONCE) && !poll(events) && !wakeup.await(group, LONG)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | Error e) {
        // Whatever happens, somebody has to read on: programs would wait for ever.
        tell(e);
      }
    }
  }

  private static void tell(Throwable failure) {
    try {
      log.error("Reading events failed", failure);
    } catch (Error e) {
      // Without memory or files nothing can be told either.
    }
  }

  private boolean poll(ContentEvents events) {
    int[] count = {0};
    try {
      return events.poll(event -> {
        count[0]++;
        serving.accept(event);
      });
    } finally {
      outstanding.giveBack(AT_ONCE - count[0]);
    }
  }

  @Override
  public void close() {
    stopped = true;
    wakeup.ring();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    wakeup.close();
  }
}
