package io.windlass.server.start;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been opened, to be closed in the opposite order. Thread-safe. */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  private final Deque<AutoCloseable> things = new ArrayDeque<>();

  /** Remembers something that is open. */
  synchronized <T extends AutoCloseable> T hold(T thing) {
    things.push(thing);
    return thing;
  }

  /** Closes everything; what does not close is logged and hinders nothing else. */
  @Override
  public synchronized void close() {
    while (!things.isEmpty()) {
      AutoCloseable thing = things.pop();
      try {
        thing.close();
      } catch (Exception e) {
        LOG.warn("{} did not close.", thing.getClass().getSimpleName(), e);
      }
    }
  }
}
