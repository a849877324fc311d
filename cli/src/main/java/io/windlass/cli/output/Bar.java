package io.windlass.cli.output;

import io.windlass.client.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress as a bar with rate and time left, on standard error; silent when nobody watches.
 * Thread-safe.
 */
public final class Bar implements Progress, AutoCloseable {
  private static final int REDRAW_MILLIS = 200;

  private final Output output;
  private final String name;
  private final Unit unit;
  private @Nullable ProgressBar bar;

  /** What is counted. */
  public enum Unit {
    BYTES,
    OBJECTS
  }

  /** A bar that appears when work begins. */
  public Bar(Output output, String name, Unit unit) {
    this.output = output;
    this.name = name;
    this.unit = unit;
  }

  @Override
  public synchronized void begun(String what, long total) {
    close();
    if (output.terminal() && !output.json()) {
      bar = builder(what + " " + name).setInitialMax(total).build();
    }
  }

  private ProgressBarBuilder builder(String title) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(title)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .showSpeed()
            .clearDisplayOnFinish();
    return switch (unit) {
      case BYTES -> builder.setUnit(" MiB", 1L << 20);
      case OBJECTS -> builder.setUnit("", 1);
    };
  }

  @Override
  public synchronized void moved(long amount) {
    if (bar != null) {
      bar.stepBy(amount);
    }
  }

  /** Says how much is done in all. */
  public synchronized void at(long amount) {
    if (bar != null) {
      bar.stepTo(amount);
    }
  }

  /** Says how much there is in all, as far as it is known. */
  public synchronized void outOf(long total) {
    if (bar != null) {
      bar.maxHint(total);
    }
  }

  /** Says something beside the bar. */
  public synchronized void note(String text) {
    if (bar != null) {
      bar.setExtraMessage(" " + Text.harmless(text));
    }
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
