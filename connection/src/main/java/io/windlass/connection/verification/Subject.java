package io.windlass.connection.verification;

import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.SecurityTokens;
import io.windlass.objectstore.SecurityTokens.RoleRequest;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import java.util.Optional;

/**
 * What is verified.
 *
 * @param store signed as the connection signs
 * @param tokens the token service; absent where nobody could sign requests to it
 * @param role the role that the connection assumes
 * @param trustPolicy what that role's trust policy must say
 * @param temporaryKeys makes and tries temporary keys; absent where there are none to be had from
 *     the store
 * @param windlassVends whether temporary keys are made by Windlass and its own store, so that there
 *     is nothing to try
 */
public record Subject(
    ObjectStore store,
    Optional<SecurityTokens> tokens,
    Optional<RoleRequest> role,
    Optional<String> trustPolicy,
    Optional<TemporaryAccess> temporaryKeys,
    boolean windlassVends) {

  /** Temporary keys for one prefix, read only. */
  public interface TemporaryAccess {
    /** Makes keys that may read below the base key. */
    TemporaryKeys vend(String bucket, String baseKey);

    /** The store that they open; the caller closes it. */
    ObjectStore open(TemporaryKeys keys);

    /** Whether somebody said that there are to be such keys, so that their lack is a fault. */
    boolean wanted();

    /** The IAM action that makes them. */
    String action();

    /** What the action is needed on. */
    String resource();
  }
}
