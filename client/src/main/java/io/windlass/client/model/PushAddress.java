package io.windlass.client.model;

/**
 * Where a store is to post what happens in a bucket.
 *
 * @param address a URL; it holds the secret of the feed
 */
public record PushAddress(String address) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "PushAddress[address=…]";
  }
}
