package io.windlass.filesystem.watch;

import io.windlass.filesystem.link.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The tables that say what of a file system was watched. */
final class WatchRows {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Jdbi jdbi;

  WatchRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  private record Last(Instant seenUntil, String bootId) {}

  /**
   * A watch begins. A file system that was never watched has missed nothing: what is there is
   * there.
   */
  void begin(String fileSystemId, ChangeWatch.Origin origin, List<Link> links, Instant now) {
    String boot = bootId();
    jdbi.useTransaction(handle -> {
      Optional<Last> last =
          handle
              .createQuery("SELECT seen_until, boot_id FROM local_watch WHERE file_system_id = :id")
              .bind("id", fileSystemId)
              .mapTo(Last.class)
              .findOne();
      if (last.isPresent() && origin == ChangeWatch.Origin.NEW) {
        boolean rebooted = !last.get().bootId().equals(boot);
        note(handle, links, new Gap(since(last.get().seenUntil(), now), rebooted));
      }
      handle
          .createUpdate(
              """
              INSERT INTO local_watch (file_system_id, seen_until, boot_id)
              VALUES (:id, :now, :boot)
              ON CONFLICT (file_system_id) DO UPDATE SET boot_id = excluded.boot_id
              """)
          .bind("id", fileSystemId)
          .bind("now", now)
          .bind("boot", boot)
          .execute();
    });
  }

  /** Everything until now is in the journal, or in a gap that is noted. */
  void beat(String fileSystemId, Instant now) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE local_watch SET seen_until = ? WHERE file_system_id = ?", now, fileSystemId));
  }

  /** Once a clock was put back, the times of files do not tell any more what was touched. */
  private static Instant since(Instant seen, Instant now) {
    return seen.isAfter(now) ? Instant.EPOCH : seen;
  }

  /** Events were lost since the last beat. */
  void missed(String fileSystemId, List<Link> links, Instant now) {
    jdbi.useTransaction(handle -> {
      Instant seen =
          handle
              .createQuery("SELECT seen_until FROM local_watch WHERE file_system_id = :id")
              .bind("id", fileSystemId)
              .mapTo(Instant.class)
              .one();
      note(handle, links, new Gap(since(seen, now), false));
    });
  }

  private static void note(Handle handle, List<Link> links, Gap gap) {
    for (Link link : links) {
      handle
          .createUpdate(
              """
              INSERT INTO local_gap (link_id, since, rebooted) VALUES (:link, :since, :rebooted)
              ON CONFLICT (link_id) DO UPDATE SET
                since = LEAST(local_gap.since, excluded.since),
                rebooted = local_gap.rebooted OR excluded.rebooted
              """)
          .bind("link", link.id())
          .bind("since", gap.since())
          .bind("rebooted", gap.rebooted())
          .execute();
    }
  }

  Optional<Gap> gap(String linkId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT since, rebooted FROM local_gap WHERE link_id = :link")
            .bind("link", linkId)
            .mapTo(Gap.class)
            .findOne());
  }

  void closed(String linkId, Gap gap) {
    jdbi.useHandle(handle ->
        handle.execute(
            "DELETE FROM local_gap WHERE link_id = ? AND since = ? AND rebooted = ?",
            linkId,
            gap.since(),
            gap.rebooted()));
  }

  void forget(Handle handle, String linkId) {
    handle.execute("DELETE FROM local_gap WHERE link_id = ?", linkId);
  }

  private static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
