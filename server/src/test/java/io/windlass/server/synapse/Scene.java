package io.windlass.server.synapse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.catalog.Catalog;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.NewUser;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.Tokens;
import io.windlass.catalog.identity.User;
import io.windlass.catalog.identity.Users;
import io.windlass.connection.Connection;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.Connections;
import io.windlass.connection.NewConnection;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.Ids;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreAddress;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** People, projects and buckets for tests, made anew each time. */
@Singleton
class Scene {
  private final Users users;
  private final Tokens tokens;
  private final Catalog catalog;
  private final Connections connections;
  private final Locations locations;

  Scene(Users users, Tokens tokens, Catalog catalog, Connections connections, Locations locations) {
    this.users = users;
    this.tokens = tokens;
    this.catalog = catalog;
    this.connections = connections;
    this.locations = locations;
  }

  /** How the connection of a location signs. */
  Connection.Kind signing(String locationId) {
    String connection = locations.find(Long.parseLong(locationId)).orElseThrow().connectionId();
    return connections.find(connection).orElseThrow().kind();
  }

  /** Which store a bucket is in. */
  enum Store {
    EMBEDDED,
    CEPH
  }

  /** Somebody with a token of all scopes but admin. */
  Person person(String name) {
    return person(name, EnumSet.of(Scope.VIEW, Scope.MODIFY, Scope.DOWNLOAD));
  }

  /** Somebody who administers the installation. */
  Person administrator() {
    return person("root", EnumSet.allOf(Scope.class), true);
  }

  Person person(String name, Set<Scope> scopes) {
    return person(name, scopes, false);
  }

  private Person person(String name, Set<Scope> scopes, boolean administrator) {
    String unique = name + "-" + Ids.random(8).toLowerCase(Locale.ROOT);
    User user =
        users.create(
            Caller.system(),
            new NewUser(
                unique, Optional.of(name), List.of(unique + "@example.org"), administrator));
    return person(user, scopes);
  }

  /** The same person with a token of other scopes. */
  Person person(User user, Set<Scope> scopes) {
    String token =
        tokens.create(Caller.system(), user.id(), "test", scopes, Optional.empty()).text().reveal();
    return new Person(user, token, new Wire(server(), Optional.of(token)));
  }

  /** Somebody without a token. */
  Wire nobody() {
    return new Wire(server(), Optional.empty());
  }

  Wire with(String token) {
    return new Wire(server(), Optional.of(token));
  }

  static URI server() {
    return URI.create(
        ConfigProvider.getConfig().getValue("test.url", String.class).replaceAll("/$", "") + "/");
  }

  /** A bucket that nobody has, with a connection that can vend keys and that the person may use. */
  Bucket bucket(Store store, Person person, String projectId) {
    CephStore ceph = CephStore.shared();
    return bucket(store, person, projectId, ceph.plat(), Optional.of(ceph.roleArn()));
  }

  /**
   * As {@link #bucket}, but with the keys of the bucket's owner, which vend nothing: Ceph RGW 16
   * refuses to copy parts for a role that does not own the source.
   */
  Bucket ownersBucket(Store store, Person person, String projectId) {
    return bucket(store, person, projectId, CephStore.shared().alice(), Optional.empty());
  }

  private Bucket bucket(
      Store store,
      Person person,
      String projectId,
      S3TestStore.Account account,
      Optional<String> roleArn) {
    String name = S3TestStore.uniqueBucket("synapse");
    String connection =
        switch (store) {
          case EMBEDDED -> Connection.EMBEDDED;
          case CEPH -> connections.create(ceph(person, projectId, account, roleArn)).id();
        };
    ObjectStore opened = connections.open(connection);
    opened.createBucket(name);
    return new Bucket(name, opened);
  }

  private NewConnection ceph(
      Person person, String projectId, S3TestStore.Account account, Optional<String> roleArn) {
    CephStore ceph = CephStore.shared();
    StoreAddress place = StoreAddress.at(ceph.endpoint(), ceph.region());
    String guid =
        catalog.entries().get(Caller.system(), EntityIds.parse(projectId)).guid().orElseThrow();
    return new NewConnection(
        guid,
        Optional.of("ceph-" + Ids.random(8).toLowerCase(Locale.ROOT)),
        roleArn.isPresent() ? Connection.Kind.ROLE : Connection.Kind.KEYS,
        new StoreAddress(
            place.endpoint(),
            ceph.stsEndpoint(),
            place.region(),
            place.pathStyle(),
            place.requesterPays(),
            place.checksums()),
        Optional.of(
            new NewKeys(account.accessKeyId(), account.secretAccessKey(), Optional.empty())),
        roleArn,
        roleArn,
        person.user().id());
  }

  /** Somebody who can be asked to do things. */
  record Person(User user, String token, Wire wire) {
    String id() {
      return Long.toString(user.id());
    }
  }

  /** A bucket and full access to it. */
  record Bucket(String name, ObjectStore store) {
    void put(String key, String text) {
      store.put(
          ObjectId.of(name, key), ObjectStore.WriteOptions.NONE, Body.of(text.getBytes(UTF_8)));
    }

    /** Proves the person's ownership at a base key. */
    Bucket ownedBy(Person person, String baseKey) {
      put(baseKey.isEmpty() ? "owner.txt" : baseKey + "/owner.txt", person.user().name() + "\n");
      return this;
    }
  }
}
