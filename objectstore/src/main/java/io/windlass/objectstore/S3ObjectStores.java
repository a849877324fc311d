package io.windlass.objectstore;

import java.time.InstantSource;

/** Stores reached with the AWS SDK for Java. Thread-safe; nothing is shared between stores. */
public final class S3ObjectStores implements ObjectStores {
  private final S3Clients clients;

  /** Stores that tell the time by the system's clock. */
  public S3ObjectStores() {
    this(InstantSource.system());
  }

  /** Stores whose assumed roles are renewed by the given clock. */
  public S3ObjectStores(InstantSource clock) {
    this.clients = new S3Clients(clock);
  }

  @Override
  public ObjectStore open(StoreAddress address, Signing signing) {
    return new S3ObjectStore(address, clients.open(address, signing));
  }

  @Override
  public SecurityTokens securityTokens(StoreAddress address, Signing signing) {
    return clients.securityTokens(address, signing);
  }
}
