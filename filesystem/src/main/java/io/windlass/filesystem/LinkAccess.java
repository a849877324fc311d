package io.windlass.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.filesystem.link.LinkPaths.Repository;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Proves, for real, that a link can do its work below its prefix. */
final class LinkAccess {
  private static final String PROBE = ".windlass-probe-";

  private LinkAccess() {}

  /**
   * Tries to list and to read, and also to write if that is needed.
   *
   * @throws WindlassException {@code link_access_unproven}; of kind {@code UNAVAILABLE} when the
   *     store does not answer
   */
  static void prove(ObjectStore store, Repository repository, boolean writes) {
    list(store, repository);
    ObjectId probe = ObjectId.of(repository.bucket(), repository.prefix() + PROBE + Ids.random(16));
    if (!writes) {
      attempt(repository, "s3:GetObject", () -> readNothing(store, probe));
      return;
    }
    attempt(
        repository,
        "s3:PutObject",
        () -> store.put(probe, WriteOptions.NONE, Body.of("probe of Windlass".getBytes(UTF_8))));
    try {
      attempt(repository, "s3:GetObject", () -> read(store, probe));
    } finally {
      removeProbe(store, probe);
    }
  }

  /** Who may list and read is told that there is no such object; who may not read, is refused. */
  private static void readNothing(ObjectStore store, ObjectId probe) {
    try {
      read(store, probe);
    } catch (StoreException e) {
      if (!(e.failure() instanceof StoreFailure.NoSuchObject)) {
        throw e;
      }
    }
  }

  /** Tries to list alone: what every direction needs. */
  static void list(ObjectStore store, Repository repository) {
    attempt(
        repository,
        "s3:ListBucket",
        () ->
            store.list(
                new Listing.Request(
                    repository.bucket(),
                    repository.prefix(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    1)));
  }

  private static void read(ObjectStore store, ObjectId id) {
    try (ObjectContent content =
        store.get(id, Optional.of(new ByteRange(0, 0)), Optional.empty())) {
      content.stream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The right to delete is not among those that are proven. */
  private static void removeProbe(ObjectStore store, ObjectId probe) {
    try {
      store.delete(probe);
    } catch (StoreException e) {
      if (!(e.failure() instanceof StoreFailure.Denied)) {
        throw e;
      }
    }
  }

  private static void attempt(Repository repository, String action, Runnable call) {
    try {
      call.run();
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.Unreachable) {
        throw e;
      }
      throw Problem.of(
              Kind.STORE_REFUSED,
              "link_access_unproven",
              "A link needs Get* and List*, and PutObject to export, below %s; %s failed: %s"
                  .formatted(repository.text(), action, e.problem().message()))
          .withRemedy(remedy(repository, action, e))
          .toException(e);
    }
  }

  private static String remedy(Repository repository, String action, StoreException e) {
    return e.failure() instanceof StoreFailure.Denied
        ? "Add this statement to the policy of whoever signs: "
            + PolicyPrinter.statement(
                action,
                action.equals("s3:ListBucket")
                    ? PolicyPrinter.bucketArn(repository.bucket())
                    : PolicyPrinter.objectsArn(repository.bucket(), repository.prefix()))
        : e.problem().remedy().orElse("Check bucket, prefix and connection.");
  }
}
