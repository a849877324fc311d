package io.windlass.catalog.content;

import io.windlass.catalog.content.Leftovers.Leftover;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Giving uploads up: decided in the database, then done in the store. Thread-safe. */
final class UploadCancellation {
  /** How long signed requests may still write something after the upload is given up. */
  private static final Duration SIGNED_FOR = UploadParts.LIFETIME.plusMinutes(5);

  private final Jdbi jdbi;
  private final UploadTable table;
  private final Leftovers leftovers;
  private final InstantSource clock;

  UploadCancellation(Jdbi jdbi, UploadTable table, Leftovers leftovers, InstantSource clock) {
    this.jdbi = jdbi;
    this.table = table;
    this.leftovers = leftovers;
    this.clock = clock;
  }

  /** Gives the upload up, unless it is over. */
  void cancel(UploadRow row) {
    Optional<Leftover> leftover =
        jdbi.inTransaction(_ ->
            table.cancelled(row.id())
                ? Optional.of(
                    leftovers.add(
                        row.locationId(),
                        row.bucket(),
                        row.objectKey(),
                        row.storeUploadId(),
                        clock.instant().plus(SIGNED_FOR)))
                : Optional.empty());
    leftover.ifPresent(leftovers::remove);
  }
}
