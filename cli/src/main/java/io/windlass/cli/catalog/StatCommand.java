package io.windlass.cli.catalog;

import io.windlass.cli.collections.Browsing;
import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Entry;
import io.windlass.client.model.FileVersion;
import io.windlass.client.model.StoredFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass stat}. */
@Command(
    name = "stat",
    description = "Everything about a project, folder or file, or a path in a collection.")
public final class StatCommand implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "PATH", description = "PROJECT/a/b, a number, or COLLECTION:/path.")
  private String path = "";

  @Option(names = "--versions", description = "The versions of a file instead.")
  private boolean versions;

  /** Made by the parser. */
  public StatCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Optional<CollectionPath> collection = CollectionPath.find(path);
    if (collection.isPresent() && !versions) {
      new Browsing(session).stat(collection.get());
      return;
    }
    Entry entry = session.entry(path);
    if (versions) {
      printVersions(entry);
      return;
    }
    Output.Facts facts =
        new Output.Facts()
            .add("Name", entry.name())
            .add("Path", entry.path())
            .add("Type", entry.type())
            .add("Number", entry.id())
            .add("Guid", entry.guid())
            .add("Description", entry.description())
            .add("Created", Text.time(entry.createdAt()))
            .add("Modified", Text.time(entry.modifiedAt()));
    entry.version().ifPresent(version -> add(version, facts));
    session.output().one(entry, facts);
  }

  private static void add(FileVersion version, Output.Facts facts) {
    StoredFile file = version.file();
    facts
        .add("Version", version.number())
        .add("Label", version.label())
        .add("Comment", version.comment())
        .add("Size", Text.size(file.size()) + " (" + file.size() + " bytes)")
        .add("Content type", file.contentType())
        .add("MD5", file.md5())
        .add("SHA-256", file.sha256())
        .add("Object", "s3://" + file.bucket() + "/" + file.key())
        .add("Object version", file.versionId())
        .add("ETag", file.storeEtag())
        .add("Location", file.locationId());
  }

  private void printVersions(Entry entry) {
    try (Stream<FileVersion> all = session.client().entries().versions(entry.id())) {
      session
          .output()
          .list(
              all,
              entry.name() + " has no versions.",
              List.of(
                  Column.number("VERSION", FileVersion::number),
                  Column.of("LABEL", FileVersion::label),
                  Column.number("SIZE", version -> Text.size(version.file().size())),
                  Column.of("MD5", version -> version.file().md5()),
                  Column.of("CREATED", version -> Text.time(version.createdAt()))));
    }
  }
}
