package io.windlass.connection;

import io.windlass.objectstore.Permission;
import java.time.Duration;

/**
 * Which temporary keys are wanted.
 *
 * @param bucket the bucket
 * @param baseKey the keys reach {@code baseKey/…} and nothing else; empty for the whole bucket
 * @param permission what they may do there
 * @param duration 15 minutes to 12 hours; the answer may end sooner, its expiry is the truth
 * @param sessionName as the store's audit log shows it, 2 to 64 of {@code A-Z a-z 0-9 _ = , . @ -};
 *     cut to 32 where the store allows no more
 */
public record VendRequest(
    String bucket, String baseKey, Permission permission, Duration duration, String sessionName) {}
