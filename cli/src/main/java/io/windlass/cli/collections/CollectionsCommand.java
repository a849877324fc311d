package io.windlass.cli.collections;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.DurationConverter;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Collection;
import io.windlass.client.model.NewPresignedAddress;
import io.windlass.client.model.PresignedAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass collections}. */
@Command(
    name = "collections",
    description = "What transfers read and write: buckets of connections, and file systems.",
    subcommands = {CollectionUpdateCommand.class, CollectionCredentialsCommand.class})
public final class CollectionsCommand extends Group {
  static final String WHICH = "Name or id, or the id of its connection or file system.";

  private final Session session;

  /** What an address is for. */
  enum Method {
    GET,
    PUT
  }

  /** Made by the parser. */
  public CollectionsCommand(Session session) {
    this.session = session;
  }

  /** Lists collections. */
  @Command(name = "list", description = "The collections you can see.")
  public void list(
      @Option(names = "--project", description = "Only those of this project.")
          Optional<String> project) {
    try (Stream<Collection> all = session.client().collections().list(project)) {
      session
          .output()
          .list(
              all,
              "No collections found. Every connection and every file system is one: windlass"
                  + " connections create --from-file FILE",
              List.of(
                  Column.of("NAME", Collection::name),
                  Column.of("KIND", Collection::kind),
                  Column.of("OF", Collection::target),
                  Column.of("ID", Collection::id),
                  Column.of("DESCRIPTION", Collection::description)));
    }
  }

  /** Shows a collection. */
  @Command(name = "show", description = "One collection.")
  public void show(
      @Parameters(paramLabel = "COLLECTION", description = WHICH) String id,
      @Option(
              names = "--project",
              description = "Whose it is, where two projects have one of that name.")
          Optional<String> project) {
    Collection collection = session.client().collections().get(id, project);
    session.output().one(collection, facts(collection));
  }

  /** Pins a bucket. */
  @Command(
      name = "pin",
      description =
          "Show a bucket in the root of a collection, for you alone: one of another account, or"
              + " one that is not listed.")
  public void pin(
      @Parameters(paramLabel = "COLLECTION", description = WHICH) String id,
      @Parameters(paramLabel = "BUCKET", description = "Its name.") String bucket) {
    session.client().collections().pin(id, bucket, true);
    session.output().say("Pinned " + bucket + ": windlass ls " + id + ":/" + bucket + "/");
  }

  /** Forgets a pinned bucket. */
  @Command(name = "unpin", description = "Forget a pinned bucket.")
  public void unpin(
      @Parameters(paramLabel = "COLLECTION", description = WHICH) String id,
      @Parameters(paramLabel = "BUCKET", description = "Its name.") String bucket) {
    session.client().collections().pin(id, bucket, false);
    session.output().say("Unpinned " + bucket + ".");
  }

  /** Makes a presigned address. */
  @Command(
      name = "link",
      description =
          "Print a time-limited address of one object. Whoever holds it reads or writes the object"
              + " with your rights until it expires: keep it like a password.")
  public void link(
      @Parameters(paramLabel = "COLLECTION:/PATH", description = "The object.") String path,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              defaultValue = "1h",
              converter = DurationConverter.class,
              description = "How long it is good for, like 30m or 7d. Default: 1h.")
          Duration expires,
      @Option(
              names = "--method",
              defaultValue = "GET",
              description = "GET to read the object, PUT to write it. Default: GET.")
          Method method) {
    CollectionPath at = CollectionPath.of(path).named();
    PresignedAddress address =
        session
            .client()
            .collections()
            .presign(
                at.collection(),
                new NewPresignedAddress(
                    at.path(), method.name(), Optional.of(expires.toSeconds())));
    Output output = session.output();
    if (output.json()) {
      output.raw(Output.text(address));
      return;
    }
    output.raw(address.url());
    String headers =
        address.headers().entrySet().stream()
            .filter(header -> !header.getKey().toLowerCase(Locale.ROOT).equals("host"))
            .map(header -> header.getKey() + ": " + header.getValue())
            .collect(Collectors.joining("\n"));
    output.hint(
        "Good for "
            + address.method()
            + " until "
            + Text.time(address.expiresAt())
            + (headers.isEmpty() ? "." : ", with these headers:\n" + headers));
  }

  static Output.Facts facts(Collection collection) {
    return new Output.Facts()
        .add("Id", collection.id())
        .add("Name", collection.name())
        .add("Kind", collection.kind())
        .add("Of", collection.target())
        .add("Project", collection.projectGuid())
        .add("Node", collection.node())
        .add("Description", collection.description())
        .add("Default directory", collection.defaultDirectory())
        .add(
            "Buckets",
            Optional.of(String.join(" ", collection.buckets())).filter(list -> !list.isEmpty()))
        .add("Own credentials", collection.ownCredentials() ? "yes" : "no");
  }
}
