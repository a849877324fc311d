package io.windlass.connection;

import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.location.Locations;
import io.windlass.connection.location.StoredLocations;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Account;
import io.windlass.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The house of connections over one database and one store, as many nodes as wanted. */
public final class TestHouse implements AutoCloseable {
  private final TestDatabase database = TestDatabase.create();
  private final S3TestStore backing;
  private final Path keyFile;
  private final List<AutoCloseable> closing = new ArrayList<>();
  private final Connections connections;
  private final Locations locations;

  public TestHouse(S3TestStore backing) {
    this.backing = backing;
    try {
      this.keyFile = Files.createTempDirectory("windlass-keys-").resolve("secrets.key");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.connections = node(database.database());
    this.locations = new StoredLocations(database.database(), connections, InstantSource.system());
  }

  public Connections connections() {
    return connections;
  }

  public Locations locations() {
    return locations;
  }

  public TestDatabase database() {
    return database;
  }

  /** Another node on the same database and key file. */
  public Connections otherNode() {
    return node(database.open());
  }

  /** The file of the box, for a process of its own. */
  public Path keyFile() {
    return keyFile;
  }

  public SecretBox box() {
    return SecretBox.at(keyFile, database.database());
  }

  private Connections node(Database itsDatabase) {
    Connections node =
        new Connections(
            itsDatabase,
            new S3ObjectStores(),
            SecretBox.at(keyFile, itsDatabase),
            InstantSource.system());
    closing.add(node);
    return node;
  }

  public StoreAddress address() {
    return StoreAddress.at(backing.endpoint(), backing.region());
  }

  /** A store of its own for setting up and looking behind. */
  public ObjectStore store(Account account) {
    ObjectStore store =
        new S3ObjectStores()
            .open(
                address(),
                new Signing.Keys(
                    account.accessKeyId(), account.secretAccessKey(), Optional.empty()));
    closing.add(store);
    return store;
  }

  public static NewKeys keys(Account account) {
    return new NewKeys(account.accessKeyId(), account.secretAccessKey(), Optional.empty());
  }

  public NewConnection byKeys(String project, NewKeys keys) {
    return new NewConnection(
        project,
        Optional.empty(),
        Connection.Kind.KEYS,
        address(),
        Optional.of(keys),
        Optional.empty(),
        Optional.empty(),
        7);
  }

  public NewConnection byRole(String project, Optional<NewKeys> keys, String roleArn) {
    return new NewConnection(
        project,
        Optional.empty(),
        Connection.Kind.ROLE,
        address(),
        keys,
        Optional.of(roleArn),
        Optional.empty(),
        7);
  }

  public NewConnection named(NewConnection connection, String name) {
    return new NewConnection(
        connection.projectGuid(),
        Optional.of(name),
        connection.kind(),
        connection.address(),
        connection.keys(),
        connection.roleArn(),
        connection.vendingRoleArn(),
        connection.createdBy());
  }

  @Override
  public void close() {
    for (AutoCloseable each : closing) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    database.close();
    try {
      Files.deleteIfExists(keyFile);
      Files.deleteIfExists(keyFile.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
