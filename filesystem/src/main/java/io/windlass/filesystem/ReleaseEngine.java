package io.windlass.filesystem;

import io.windlass.filesystem.exports.Released;
import io.windlass.filesystem.exports.Releaser;
import io.windlass.filesystem.exports.Releaser.Age;
import io.windlass.linux.Descriptor;
import java.time.Duration;

/** Releases of content that the bucket has too. */
final class ReleaseEngine implements RepositoryEngine {
  private final NodeWork work;

  ReleaseEngine(NodeWork work) {
    this.work = work;
  }

  @Override
  public void work(
      ServedFileSystem served, RepositoryTask task, RepositoryStep step, TaskLedger ledger) {
    LinkSides sides = new LinkSides(step.link(), served, work);
    Age age = new Age(task.createdAt(), task.releaseAge().orElse(Duration.ZERO));
    try (Descriptor directory = served.tree().open(step.link().link())) {
      Releaser releaser = new Releaser(sides.site(directory, sides.store()));
      try (CountAhead ahead = CountAhead.begin(each -> releaser.each(step.within(), each))) {
        StepCounter counter = new StepCounter(step, ledger, ahead);
        if (releaser.releaseAll(step.within(), age, new Counting(counter)).isEmpty()) {
          ledger.absent(step.asked().isEmpty() ? step.link().path() : step.asked());
        }
        counter.end();
      }
    }
  }

  private record Counting(StepCounter counter) implements Releaser.Listener {
    @Override
    public void released(String path, Released released) {
      switch (released) {
        case Released.Done _ -> counter.success();
        case Released.Failed failed -> counter.failure(path, failed.code().text());
        case Released.Skipped _ -> counter.left();
      }
    }

    @Override
    public void check() {
      counter.tell();
    }
  }
}
