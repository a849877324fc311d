package io.windlass.filesystem;

import io.windlass.filesystem.TaskLedger.Place;
import io.windlass.filesystem.imports.ImportCounts;
import io.windlass.filesystem.imports.ImportListener;
import io.windlass.filesystem.imports.Importer;
import io.windlass.filesystem.imports.Importer.Metadata;
import io.windlass.filesystem.imports.Trouble;
import io.windlass.filesystem.report.ReportLine;
import java.util.Optional;

/** Imports of what is new or changed in the bucket of a link. */
final class ImportEngine implements RepositoryEngine {
  private final NodeWork work;

  ImportEngine(NodeWork work) {
    this.work = work;
  }

  @Override
  public void work(
      ServedFileSystem served, RepositoryTask task, RepositoryStep step, TaskLedger ledger) {
    Importer importer = new LinkSides(step.link(), served, work).importer();
    Place begin = ledger.place();
    if (begin.after().isEmpty()) {
      step.key()
          .ifPresent(
              key -> importer.importOne(key, listener(step, begin, ledger, Optional.empty())));
    }
    boolean atTheBeginning = ledger.place().after().isEmpty();
    ImportCounts counts =
        step.plain()
            ? importAll(importer, step, ledger, Optional.empty())
            : counting(importer, step, ledger);
    if (counts.total() == 0 && atTheBeginning && !step.asked().isEmpty()) {
      ledger.absent(step.asked());
    }
  }

  /** Beside a count of what is to come, which a plain import would have ended before. */
  private ImportCounts counting(Importer importer, RepositoryStep step, TaskLedger ledger) {
    try (CountAhead ahead =
        CountAhead.ofKeys(
            work.setup().store(step.link()),
            step.link().link().bucket(),
            step.within(),
            ledger.place().after())) {
      return importAll(importer, step, ledger, Optional.of(ahead));
    }
  }

  private static ImportCounts importAll(
      Importer importer, RepositoryStep step, TaskLedger ledger, Optional<CountAhead> ahead) {
    Place place = ledger.place();
    ImportCounts counts =
        importer.importAll(
            step.within(),
            place.after(),
            step.plain() ? Metadata.NONE : Metadata.OF_OBJECTS,
            listener(step, place, ledger, ahead));
    ledger.expect(0);
    ledger.reached(plus(place, place.after(), counts));
    return counts;
  }

  private static ImportListener listener(
      RepositoryStep step, Place begin, TaskLedger ledger, Optional<CountAhead> ahead) {
    return new ImportListener() {
      @Override
      public void trouble(String key, Trouble trouble) {
        ledger.line(
            new ReportLine(path(step.link(), key), trouble.warning(), trouble.code().text()));
      }

      @Override
      public void checkpoint(String key, ImportCounts done) {
        ahead
            .map(CountAhead::total)
            .ifPresent(total ->
                total.ifPresent(
                    files -> ledger.expect(begin.succeeded() + begin.failed() + files)));
        ledger.reached(plus(begin, Optional.of(key), done));
      }
    };
  }

  private static Place plus(Place begin, Optional<String> after, ImportCounts done) {
    return new Place(
        begin.step(), after, begin.succeeded() + done.succeeded(), begin.failed() + done.failed());
  }

  private static String path(LinkDetails link, String key) {
    return link.link().directory().isEmpty() ? key : link.link().directory() + "/" + key;
  }
}
