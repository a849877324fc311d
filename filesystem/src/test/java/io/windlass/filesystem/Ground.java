package io.windlass.filesystem;

import io.windlass.connection.Connection;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.Connections;
import io.windlass.connection.NewConnection;
import io.windlass.connection.location.Locations;
import io.windlass.connection.location.StoredLocations;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.database.task.Tasks;
import io.windlass.foundation.Ids;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.StoreAddress;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Account;
import io.windlass.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** What file systems need around them: a database, a store, a project with a connection. */
final class Ground implements AutoCloseable {
  final String project = Ids.create("proj_");
  final TestDatabase testDatabase = TestDatabase.create();
  final Database database = testDatabase.database();
  final Tasks tasks = database.tasks();
  final SecretBox box;
  final Connections connections;
  final Locations locations;
  final Connection connection;
  final S3TestStore backing;
  private final Path keys;

  Ground(S3TestStore backing) {
    this.backing = backing;
    try {
      this.keys = Files.createTempDirectory("windlass-keys-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.box = SecretBox.at(keys.resolve("secrets.key"), database);
    this.connections = new Connections(database, new S3ObjectStores(), box, InstantSource.system());
    this.locations = new StoredLocations(database, connections, InstantSource.system());
    this.connection = connect(backing.owner());
  }

  Connection connect(Account account) {
    return connect(backing.endpoint(), account);
  }

  /** By way of another endpoint, for example a proxy. */
  Connection connect(URI endpoint, Account account) {
    return connections.create(
        new NewConnection(
            project,
            Optional.empty(),
            Connection.Kind.KEYS,
            StoreAddress.at(endpoint, backing.region()),
            Optional.of(
                new NewKeys(account.accessKeyId(), account.secretAccessKey(), Optional.empty())),
            Optional.empty(),
            Optional.empty(),
            7));
  }

  ObjectStore store() {
    return connections.open(connection.id());
  }

  /** A new bucket. */
  String bucket() {
    String name = S3TestStore.uniqueBucket("links");
    store().createBucket(name);
    return name;
  }

  @Override
  public void close() {
    connections.close();
    testDatabase.close();
    try {
      Files.deleteIfExists(keys.resolve("secrets.key"));
      Files.deleteIfExists(keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
