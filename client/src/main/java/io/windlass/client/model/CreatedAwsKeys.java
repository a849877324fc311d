package io.windlass.client.model;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A new SigV4 key pair with its secret, which is never shown again.
 *
 * @param accessKeyId its public half
 * @param secretAccessKey secret
 * @param name what its owner calls it
 * @param createdAt when it was made
 * @param endpoint the embedded store, which an administrator reaches with such keys; absent when
 *     the installation has none
 * @param region what to sign for there
 */
public record CreatedAwsKeys(
    String accessKeyId,
    String secretAccessKey,
    String name,
    Instant createdAt,
    Optional<URI> endpoint,
    Optional<String> region) {
  /** Everything but the secret. */
  @Override
  public String toString() {
    return "CreatedAwsKeys[accessKeyId=" + accessKeyId + ", secretAccessKey=(secret)]";
  }
}
