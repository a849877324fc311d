package io.windlass.cli.transfers;

import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.Session;
import io.windlass.client.model.NewDeletion;
import io.windlass.client.model.Transfer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Deletes paths in collections: a task for each collection. */
public final class Deletions {
  private final Session session;

  /** For one command. */
  public Deletions(Session session) {
    this.session = session;
  }

  /** Deletes and waits until it is done; the exit code. */
  public int delete(List<CollectionPath> paths, boolean recursive) {
    int code = 0;
    for (NewDeletion deletion : deletions(paths, recursive)) {
      Transfer submitted = session.client().transfers().submit(deletion);
      code = Math.max(code, new Following(session).await(submitted));
    }
    return code;
  }

  private static List<NewDeletion> deletions(List<CollectionPath> paths, boolean recursive) {
    Map<String, List<String>> byCollection =
        paths.stream()
            .map(CollectionPath::named)
            .collect(
                Collectors.groupingBy(
                    CollectionPath::collection,
                    LinkedHashMap::new,
                    Collectors.mapping(CollectionPath::path, Collectors.toList())));
    return byCollection.entrySet().stream()
        .map(entry ->
            new NewDeletion(
                Optional.of(UUID.randomUUID().toString()),
                entry.getKey(),
                entry.getValue(),
                recursive,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false))
        .toList();
  }
}
