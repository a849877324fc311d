package io.windlass.server.api;

import io.windlass.client.model.FailedFile;
import io.windlass.client.model.FileConflict;
import io.windlass.client.model.FileState;
import io.windlass.client.model.FileSystemSource;
import io.windlass.client.model.LinkTask;
import io.windlass.filesystem.FileReport;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.LinkActivity;
import io.windlass.filesystem.LinkDetails;
import io.windlass.filesystem.LocalFiles;
import io.windlass.filesystem.RepositoryTask;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.link.LinkPaths.Repository;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** File systems, links, their tasks and files in the words of the native API. */
final class FileSystemRecords {
  private FileSystemRecords() {}

  static io.windlass.client.model.FileSystem fileSystem(FileSystem fileSystem) {
    return new io.windlass.client.model.FileSystem(
        fileSystem.id(),
        fileSystem.name(),
        fileSystem.projectGuid(),
        source(fileSystem.source()),
        fileSystem.mountPoint().toString(),
        fileSystem.node(),
        CatalogRecords.word(fileSystem.lifecycle()),
        fileSystem.mode().map(FileSystem.Mode::word),
        fileSystem.modeReason(),
        fileSystem.failure(),
        fileSystem.tags(),
        fileSystem.createdBy(),
        fileSystem.createdAt());
  }

  private static FileSystemSource source(Source source) {
    return switch (source) {
      case Source.Device(Path path) ->
          new FileSystemSource("device", path.toString(), Optional.empty());
      case Source.Directory(Path path) ->
          new FileSystemSource("directory", path.toString(), Optional.empty());
      case Source.Image(Path path, long size) ->
          new FileSystemSource("image", path.toString(), Optional.of(size));
    };
  }

  static Source source(FileSystemSource source) {
    Path path = path("source.path", source.path());
    if (!source.kind().equals("image") && source.size().isPresent()) {
      throw invalid("Only an image has a size.");
    }
    return switch (source.kind()) {
      case "device" -> new Source.Device(path);
      case "directory" -> new Source.Directory(path);
      case "image" ->
          new Source.Image(
              path, source.size().orElseThrow(() -> invalid("An image needs a size in bytes.")));
      default -> throw invalid("A source is one of device, directory and image.");
    };
  }

  static Path path(String field, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw Problem.of(Kind.INVALID, "invalid_path", "The field " + field + " is not a path.")
          .toException();
    }
  }

  static io.windlass.client.model.Link link(LinkDetails details) {
    return link(details, Optional.empty());
  }

  static io.windlass.client.model.Link link(LinkDetails details, Optional<LinkActivity> activity) {
    return new io.windlass.client.model.Link(
        details.id(),
        details.link().fileSystemId(),
        details.path(),
        new Repository(details.link().bucket(), details.link().prefix()).text(),
        details.link().connectionId(),
        details.link().bucket(),
        details.link().prefix(),
        details.locationId(),
        CatalogRecords.words(details.link().imports()),
        CatalogRecords.words(details.link().exports()),
        details.importMetadata(),
        CatalogRecords.word(details.lifecycle()),
        details.failure(),
        details.tags(),
        details.createdBy(),
        details.createdAt(),
        LinkEventRecords.shown(details.events()),
        activity.map(FileSystemRecords::activity));
  }

  private static io.windlass.client.model.LinkActivity activity(LinkActivity activity) {
    return new io.windlass.client.model.LinkActivity(
        activity.waitingImports(),
        activity.oldestImport(),
        activity.waitingExports(),
        activity.oldestExport(),
        activity.failures().stream().map(FileSystemRecords::failed).toList(),
        activity.conflicts().stream()
            .map(one -> new FileConflict(one.path(), one.size(), one.modified()))
            .toList());
  }

  static FailedFile failed(LocalFiles.Failure failure) {
    return new FailedFile(failure.path(), failure.code(), failure.message());
  }

  static Set<Change> changes(Collection<String> words) {
    EnumSet<Change> changes = EnumSet.noneOf(Change.class);
    words.forEach(word -> changes.add(CatalogRecords.byWord(Change.class, "change", word)));
    return changes;
  }

  static LinkTask task(RepositoryTask task) {
    return new LinkTask(
        task.id(),
        task.taskId(),
        task.fileSystemId(),
        task.kind().word(),
        CatalogRecords.word(task.state()),
        task.linkIds().stream().sorted().toList(),
        task.paths(),
        task.reportPath(),
        task.releaseAge().map(Duration::toDays),
        task.counts()
            .map(counts ->
                new LinkTask.Counts(
                    counts.total(), counts.succeeded(), counts.failed(), counts.updatedAt())),
        task.failure(),
        task.createdBy(),
        task.createdAt(),
        task.startedAt(),
        task.endedAt());
  }

  static FileState state(FileReport report) {
    return new FileState(
        report.path(),
        report.size(),
        report.bits(),
        report.exists(),
        report.dirty(),
        report.released(),
        report.archived(),
        report.pinned(),
        report.linkId(),
        report.key(),
        report.etag(),
        report.lastFailure());
  }

  private static RuntimeException invalid(String message) {
    return Problem.of(Kind.INVALID, "invalid_source", message).toException();
  }
}
