package io.windlass.objectstore;

/** The one place that builds clients. Thread-safe; connections are pooled per store opened. */
public interface ObjectStores {
  /** A store at an address with a way to sign. No request is made yet. The caller closes it. */
  ObjectStore open(StoreAddress address, Signing signing);

  /** The token service of the same. */
  SecurityTokens securityTokens(StoreAddress address, Signing signing);
}
