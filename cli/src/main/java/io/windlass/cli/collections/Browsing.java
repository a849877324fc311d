package io.windlass.cli.collections;

import io.windlass.cli.output.CliException;
import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.Session;
import io.windlass.client.WindlassApiException;
import io.windlass.client.model.CollectionEntry;
import io.windlass.client.model.Rename;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The verbs of a shell for paths in collections. */
public final class Browsing {
  private final Session session;

  /** For one command. */
  public Browsing(Session session) {
    this.session = session;
  }

  /** Lists a directory, or shows the line of a file. */
  public void list(CollectionPath at, ListingOptions options) {
    try (Stream<CollectionEntry> entries =
        session.client().collections().entries(at.collection(), options.query(at))) {
      print(at, entries, options.versions());
    } catch (WindlassApiException e) {
      if (!e.code().equals("not_a_directory")) {
        throw e;
      }
      CollectionEntry file = session.client().collections().entry(at.collection(), at.path());
      print(at, Stream.of(file), false);
    }
  }

  private void print(CollectionPath at, Stream<CollectionEntry> entries, boolean versions) {
    List<Column<CollectionEntry>> columns = new ArrayList<>();
    columns.add(Column.of("TYPE", Browsing::type));
    columns.add(Column.number("SIZE", Browsing::size));
    columns.add(Column.of("MODIFIED", entry -> entry.modifiedAt().map(Text::time)));
    columns.add(Column.of("CLASS", Browsing::storageClass));
    if (versions) {
      columns.add(Column.of("VERSION", Browsing::version));
    }
    columns.add(Column.of("NAME", Browsing::name));
    session.output().list(entries, "Nothing found at " + at + ".", columns);
  }

  private static Optional<String> version(CollectionEntry entry) {
    return entry.versionId().map(id -> id + (entry.latest().orElse(false) ? " (current)" : ""));
  }

  private static Optional<String> storageClass(CollectionEntry entry) {
    return entry.storageClass().map(name -> name + restore(entry).map(it -> ", " + it).orElse(""));
  }

  private static Optional<String> restore(CollectionEntry entry) {
    return entry
        .restore()
        .map(state ->
            state.ongoing()
                ? "is being restored"
                : "restored" + state.until().map(end -> " until " + Text.time(end)).orElse(""));
  }

  private static String type(CollectionEntry entry) {
    return entry.origin().map(origin -> "bucket (" + origin + ")").orElse(entry.type());
  }

  private static Optional<String> size(CollectionEntry entry) {
    return entry.type().equals("directory") || entry.type().equals("delete_marker")
        ? Optional.empty()
        : Optional.of(Text.size(entry.size()));
  }

  private static String name(CollectionEntry entry) {
    return entry.name() + entry.linkTarget().map(target -> " -> " + target).orElse("");
  }

  /** Everything about a file or directory. */
  public void stat(CollectionPath at) {
    CollectionEntry entry =
        session.client().collections().entry(at.collection(), at.named().path());
    session
        .output()
        .one(
            entry,
            new Output.Facts()
                .add("Name", entry.name())
                .add("Type", entry.type())
                .add("Bucket", entry.origin())
                .add("Size", size(entry).map(size -> size + " (" + entry.size() + " bytes)"))
                .add("Modified", entry.modifiedAt().map(Text::time))
                .add("Points at", entry.linkTarget())
                .add("Permissions", entry.mode())
                .add("User", entry.user())
                .add("Group", entry.group())
                .add("ETag", entry.etag())
                .add("Storage class", entry.storageClass())
                .add("Restore", restore(entry)));
  }

  /**
   * Makes a directory, with its parents.
   *
   * @param again whether one that is there is fine
   */
  public void makeDirectory(CollectionPath at, boolean again) {
    try {
      session.client().collections().makeDirectory(at.collection(), at.named().path());
    } catch (WindlassApiException e) {
      if (!again || !e.code().equals("path_exists") || !isDirectory(at)) {
        throw e;
      }
    }
    session.output().done(at, "Made directory " + at + ".");
  }

  private boolean isDirectory(CollectionPath at) {
    return session
        .client()
        .collections()
        .entry(at.collection(), at.path())
        .type()
        .equals("directory");
  }

  /** Gives a file or directory another path in its collection. */
  public void rename(CollectionPath from, String target) {
    CollectionPath to = CollectionPath.of(target).named();
    if (!to.collection().equals(from.collection())) {
      throw new CliException(
          "other_collection",
          from + " and " + to + " are in two collections.",
          "Transfer it, then delete it: windlass transfers submit " + from + " " + to);
    }
    Rename rename = new Rename(from.named().path(), to.path());
    session.client().collections().rename(from.collection(), rename.from(), rename.to());
    session.output().done(rename, "Moved " + from + " to " + to + ".");
  }
}
