package io.windlass.testing;

import io.windlass.foundation.Ids;
import io.windlass.foundation.Secret;
import io.windlass.store.Durability;
import io.windlass.store.EmbeddedStore;
import io.windlass.store.Grant;
import io.windlass.store.StoreKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The embedded store of Windlass on a free port, in a directory of its own that goes when it is
 * closed. Thread-safe.
 */
public final class InProcessStore implements S3TestStore, AutoCloseable {
  private static final Set<Capability> CAPABILITIES =
      EnumSet.of(
          Capability.PUT_IF_ABSENT,
          Capability.PUT_IF_MATCH,
          Capability.COPY_IF_MATCH,
          Capability.CHECKSUMS,
          Capability.CLOCK_CHECK,
          Capability.EVERY_KEY);

  private final Path directory;
  private final Map<String, StoreKey> keys = new ConcurrentHashMap<>();
  private final Account owner = new Account("owner", "OWNERKEY", Secret.of(Ids.random(40)));
  private volatile EmbeddedStore store;

  private InProcessStore(Path directory) {
    this.directory = directory;
    keys.put(owner.accessKeyId(), StoreKey.full(owner.secretAccessKey()));
    this.store = startStore();
  }

  private EmbeddedStore startStore() {
    return EmbeddedStore.start(
        directory,
        "127.0.0.1",
        0,
        id -> Optional.ofNullable(keys.get(id)),
        Durability.PROCESS_DEATH);
  }

  /** Stops the store in the middle of what it does and starts it again, at another endpoint. */
  public void restart() {
    store.close();
    store = startStore();
  }

  /** A new, empty store. */
  public static InProcessStore start() {
    try {
      return new InProcessStore(Files.createTempDirectory("windlass-store-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI endpoint() {
    return store.endpoint();
  }

  @Override
  public Optional<URI> stsEndpoint() {
    return Optional.empty();
  }

  @Override
  public String region() {
    return EmbeddedStore.REGION;
  }

  @Override
  public Account owner() {
    return owner;
  }

  /** A key that reaches nothing: the store has one owner. */
  @Override
  public Optional<Account> stranger() {
    return Optional.of(scoped("no-such-bucket", "none/", Grant.Access.READ_ONLY));
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.copyOf(CAPABILITIES);
  }

  /** A new key without session token and end, for one prefix. */
  public Account scoped(String bucket, String prefix, Grant.Access access) {
    Secret secret = Secret.of(Ids.random(40));
    String id =
        add(
            new StoreKey(
                secret,
                Optional.empty(),
                new Grant.Scoped(bucket, prefix, access),
                Optional.empty()));
    return new Account("scoped", id, secret);
  }

  /** A new key with a session token and an end, for one prefix. */
  public TemporaryAccount temporary(
      String bucket, String prefix, Grant.Access access, Instant expiresAt) {
    Secret secret = Secret.of(Ids.random(40));
    Secret token = Secret.of(Ids.random(80));
    String id =
        add(
            new StoreKey(
                secret,
                Optional.of(token),
                new Grant.Scoped(bucket, prefix, access),
                Optional.of(expiresAt)));
    return new TemporaryAccount(new Account("temporary", id, secret), token);
  }

  /** Makes the store forget a key. */
  public void revoke(String accessKeyId) {
    keys.remove(accessKeyId);
  }

  private String add(StoreKey key) {
    String id = "WL" + Ids.random(18);
    keys.put(id, key);
    return id;
  }

  @Override
  public void close() {
    store.close();
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An account whose requests carry a session token. */
  public record TemporaryAccount(Account account, Secret sessionToken) {}

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
