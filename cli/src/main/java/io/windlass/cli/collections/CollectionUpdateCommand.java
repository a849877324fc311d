package io.windlass.cli.collections;

import io.windlass.cli.start.Session;
import io.windlass.client.model.Collection;
import io.windlass.client.model.CollectionSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass collections update}. */
@Command(
    name = "update",
    description = "Change how a collection is shown and reached; what is not named stays.")
public final class CollectionUpdateCommand implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "COLLECTION", description = CollectionsCommand.WHICH)
  private String id = "";

  @Option(names = "--description", description = "For people; empty for none.")
  private Optional<String> description = Optional.empty();

  @Option(
      names = "--default-directory",
      paramLabel = "PATH",
      description = "What is listed when no path is given; empty for the root.")
  private Optional<String> defaultDirectory = Optional.empty();

  @Option(
      names = "--add-bucket",
      paramLabel = "BUCKET",
      description = "Show it in the root, to everybody; repeatable.")
  private List<String> added = List.of();

  @Option(
      names = "--remove-bucket",
      paramLabel = "BUCKET",
      description = "No longer show it; repeatable.")
  private List<String> removed = List.of();

  @Option(
      names = "--own-credentials",
      arity = "1",
      paramLabel = "true|false",
      description =
          "Whether everybody reaches the store with credentials of their own, never with the"
              + " connection's.")
  private Optional<Boolean> ownCredentials = Optional.empty();

  /** Made by the parser. */
  public CollectionUpdateCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Collection before = session.client().collections().get(id, Optional.empty());
    CollectionSettings settings =
        new CollectionSettings(
            description.or(before::description).filter(text -> !text.isEmpty()),
            defaultDirectory.or(before::defaultDirectory).filter(text -> !text.isEmpty()),
            Stream.concat(before.buckets().stream(), added.stream())
                .distinct()
                .filter(bucket -> !removed.contains(bucket))
                .toList(),
            ownCredentials.orElse(before.ownCredentials()));
    Collection now = session.client().collections().update(before.id(), settings);
    session.output().one(now, CollectionsCommand.facts(now));
  }
}
