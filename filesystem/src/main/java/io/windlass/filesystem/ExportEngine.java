package io.windlass.filesystem;

import io.windlass.filesystem.exports.ExportListener;
import io.windlass.filesystem.exports.Exported;
import io.windlass.filesystem.exports.Exporter;
import io.windlass.linux.Descriptor;

/** Exports of what is new or changed in the directory of a link. What is in step costs nothing. */
final class ExportEngine implements RepositoryEngine {
  private final NodeWork work;

  ExportEngine(NodeWork work) {
    this.work = work;
  }

  @Override
  public void work(
      ServedFileSystem served, RepositoryTask task, RepositoryStep step, TaskLedger ledger) {
    LinkSides sides = new LinkSides(step.link(), served, work);
    try (Descriptor directory = served.tree().open(step.link().link())) {
      Exporter exporter = new Exporter(sides.site(directory, sides.store()));
      try (CountAhead ahead = CountAhead.begin(each -> exporter.each(step.within(), each))) {
        StepCounter counter = new StepCounter(step, ledger, ahead);
        if (exporter.exportAll(step.within(), new Counting(counter)).isEmpty()) {
          ledger.absent(step.asked().isEmpty() ? step.link().path() : step.asked());
        }
        counter.end();
      }
    }
  }

  private record Counting(StepCounter counter) implements ExportListener {
    @Override
    public void exported(String path, Exported exported) {
      switch (exported) {
        case Exported.Failed failed -> counter.failure(path, failed.code().text());
        case Exported.Busy _ -> counter.failure(path, "ResourceBusy");
        case Exported.Written _,
            Exported.Relabelled _,
            Exported.Renamed _,
            Exported.Deleted _,
            Exported.InStep _,
            Exported.Skipped _,
            Exported.Overtaken _ ->
            counter.success();
      }
    }

    @Override
    public void check() {
      counter.tell();
    }
  }
}
