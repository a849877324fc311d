package io.windlass.cli.catalog;

import io.windlass.cli.output.CliException;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.client.Content.Attempt;
import io.windlass.client.Content.Transferred;
import io.windlass.client.Progress;
import io.windlass.client.WindlassApiException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Many transfers at once. One that fails is named and does not stop the others; the end says how
 * many there were of each kind.
 */
final class Transfers implements AutoCloseable {
  private final Output output;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore permits;
  private final LongAdder transferred = new LongAdder();
  private final LongAdder unchanged = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /**
   * For one command.
   *
   * @param atOnce the most that are under way
   */
  Transfers(Output output, int atOnce) {
    this.output = output;
    this.permits = new Semaphore(atOnce);
  }

  /** Does it on another thread; waits while enough are under way. */
  void add(String name, Supplier<Transferred> transfer) {
    permits.acquireUninterruptibly();
    threads.execute(() -> {
      try {
        count(transfer.get());
      } catch (WindlassApiException | CliException e) {
        failed(name, String.valueOf(e.getMessage()));
      } finally {
        permits.release();
      }
    });
  }

  /** Does several at once on another thread; waits while enough are under way. */
  void addAll(List<String> names, Supplier<List<Attempt>> transfers) {
    permits.acquireUninterruptibly();
    threads.execute(() -> {
      try {
        List<Attempt> attempts = transfers.get();
        for (int index = 0; index < names.size(); index++) {
          String name = names.get(index);
          Attempt attempt = attempts.get(index);
          attempt.done().ifPresent(this::count);
          attempt.failure().ifPresent(why -> failed(name, String.valueOf(why.getMessage())));
        }
      } finally {
        permits.release();
      }
    });
  }

  private void count(Transferred done) {
    if (done.unchanged()) {
      unchanged.increment();
    } else {
      transferred.increment();
      bytes.add(done.bytes());
    }
  }

  /** One more that did not work. */
  void failed(String name, String why) {
    failed.increment();
    synchronized (output) {
      output.warn(name + ": " + why);
    }
  }

  /** Waits for all. */
  void await() {
    threads.close();
  }

  /** Says what there was; the exit code: 1 when one failed. */
  int finish(String verb) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("transferred", transferred.sum());
    counts.put("unchanged", unchanged.sum());
    counts.put("failed", failed.sum());
    counts.put("bytes", bytes.sum());
    output.done(
        counts,
        verb
            + " "
            + transferred.sum()
            + " files ("
            + Text.size(bytes.sum())
            + "), "
            + unchanged.sum()
            + " were there already, "
            + failed.sum()
            + " failed.");
    if (failed.sum() > 0) {
      output.hint("Run the same command again: it continues with what is missing.");
    }
    return failed.sum() > 0 ? 1 : 0;
  }

  @Override
  public void close() {
    threads.close();
  }

  /** Hears the bytes that travel, whatever file they are of, and not those that are only read. */
  static Progress travelling(Progress whole, String work) {
    return new Progress() {
      private volatile boolean counts;

      @Override
      public void begun(String what, long total) {
        counts = what.equals(work);
      }

      @Override
      public void moved(long amount) {
        if (counts) {
          whole.moved(amount);
        }
      }
    };
  }
}
