package io.windlass.cli.filesystems;

import io.windlass.cli.output.CliException;
import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Link;
import io.windlass.client.model.LinkChange;
import io.windlass.client.model.PushAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass links}. */
@Command(
    name = "links",
    description = "Directories that mirror prefixes of buckets.",
    subcommands = {
      LinkTaskCommand.Import.class,
      LinkTaskCommand.Export.class,
      LinkTaskCommand.Release.class,
      LinkTaskListCommand.class
    })
public final class LinksCommand extends Group {
  private static final String AVAILABLE = "available";

  private final Session session;

  /** Made by the parser. */
  public LinksCommand(Session session) {
    this.session = session;
  }

  /** Makes a link. */
  @Command(
      name = "create",
      description =
          "Link a directory of a file system to a prefix of a bucket. Access to the bucket is tried"
              + " first.")
  public int create(
      @Mixin LinkOptions options,
      @Option(names = "--no-wait", description = "Do not wait until it is set up.")
          boolean noWait) {
    Link made = session.client().links().create(options.link());
    Link now = noWait ? made : session.client().links().awaitSettled(made.id());
    int code = report(now, noWait);
    if (code == 0 && now.importMetadata()) {
      session
          .output()
          .hint(
              "Its files appear as they are imported: windlass links tasks " + now.fileSystemId());
    }
    return code;
  }

  /** Lists links. */
  @Command(name = "list", description = "The links you can see.")
  public void list(
      @Option(
              names = "--file-system",
              paramLabel = "FILESYSTEM",
              description = "Only those of this one.")
          Optional<String> fileSystem) {
    try (Stream<Link> links = session.client().links().list(fileSystem)) {
      session
          .output()
          .list(
              links,
              "No links found. Make one with: windlass links create FILESYSTEM:/PATH --location"
                  + " NUMBER --import NEW,CHANGED,DELETED",
              List.of(
                  Column.of("ID", Link::id),
                  Column.of("FILE SYSTEM", Link::fileSystemId),
                  Column.of("PATH", Link::path),
                  Column.of("REPOSITORY", Link::repositoryPath),
                  Column.of("IMPORT", link -> Policy.text(link.imports())),
                  Column.of("EXPORT", link -> Policy.text(link.exports())),
                  Column.of("STATE", Link::lifecycle)));
    }
  }

  /** Shows a link. */
  @Command(name = "show", description = "One link: where it stands, what waits, what did not work.")
  public void show(@Parameters(paramLabel = "LINK", description = "Its id.") String id) {
    Link link = session.client().links().get(id);
    new LinkReport(session.output()).print(link);
  }

  /** Changes a link. */
  @Command(
      name = "update",
      description =
          "Change what a link takes over by itself. With no option it is checked and set up again,"
              + " as after a repair.")
  public int update(
      @Parameters(paramLabel = "LINK", description = "Its id.") String id,
      @Option(
              names = "--import",
              paramLabel = "CHANGES",
              converter = Policy.Converter.class,
              description = "NEW,CHANGED,DELETED, some of them, or NONE.")
          Optional<Policy> imports,
      @Option(
              names = "--export",
              paramLabel = "CHANGES",
              converter = Policy.Converter.class,
              description = "NEW,CHANGED,DELETED, some of them, or NONE.")
          Optional<Policy> exports,
      @Option(names = "--no-wait", description = "Do not wait until it is done.") boolean noWait) {
    Link changed =
        session
            .client()
            .links()
            .update(id, new LinkChange(imports.map(Policy::changes), exports.map(Policy::changes)));
    return report(noWait ? changed : session.client().links().awaitSettled(id), noWait);
  }

  /** Compares listing and directory. */
  @Command(
      name = "compare",
      description =
          "Compare the bucket's listing with the directory now: finds what no event told, deletions"
              + " too.")
  public void compare(@Parameters(paramLabel = "LINK", description = "Its id.") String id) {
    Link link = session.client().links().compare(id);
    session.output().done(link, "The bucket of link " + id + " is compared with its directory.");
  }

  /** Tells where a store posts. */
  @Command(
      name = "push-address",
      description =
          "Where the store is to post what happens in the bucket. The address holds a secret.")
  public void pushAddress(@Parameters(paramLabel = "LINK", description = "Its id.") String id) {
    PushAddress address = session.client().links().pushAddress(id);
    session.output().one(address, new Output.Facts().add("Address", address.address()));
  }

  /** Deletes a link. */
  @Command(
      name = "delete",
      description =
          "Delete a link. Objects stay; changes that were not exported yet are dropped. Files stay"
              + " too, and those whose content is in the bucket alone can no longer be read.")
  public int delete(
      @Parameters(paramLabel = "LINK", description = "Its id.") String id,
      @Option(
              names = "--delete-data",
              description = "Remove everything below the linked directory as well.")
          boolean deleteData,
      @Option(names = "--no-wait", description = "Do not wait until it is gone.") boolean noWait) {
    Link going = session.client().links().delete(id, deleteData);
    Optional<Link> left = noWait ? Optional.empty() : session.client().links().awaitDeleted(id);
    if (left.isPresent()) {
      throw new CliException(
          "link_not_deleted",
          left.get().failure().orElse("The link is " + left.get().lifecycle() + "."),
          "Mend the cause, then delete it again.");
    }
    session
        .output()
        .done(going, noWait ? "Link " + id + " is being deleted." : "Deleted link " + id + ".");
    return 0;
  }

  private int report(Link link, boolean noWait) {
    Output output = session.output();
    new LinkReport(output).print(link);
    if (noWait || link.lifecycle().equals(AVAILABLE)) {
      return 0;
    }
    output.warn(link.failure().orElse("The link is " + link.lifecycle() + "."));
    output.hint("After the repair: windlass links update " + link.id());
    return 1;
  }
}
