package io.windlass.objectstore;

import java.time.InstantSource;

/**
 * Stores reached with requests of our own where there are many of them, and with the AWS SDK for
 * Java for the rest. Thread-safe; nothing is shared between stores.
 */
public final class S3ObjectStores implements ObjectStores {
  private final S3Clients clients;
  private final boolean lean;

  /** Stores that tell the time by the system's clock. */
  public S3ObjectStores() {
    this(InstantSource.system());
  }

  /** Stores whose assumed roles are renewed by the given clock. */
  public S3ObjectStores(InstantSource clock) {
    this(clock, true);
  }

  private S3ObjectStores(InstantSource clock, boolean lean) {
    this.clients = new S3Clients(clock);
    this.lean = lean;
  }

  /** Stores reached with the AWS SDK alone: the fallback, and the one to compare with. */
  public static S3ObjectStores ofSdk() {
    return new S3ObjectStores(InstantSource.system(), false);
  }

  @Override
  public ObjectStore open(StoreAddress address, Signing signing) {
    S3Clients.Opened opened = clients.open(address, signing);
    S3ObjectStore sdk = new S3ObjectStore(address, opened);
    return lean ? new LeanObjectStore(sdk, opened.credentials()) : sdk;
  }

  @Override
  public SecurityTokens securityTokens(StoreAddress address, Signing signing) {
    return clients.securityTokens(address, signing);
  }
}
