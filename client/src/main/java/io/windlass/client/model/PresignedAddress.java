package io.windlass.client.model;

import java.time.Instant;
import java.util.Map;

/**
 * Reads or writes one object without any keys, until it expires.
 *
 * @param method of the request
 * @param url takes the request; secret until it expires
 * @param headers to be sent exactly as they are
 * @param expiresAt from when the store refuses it; earlier where the credentials behind it end
 */
public record PresignedAddress(
    String method, String url, Map<String, String> headers, Instant expiresAt) {
  /** Copies the headers. */
  public PresignedAddress {
    headers = Lists.copy(headers);
  }

  /** Everything but the address, which is as good as keys. */
  @Override
  public String toString() {
    return "PresignedAddress[method=" + method + ", url=(secret), expiresAt=" + expiresAt + "]";
  }
}
