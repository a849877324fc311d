package io.windlass.filesystem;

import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.link.LinkPaths;
import io.windlass.filesystem.link.LinkPaths.Repository;
import io.windlass.foundation.Problem;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the report of a task that has done what it could. */
final class CompletionReport {
  private CompletionReport() {}

  /**
   * Puts the report where the task asks for it; nothing when it asks for none. A report is always
   * written, also an empty one.
   *
   * @throws io.windlass.foundation.WindlassException what the store answers; {@code
   *     report_outside_links} when the link it was to lie under is gone
   */
  static void write(NodeSetup setup, RepositoryTask task, List<LinkDetails> links) {
    if (task.reportPath().isEmpty()) {
      return;
    }
    Repository place = LinkPaths.repository(task.reportPath().get());
    LinkDetails link =
        RepositoryTaskRules.holding(place, links)
            .orElseThrow(() ->
                Problem.of(
                        Problem.Kind.CONFLICT,
                        "report_outside_links",
                        "The link that the report was to lie under is gone.")
                    .toException());
    String name = task.kind() == Kind.IMPORT ? "report.csv" : "failures.csv";
    String key = place.prefix() + task.id() + "/" + name;
    try {
      Path file = Files.createTempFile("windlass-report-", ".csv");
      try {
        fill(setup, task, file);
        setup
            .store(link)
            .put(
                ObjectId.of(place.bucket(), key),
                WriteOptions.NONE.withContentType("text/csv"),
                Body.of(file, 0, Files.size(file)));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(NodeSetup setup, RepositoryTask task, Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      RepositoryTaskFailures.forEach(
          setup.database().jdbi(),
          task.id(),
          line -> {
            try {
              writer.write(line.csv());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
