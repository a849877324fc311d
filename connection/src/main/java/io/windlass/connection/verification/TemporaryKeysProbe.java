package io.windlass.connection.verification;

import io.windlass.connection.verification.Checks.Need;
import io.windlass.connection.verification.Checks.Weight;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.util.Optional;

/** Finds out whether temporary keys can be made, and whether the store takes them. */
final class TemporaryKeysProbe {
  private final Subject.TemporaryAccess access;
  private final Checks checks;

  TemporaryKeysProbe(Subject.TemporaryAccess access, Checks checks) {
    this.access = access;
    this.checks = checks;
  }

  /** Whether they work; absent when it could not be found out. */
  Optional<Boolean> run(String bucket, String prefix) {
    Need need = new Need("temporary-keys", access.action(), access.resource());
    if (checks.skippedAsStopped(need)) {
      return Optional.empty();
    }
    try {
      TemporaryKeys keys = access.vend(bucket, withoutSlash(prefix));
      try (ObjectStore scoped = access.open(keys)) {
        scoped.list(
            new Listing.Request(
                bucket, prefix, Optional.empty(), Optional.empty(), Optional.empty(), 1));
      }
      checks.allow(need, "made and accepted");
      return Optional.of(true);
    } catch (StoreException e) {
      return refused(need, e);
    } catch (WindlassException e) {
      checks.warn(need, e.problem());
      return Optional.empty();
    }
  }

  private Optional<Boolean> refused(Need need, StoreException e) {
    boolean none =
        e.failure() instanceof StoreFailure.Unsupported
            || e.failure() instanceof StoreFailure.Refused
            || e.failure() instanceof StoreFailure.NoSuchObject;
    if (none && !access.wanted()) {
      checks.warn(
          need,
          Problem.of(
                  Problem.Kind.STORE_REFUSED,
                  "no_temporary_keys",
                  "This store makes no temporary keys for these ones ("
                      + e.failure().storeCode()
                      + ").")
              .withRemedy(
                  "Name a role to vend from, vending_role_arn, where the store has roles."));
      return Optional.of(false);
    }
    checks.failed(need, access.wanted() ? Weight.NEEDED : Weight.WISHED, e);
    return e.failure() instanceof StoreFailure.Unreachable ? Optional.empty() : Optional.of(false);
  }

  private static String withoutSlash(String prefix) {
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }
}
