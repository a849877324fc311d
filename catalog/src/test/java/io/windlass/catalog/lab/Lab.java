package io.windlass.catalog.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entry;
import io.windlass.catalog.NewFolder;
import io.windlass.catalog.NewProject;
import io.windlass.catalog.content.Downloads;
import io.windlass.catalog.content.StoredFileDeletion;
import io.windlass.catalog.content.Uploads;
import io.windlass.catalog.credentials.Credentials;
import io.windlass.catalog.credentials.WindlassKey;
import io.windlass.catalog.credentials.WindlassKeys;
import io.windlass.catalog.identity.AwsKeys;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.NewUser;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.User;
import io.windlass.catalog.identity.Users;
import io.windlass.catalog.registration.Registrations;
import io.windlass.connection.Connection;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.Connections;
import io.windlass.connection.NewConnection;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.connection.location.NewLocation;
import io.windlass.connection.location.Owner;
import io.windlass.connection.location.StoredLocations;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.task.RetryPolicy;
import io.windlass.database.task.TaskSettings;
import io.windlass.database.task.Tasks;
import io.windlass.foundation.Ids;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.store.EmbeddedStore;
import io.windlass.store.Grant;
import io.windlass.store.StoreKey;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Capability;
import io.windlass.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A whole catalog on a fresh database, in front of a real store with buckets of its own. */
public final class Lab implements AutoCloseable {
  private static final Set<Capability> EMBEDDED = EnumSet.of(Capability.EVERY_KEY);
  private static final TaskSettings QUICK =
      new TaskSettings(
          4,
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(1), 3),
          Duration.ofDays(30));

  public final TestDatabase database = TestDatabase.create();
  public final LabClock clock = new LabClock();
  public final S3ObjectStores stores = new S3ObjectStores();
  public final Users users = new Users(database.database());
  public final Connections connections;
  public final AwsKeys awsKeys;
  public final Catalog catalog;
  public final WindlassKeys windlassKeys;
  public final Credentials credentials;
  public final Uploads uploads;
  public final Downloads downloads;
  public final StoredFileDeletion deletion;
  public final Tasks tasks;
  public final Registrations registrations;

  /** Owns the external locations. */
  public final Caller ann;

  /** Somebody else. */
  public final Caller bob;

  /** An administrator. */
  public final Caller admin;

  /** The store as the connection's keys see it. */
  public final ObjectStore store;

  /** How to reach it. */
  public final StoreAddress address;

  /** A bucket of the external locations. */
  public final String bucket = S3TestStore.uniqueBucket("lab");

  /** Where managed storage is. */
  public final String managedBucket = S3TestStore.uniqueBucket("managed");

  public final Locations locations;
  private final Connection connection;
  private final Set<Capability> capabilities;
  private final List<AutoCloseable> toClose = new ArrayList<>();

  /** Whether the store can do it. */
  public boolean can(Capability capability) {
    return capabilities.contains(capability);
  }

  private Lab(Optional<CephStore> ceph) {
    SecretBox box = SecretBox.at(directory().resolve("secrets.key"), database.database());
    connections = new Connections(database.database(), stores, box, clock);
    awsKeys = new AwsKeys(database.database(), box);
    locations = new StoredLocations(database.database(), connections, clock);
    catalog = new Catalog(database.database(), locations, clock);
    windlassKeys = new WindlassKeys(database.jdbi(), box, connections, awsKeys, clock);
    ann = person("ann", false);
    bob = person("bob", false);
    admin = person("root", true);
    if (ceph.isPresent()) {
      connection = connect(ceph.get());
      capabilities = ceph.get().capabilities();
    } else {
      capabilities = EMBEDDED;
      connection = connect(directory().resolve("store"));
    }
    address = connection.address();
    store = connections.open(connection.id());
    store.createBucket(bucket);
    store.createBucket(managedBucket);
    locations.manageIn(connection.id(), managedBucket);
    credentials =
        new Credentials(database.jdbi(), catalog, locations, connections, windlassKeys, clock);
    uploads = new Uploads(database.jdbi(), catalog, locations, clock);
    downloads = new Downloads(catalog, locations, clock);
    deletion = new StoredFileDeletion(database.jdbi(), catalog, locations, clock);
    tasks = database.database().tasks(QUICK);
    registrations = new Registrations(database.jdbi(), catalog, locations, users, tasks);
  }

  /** In front of the embedded store, which takes the keys of Windlass. */
  public static Lab embedded() {
    return new Lab(Optional.empty());
  }

  /** In front of Ceph, as the account that may assume the role to vend from. */
  public static Lab ceph() {
    return new Lab(Optional.of(CephStore.shared()));
  }

  /** An external location of Ann's. */
  public Location location(String baseKey, boolean sts) {
    return external(ann, bucket, baseKey, sts);
  }

  /** An external location with temporary keys, of somebody. */
  public Location locationOf(Caller owner, String baseKey) {
    return external(owner, bucket, baseKey, true);
  }

  /** An external location of Ann's in any bucket. */
  public Location locationIn(String otherBucket, String baseKey) {
    return external(ann, otherBucket, baseKey, false);
  }

  /** An external location of Ann's whose objects are encrypted with a KMS key. */
  public Location encrypted(String baseKey, String kmsKeyId) {
    NewLocation plain = NewLocation.external(connection.id(), bucket, baseKey, false);
    return locations.create(
        new NewLocation(
            plain.kind(),
            plain.connectionId(),
            plain.bucket(),
            plain.baseKey(),
            false,
            Optional.of("aws:kms"),
            Optional.of(kmsKeyId),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        owner(ann));
  }

  /** A location by its id. */
  public Location locationNumbered(long id) {
    return locations.find(id).orElseThrow();
  }

  /** Somebody with an account and all scopes. */
  public Caller person(String name) {
    return person(name, false);
  }

  /** A managed location with temporary keys. */
  public Location managedSts() {
    return locations.create(NewLocation.managed(true), owner(ann));
  }

  /** Ann's project, of a name of its own. */
  public Entry project() {
    return catalog.entries().createProject(ann, NewProject.named("p" + Ids.random(10)));
  }

  /** Ann's new folder with a location. */
  public Entry folder(Location location) {
    Entry folder =
        catalog.entries().createFolder(ann, NewFolder.named(project().id(), "f" + Ids.random(10)));
    catalog.locationSettings().create(ann, folder.id(), List.of(location.id()));
    return folder;
  }

  /** Puts an object into the external bucket. */
  public void put(String key, String content) {
    store.put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of(content.getBytes(UTF_8)));
  }

  /** The store with other keys. */
  public ObjectStore storeWith(Signing signing) {
    ObjectStore other = stores.open(address, signing);
    toClose.add(other);
    return other;
  }

  /** The same caller with fewer scopes. */
  public static Caller with(Caller caller, Scope... scopes) {
    return new Caller(caller.user(), Set.of(scopes), caller.principals());
  }

  private Location external(Caller owner, String inBucket, String baseKey, boolean sts) {
    return locations.create(
        NewLocation.external(connection.id(), inBucket, baseKey, sts), owner(owner));
  }

  /** With the powers of an administrator, who need not prove that a bucket is theirs. */
  private static Owner owner(Caller caller) {
    return new Owner(caller.user().id(), Set.of(), true);
  }

  private Caller person(String name, boolean administrator) {
    User user =
        users.create(
            Caller.system(), new NewUser(name, Optional.empty(), List.of(), administrator));
    return Caller.of(user, EnumSet.allOf(Scope.class), Set.of());
  }

  private Connection connect(CephStore ceph) {
    return connections.create(
        new NewConnection(
            connections.installationGuid(),
            Optional.of("ceph"),
            Connection.Kind.KEYS,
            StoreAddress.at(ceph.endpoint(), ceph.region()),
            Optional.of(
                new NewKeys(
                    ceph.plat().accessKeyId(), ceph.plat().secretAccessKey(), Optional.empty())),
            Optional.empty(),
            Optional.of(ceph.roleArn()),
            ann.user().id()));
  }

  private Connection connect(Path directory) {
    EmbeddedStore embedded =
        EmbeddedStore.start(
            directory, "127.0.0.1", 0, id -> windlassKeys.find(id).map(Lab::storeKey));
    toClose.add(embedded);
    return connections.embedded(embedded.endpoint(), EmbeddedStore.REGION);
  }

  private static StoreKey storeKey(WindlassKey key) {
    Grant grant =
        switch (key.grant()) {
          case WindlassKey.Grant.Full() -> new Grant.Full();
          case WindlassKey.Grant.Below(var bucket, var prefix, var permission) ->
              new Grant.Scoped(
                  bucket,
                  prefix,
                  switch (permission) {
                    case READ_ONLY -> Grant.Access.READ_ONLY;
                    case READ_WRITE -> Grant.Access.READ_WRITE;
                  });
        };
    return new StoreKey(key.secretAccessKey(), key.sessionToken(), grant, key.expiresAt());
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("windlass-lab-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    tasks.close();
    toClose.reversed().forEach(Lab::close);
    connections.close();
    database.close();
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
