package io.windlass.connection.feed;

import io.windlass.foundation.Secret;
import io.windlass.testing.RuleServer;
import io.windlass.testing.S3TestStore;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** The rules of AWS S3 as a store. */
record RuleStore(RuleServer server) implements S3TestStore {
  @Override
  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public Optional<URI> stsEndpoint() {
    return Optional.empty();
  }

  @Override
  public String region() {
    return "us-east-1";
  }

  @Override
  public Account owner() {
    return new Account("owner", "OWNERKEY", Secret.of("secret"));
  }

  @Override
  public Optional<Account> stranger() {
    return Optional.empty();
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }
}
