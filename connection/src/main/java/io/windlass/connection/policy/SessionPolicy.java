package io.windlass.connection.policy;

import io.windlass.objectstore.Permission;

/** The session policy that narrows temporary keys to one prefix. Stateless. */
public final class SessionPolicy {
  private SessionPolicy() {}

  /**
   * Compact JSON, at most 2,048 characters; {@code policy_too_long} when the base key makes it
   * longer.
   *
   * @param baseKey without slashes at its ends; empty for the whole bucket
   */
  public static String of(String bucket, String baseKey, Permission permission) {
    return bucket + baseKey + permission;
  }
}
