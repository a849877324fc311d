package io.windlass.cli.collections;

import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.MomentConverter;
import io.windlass.client.Collections.Query;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code windlass ls} shows of a collection. Filled in by the parser. */
public final class ListingOptions {
  @Option(
      names = {"-r", "--recursive"},
      description = "Of a collection: all below the directory.")
  private boolean recursive;

  @Option(
      names = "--glob",
      description = "Of a collection: only names that fit; ** crosses slashes.")
  private Optional<String> glob = Optional.empty();

  @Option(names = "--no-hidden", description = "Of a collection: no names that begin with a dot.")
  private boolean noHidden;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      converter = MomentConverter.class,
      description =
          "Of a bucket that keeps versions: what was there at this time, like"
              + " 2026-11-21T10:00:00Z.")
  private Optional<Instant> asOf = Optional.empty();

  @Option(
      names = "--versions",
      description =
          "Of a bucket that keeps versions: all of them, newest first, with delete markers.")
  private boolean versions;

  /** Made by the parser. */
  public ListingOptions() {}

  /** Whether any of it was said. */
  public boolean any() {
    return recursive || glob.isPresent() || noHidden || asOf.isPresent() || versions;
  }

  boolean versions() {
    return versions;
  }

  Query query(CollectionPath at) {
    Optional<String> path = Optional.of(at.path()).filter(text -> !text.isEmpty());
    return new Query(path, recursive, glob, !noHidden, asOf, versions);
  }
}
