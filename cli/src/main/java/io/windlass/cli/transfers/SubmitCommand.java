package io.windlass.cli.transfers;

import io.windlass.cli.output.CliException;
import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Checksum;
import io.windlass.client.model.NewTransfer;
import io.windlass.client.model.Transfer;
import io.windlass.client.model.TransferItem;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass transfers submit}. */
@Command(
    name = "submit",
    description = {
      "Transfer a file or a directory to any other collection. A directory's contents land in the"
          + " target directory; the path of a file is its whole new path, or ends in a slash.",
      "An address with a secret in it, as source or webhook, comes from a file: @FILE stands for"
          + " what the file holds."
    })
public final class SubmitCommand implements Callable<Integer> {
  private static final Pattern ADDRESS = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE);

  private final Session session;

  @Parameters(
      arity = "1..2",
      paramLabel = "COLLECTION:/PATH",
      description =
          "From where, and to where. The source may be an https address. With --batch they are what"
              + " the lines' paths are below; the source is left out when the lines hold addresses.")
  private List<String> ends = List.of();

  @Option(
      names = {"-r", "--recursive"},
      description = "The source is a directory. Default: look.")
  private boolean recursive;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description =
          "A line for each item: SOURCE DESTINATION [--recursive] [--expect ALGORITHM:HEX]"
              + " [--version-id ID]; - reads standard input.")
  private Optional<String> batch = Optional.empty();

  @Option(
      names = "--version-id",
      paramLabel = "ID",
      description = "Which version of the source object. Default: the current one.")
  private Optional<String> versionId = Optional.empty();

  @Option(
      names = "--expect",
      paramLabel = "ALGORITHM:HEX",
      description = "Checksum that the file must have, for example md5:9dc4…")
  private Optional<String> expected = Optional.empty();

  @Mixin private final HowOptions how = new HowOptions();
  @Mixin private final TaskOptions task = new TaskOptions();

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description = "An https address that is told of the end.")
  private Optional<String> webhook = Optional.empty();

  /** Made by the parser. */
  public SubmitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Optional<CollectionPath> source = source();
    CollectionPath destination = CollectionPath.of(ends.getLast()).named();
    Transfer submitted =
        session
            .client()
            .transfers()
            .submit(
                new NewTransfer(
                    Optional.of(task.submissionId()),
                    source.map(CollectionPath::collection),
                    destination.collection(),
                    batch
                        .map(file -> batch(file, source, destination))
                        .orElseGet(() -> List.of(single(source, destination))),
                    Optional.of(how.options()),
                    task.label(),
                    task.deadline(),
                    webhook,
                    task.dryRun()));
    return new Following(session).of(submitted, task);
  }

  /** Absent for addresses. */
  private Optional<CollectionPath> source() {
    if (ends.size() == 1 && batch.isEmpty()) {
      throw new CliException(
          "no_destination",
          "The transfer has no destination.",
          "Write it behind the source, like scratch:/data/");
    }
    return ends.size() == 1 || isAddress(ends.getFirst())
        ? Optional.empty()
        : Optional.of(CollectionPath.of(ends.getFirst()).named());
  }

  private static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  private TransferItem single(Optional<CollectionPath> source, CollectionPath destination) {
    return new TransferItem(
        source.map(CollectionPath::path).orElseGet(ends::getFirst),
        target(source, destination).path(),
        recursive ? Optional.of(true) : Optional.empty(),
        expected.map(SubmitCommand::checksum),
        versionId);
  }

  /** A file that is sent to a directory keeps its name. */
  private CollectionPath target(Optional<CollectionPath> source, CollectionPath destination) {
    if (recursive || !destination.path().endsWith("/")) {
      return destination;
    }
    if (source.isEmpty()) {
      return destination.below(last(path(ends.getFirst())));
    }
    String path = source.get().path();
    boolean file =
        !path.endsWith("/")
            && session
                .client()
                .collections()
                .entry(source.get().collection(), path)
                .type()
                .equals("file");
    return file ? destination.below(last(path)) : destination;
  }

  private static String path(String address) {
    try {
      return Optional.ofNullable(URI.create(address).getPath()).orElse("");
    } catch (IllegalArgumentException e) {
      throw new CliException(
          "invalid_address", "The source is not an address.", "Encode blanks and the like.");
    }
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static List<TransferItem> batch(
      String file, Optional<CollectionPath> source, CollectionPath destination) {
    return BatchFile.read(file).stream()
        .map(line ->
            new TransferItem(
                source
                    .map(base -> base.below(relative(line.source())).path())
                    .orElse(line.source()),
                destination.below(relative(line.destination())).path(),
                line.recursive(),
                line.expected().map(SubmitCommand::checksum),
                line.versionId()))
        .toList();
  }

  private static String relative(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }

  private static Checksum checksum(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new CliException(
          "invalid_checksum",
          text + " is no checksum.",
          "Write it like md5:9dc42987d08526f4a0ebd2c38aa1c90e");
    }
    return new Checksum(
        text.substring(0, colon).toLowerCase(Locale.ROOT),
        text.substring(colon + 1).toLowerCase(Locale.ROOT));
  }
}
