package io.windlass.client.model;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Temporary keys for one folder.
 *
 * @param id names them when they are revoked
 * @param bucket what they reach
 * @param prefix below which they reach it: empty, or with a slash at its end
 * @param accessKeyId their public half
 * @param secretAccessKey secret
 * @param sessionToken secret
 * @param expiration when they end
 * @param region what to sign for
 * @param endpoint the store's address; absent is AWS
 * @param pathStyle whether the bucket goes into the path
 * @param permission {@code read_only} or {@code read_write}
 */
public record Credentials(
    String id,
    String bucket,
    String prefix,
    String accessKeyId,
    String secretAccessKey,
    String sessionToken,
    Instant expiration,
    String region,
    Optional<URI> endpoint,
    boolean pathStyle,
    String permission) {
  /** Everything but the secrets. */
  @Override
  public String toString() {
    return "Credentials[id="
        + id
        + ", bucket="
        + bucket
        + ", prefix="
        + prefix
        + ", accessKeyId="
        + accessKeyId
        + ", expiration="
        + expiration
        + ", secretAccessKey=(secret), sessionToken=(secret)]";
  }
}
