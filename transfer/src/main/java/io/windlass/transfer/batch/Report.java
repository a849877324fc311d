package io.windlass.transfer.batch;

import io.windlass.transfer.TransferredFile;
import io.windlass.transfer.TransferredFile.Outcome;
import java.util.List;

/** Lines of a report. */
public record Report(List<TransferredFile> lines) {
  /** Copies the list. */
  public Report {
    lines = List.copyOf(lines);
  }

  int sent() {
    return count(Outcome.COPIED) + count(Outcome.STREAMED);
  }

  int skippedErrors() {
    return count(Outcome.SKIPPED_ERROR);
  }

  int failed() {
    return count(Outcome.FAILED);
  }

  private int count(Outcome outcome) {
    int count = 0;
    for (TransferredFile line : lines) {
      if (line.outcome() == outcome) {
        count++;
      }
    }
    return count;
  }
}
