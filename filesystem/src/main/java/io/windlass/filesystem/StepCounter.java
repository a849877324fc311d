package io.windlass.filesystem;

import io.windlass.filesystem.TaskLedger.Place;
import io.windlass.filesystem.report.ReportLine;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of a step whose files are dealt with by many threads, brought to the ledger by the one
 * that walks. Its methods for files are thread-safe.
 */
final class StepCounter {
  private final RepositoryStep step;
  private final TaskLedger ledger;
  private final Place begin;
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder left = new LongAdder();
  private final CountAhead ahead;
  private final Queue<ReportLine> lines = new ConcurrentLinkedQueue<>();

  /**
   * Of a step that begins.
   *
   * @param ahead counts what the step has before it
   */
  StepCounter(RepositoryStep step, TaskLedger ledger, CountAhead ahead) {
    this.step = step;
    this.ledger = ledger;
    this.ahead = ahead;
    this.begin = ledger.place();
    ledger.restart();
  }

  void success() {
    succeeded.increment();
  }

  /** What was not asked for counts nowhere. */
  void left() {
    left.increment();
  }

  /**
   * A file that failed.
   *
   * @param path below the linked directory
   */
  void failure(String path, String code) {
    failed.increment();
    String directory = step.link().link().directory();
    lines.add(new ReportLine(directory.isEmpty() ? path : directory + "/" + path, false, code));
  }

  /**
   * Tells the ledger how far it is.
   *
   * @throws io.windlass.database.task.TaskStopped when the work is to end
   */
  void tell() {
    drain();
    ahead
        .total()
        .ifPresent(all ->
            ledger.expect(begin.succeeded() + begin.failed() + Math.max(0, all - left.sum())));
    ledger.show(succeeded.sum(), failed.sum());
  }

  /** The step is done. */
  void end() {
    drain();
    ledger.expect(0);
    ledger.reached(
        new Place(
            begin.step(),
            Optional.empty(),
            begin.succeeded() + succeeded.sum(),
            begin.failed() + failed.sum()));
  }

  private void drain() {
    for (ReportLine line = lines.poll(); line != null; line = lines.poll()) {
      ledger.line(line);
    }
  }
}
