package io.windlass.cli.filesystems;

import io.windlass.cli.output.Bar;
import io.windlass.cli.output.Output;
import io.windlass.cli.start.Session;
import io.windlass.client.model.LinkTask;
import io.windlass.client.model.LinkTask.Counts;

/** Follows an import, export or release to its end and says what came of it. */
final class LinkTaskReport {
  private final Session session;

  LinkTaskReport(Session session) {
    this.session = session;
  }

  /** Waits; the exit code: 0 when every file worked. */
  int await(LinkTask task) {
    Output output = session.output();
    LinkTask last;
    try (Bar bar = new Bar(output, "files", Bar.Unit.OBJECTS)) {
      bar.begun(task.kind(), -1);
      last =
          session
              .client()
              .fileSystems()
              .followTask(
                  task.fileSystemId(),
                  task.id(),
                  now -> now.counts().ifPresent(counts -> show(bar, counts)));
    }
    output.done(last, "Task " + last.id() + " " + last.state() + ". " + progress(last));
    last.failure().ifPresent(output::warn);
    boolean filesFailed = last.counts().filter(counts -> counts.failed() > 0).isPresent();
    if (filesFailed && last.reportPath().isEmpty()) {
      output.hint("Have the files that fail written down with --report s3://BUCKET/PREFIX.");
    }
    return last.state().equals("succeeded") ? 0 : 1;
  }

  static String progress(LinkTask task) {
    return task.counts()
        .map(counts -> counts.succeeded() + " succeeded, " + counts.failed() + " failed")
        .orElse("-");
  }

  /** With the time left, as soon as it is known how many there are. */
  private static void show(Bar bar, Counts counts) {
    if (counts.total() > done(counts)) {
      bar.outOf(counts.total());
    }
    bar.at(done(counts));
  }

  private static long done(Counts counts) {
    return counts.succeeded() + counts.failed();
  }
}
