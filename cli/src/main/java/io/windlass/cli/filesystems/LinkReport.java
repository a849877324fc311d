package io.windlass.cli.filesystems;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.client.model.FailedFile;
import io.windlass.client.model.FileConflict;
import io.windlass.client.model.Link;
import io.windlass.client.model.LinkActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A link with what waits and what did not work. */
final class LinkReport {
  private final Output output;

  LinkReport(Output output) {
    this.output = output;
  }

  void print(Link link) {
    output.one(link, facts(link));
    if (output.json()) {
      return;
    }
    link.activity().ifPresent(this::lists);
  }

  private void lists(LinkActivity activity) {
    if (!activity.failures().isEmpty()) {
      output.say("\nNot in step:");
      output.list(
          activity.failures().stream(),
          "",
          List.of(
              Column.of("PATH", FailedFile::path),
              Column.of("CODE", FailedFile::code),
              Column.of("WHY", FailedFile::message)));
    }
    if (!activity.conflicts().isEmpty()) {
      output.say("\nChanged on both sides; the object won and these were kept aside:");
      output.list(
          activity.conflicts().stream(),
          "",
          List.of(
              Column.of("PATH", FileConflict::path),
              Column.number("SIZE", loser -> Text.size(loser.size())),
              Column.of("MODIFIED", loser -> Text.time(loser.modified()))));
    }
  }

  private static Output.Facts facts(Link link) {
    Output.Facts facts =
        new Output.Facts()
            .add("Id", link.id())
            .add("File system", link.fileSystemId())
            .add("Path", link.path())
            .add("Repository", link.repositoryPath())
            .add(
                "Events",
                link.events()
                    .map(events -> events.source() + " " + events.url())
                    .orElse("none, listings alone"))
            .add("Connection", link.connectionId())
            .add("Location", link.locationId())
            .add("Import", Policy.text(link.imports()))
            .add("Export", Policy.text(link.exports()))
            .add("State", link.lifecycle())
            .add("Problem", link.failure())
            .add("Created", Text.time(link.createdAt()));
    link.activity()
        .ifPresent(activity ->
            facts
                .add("To import", waiting(activity.waitingImports(), activity.oldestImport()))
                .add("To export", waiting(activity.waitingExports(), activity.oldestExport()))
                .add("Conflicts", activity.conflicts().size()));
    return facts;
  }

  private static String waiting(long changes, Optional<Instant> oldest) {
    return changes
        + " changes"
        + oldest
            .map(since ->
                ", the oldest for " + Text.duration(Duration.between(since, Instant.now())))
            .orElse("");
  }
}
