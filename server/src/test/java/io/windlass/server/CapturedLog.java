package io.windlass.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** All that is logged between {@link #listen} and {@link #close}. Thread-safe. */
final class CapturedLog extends Handler {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  CapturedLog() {
    setFormatter(new PatternFormatter("%s%e%n"));
  }

  void listen() {
    Logger.getLogger("").addHandler(this);
  }

  String text() {
    return String.join("", lines);
  }

  @Override
  public void publish(LogRecord entry) {
    lines.add(getFormatter().format(entry));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    Logger.getLogger("").removeHandler(this);
  }
}
