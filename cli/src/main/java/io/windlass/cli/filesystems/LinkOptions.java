package io.windlass.cli.filesystems;

import io.windlass.cli.output.CliException;
import io.windlass.client.model.LinkEvents;
import io.windlass.client.model.NewLink;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a link is made of. Filled in by the parser. */
public final class LinkOptions {
  @Parameters(
      paramLabel = "FILESYSTEM:/PATH",
      description = "Which directory, for example scratch:/ns1/path1.")
  private String directory = "";

  @Option(names = "--location", paramLabel = "NUMBER", description = "All of a location of yours.")
  private Optional<Long> location = Optional.empty();

  @Option(names = "--connection", description = "How the bucket is reached.")
  private Optional<String> connection = Optional.empty();

  @Option(names = "--bucket", description = "The bucket.")
  private Optional<String> bucket = Optional.empty();

  @Option(names = "--prefix", description = "What its keys begin with. Default: whole bucket.")
  private Optional<String> prefix = Optional.empty();

  @Option(
      names = "--import",
      paramLabel = "CHANGES",
      converter = Policy.Converter.class,
      description = "What comes from the bucket by itself: NEW,CHANGED,DELETED or NONE.")
  private Policy imports = Policy.NONE;

  @Option(
      names = "--export",
      paramLabel = "CHANGES",
      converter = Policy.Converter.class,
      description = "What goes to the bucket by itself: NEW,CHANGED,DELETED or NONE.")
  private Policy exports = Policy.NONE;

  @Option(
      names = "--import-metadata",
      description = "Then import everything that is in the bucket; content comes on first read.")
  private boolean importMetadata;

  @Option(
      names = "--project",
      description = "Whose file system it is, where two projects have one of that name.")
  private Optional<String> project = Optional.empty();

  @Option(
      names = "--events",
      paramLabel = "SOURCE=URL",
      description =
          "Hear of changes in the bucket at once: queue=URL of an SQS queue, or push=URL where the"
              + " store reaches this installation (Ceph, MinIO). Default: listings alone.")
  private Optional<String> events = Optional.empty();

  @Option(
      names = "--events-region",
      paramLabel = "REGION",
      description = "Of the queue, where its URL does not say it.")
  private Optional<String> eventsRegion = Optional.empty();

  @Option(
      names = "--events-target",
      paramLabel = "ARN",
      description = "Under which MinIO knows the address to push to.")
  private Optional<String> eventsTarget = Optional.empty();

  @Option(
      names = "--own-rule",
      description = "You keep the bucket's notification rule; Windlass touches none.")
  private boolean ownRule;

  /** Made by the parser. */
  public LinkOptions() {}

  private Optional<LinkEvents> events() {
    return events.map(text -> {
      int equals = text.indexOf('=');
      String source = equals < 0 ? "" : text.substring(0, equals);
      if (!source.equals("queue") && !source.equals("push")) {
        throw new CliException(
            "invalid_events",
            "'" + text + "' does not say where events come from.",
            "Write queue=URL or push=URL.");
      }
      return new LinkEvents(
          source, text.substring(equals + 1), eventsRegion, eventsTarget, ownRule);
    });
  }

  NewLink link() {
    int end = directory.indexOf(":/");
    if (end < 1) {
      throw new CliException(
          "invalid_directory",
          "'" + directory + "' does not name a directory of a file system.",
          "Write it like scratch:/ns1/path1; windlass file-systems list shows the names.");
    }
    if (location.isPresent() == (connection.isPresent() && bucket.isPresent())) {
      throw new CliException(
          "link_target",
          "A link leads to a location, or to a bucket through a connection.",
          "Give --location NUMBER, or --connection C --bucket B [--prefix P].");
    }
    return new NewLink(
        directory.substring(0, end),
        project,
        directory.substring(end + 1),
        location,
        connection,
        bucket,
        prefix,
        imports.changes(),
        exports.changes(),
        importMetadata,
        Map.of(),
        events());
  }
}
