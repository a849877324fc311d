package io.windlass.client.model;

import java.util.Map;

/**
 * Where a part is sent, without any keys.
 *
 * @param number counts from 1
 * @param url takes the bytes; secret until it expires
 * @param method of the request, {@code PUT}
 * @param headers to be sent exactly as they are
 */
public record PresignedPart(int number, String url, String method, Map<String, String> headers) {
  /** Copies the headers. */
  public PresignedPart {
    headers = headers == null ? Map.of() : Map.copyOf(headers);
  }

  /** Everything but the address, which is as good as keys. */
  @Override
  public String toString() {
    return "PresignedPart[number=" + number + ", url=(secret)]";
  }
}
