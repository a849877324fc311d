package io.windlass.server.globus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.catalog.Catalog;
import io.windlass.catalog.NewProject;
import io.windlass.catalog.Role;
import io.windlass.catalog.identity.AwsKeys;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.CreatedAwsKey;
import io.windlass.catalog.identity.NewUser;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.Tokens;
import io.windlass.catalog.identity.User;
import io.windlass.catalog.identity.Users;
import io.windlass.connection.Connection;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.Connections;
import io.windlass.connection.NewConnection;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.FileSystems;
import io.windlass.filesystem.NewFileSystem;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Secret;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.StoreException;
import io.windlass.server.start.ManagedStore;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Collections;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** People, projects, collections and buckets for tests, made anew each time. */
@Singleton
class GlobusScene {
  private final Users users;
  private final Tokens tokens;
  private final AwsKeys awsKeys;
  private final Catalog catalog;
  private final Connections connections;
  private final Collections collections;
  private final FileSystems fileSystems;
  private final ManagedStore store;

  GlobusScene(
      Users users,
      Tokens tokens,
      AwsKeys awsKeys,
      Catalog catalog,
      Connections connections,
      Collections collections,
      FileSystems fileSystems,
      ManagedStore store) {
    this.users = users;
    this.tokens = tokens;
    this.awsKeys = awsKeys;
    this.catalog = catalog;
    this.connections = connections;
    this.collections = collections;
    this.fileSystems = fileSystems;
    this.store = store;
  }

  /** Somebody who can be asked to do things. */
  record Person(User user, Caller caller, String token, Globus globus) {
    String identity() {
      return Identities.of(user).toString();
    }
  }

  /** Somebody with a token of all scopes but admin. */
  Person person() {
    return person(EnumSet.of(Scope.VIEW, Scope.MODIFY, Scope.DOWNLOAD));
  }

  Person person(Set<Scope> scopes) {
    String name = unique("person");
    User user =
        users.create(
            Caller.system(),
            new NewUser(name, Optional.of("A Person"), List.of(name + "@example.org"), false));
    String token =
        tokens.create(Caller.system(), user.id(), "test", scopes, Optional.empty()).text().reveal();
    return new Person(
        user,
        users.caller(user.id(), scopes.toArray(Scope[]::new)).orElseThrow(),
        token,
        new Globus(server(), Optional.of("Bearer " + token)));
  }

  /** Somebody without a token. */
  Globus nobody() {
    return new Globus(server(), Optional.empty());
  }

  /** What the command line does for a token: a client identity. */
  Globus client(String id, String secret) {
    String pair = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(UTF_8));
    return new Globus(server(), Optional.of("Basic " + pair));
  }

  /** A collection and full access to what is behind it. */
  record Lab(Collection collection, ObjectStore store) {
    String id() {
      return collection.id().toString();
    }

    /** A new bucket. */
    String bucket() {
      String name = S3TestStore.uniqueBucket("globus");
      store.createBucket(name);
      return name;
    }

    void put(String bucket, String key, String text) {
      store.put(
          ObjectId.of(bucket, key), ObjectStore.WriteOptions.NONE, Body.of(text.getBytes(UTF_8)));
    }

    Optional<String> text(String bucket, String key) {
      try (InputStream content =
          store.get(ObjectId.of(bucket, key), Optional.empty(), Optional.empty()).stream()) {
        return Optional.of(new String(content.readAllBytes(), UTF_8));
      } catch (StoreException e) {
        return Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String ls() {
      return "/v0.10/operation/endpoint/" + id() + "/ls";
    }

    String operation(String name) {
      return "/v0.10/operation/endpoint/" + id() + "/" + name;
    }
  }

  /** A collection of the person's in the embedded store, in a project of its own. */
  Lab lab(Person person) {
    CreatedAwsKey key = awsKeys.create(owner(), "globus");
    return lab(
        person,
        StoreAddress.at(store.endpoint().orElseThrow(), store.region()),
        new NewKeys(key.key().accessKeyId(), key.secretAccessKey(), Optional.empty()));
  }

  /** From now on everybody reaches the collection with credentials of their own. */
  void wantOwnCredentials(Lab lab) {
    collections.update(
        lab.collection().id(),
        new Collection.Settings(Optional.empty(), Optional.empty(), List.of(), true));
  }

  /** Makes somebody a member of the project that owns the collection. */
  void addMember(Person owner, Lab lab, Person member, Role role) {
    long project = catalog.entries().project(owner.caller(), lab.collection().projectGuid()).id();
    catalog.accessLists().setRole(owner.caller(), project, member.user().id(), role);
  }

  /** The embedded store belongs to those who administer the installation. */
  private Caller owner() {
    NewUser owner = new NewUser(unique("owner"), Optional.empty(), List.of(), true);
    return users.caller(users.create(Caller.system(), owner).id(), Scope.values()).orElseThrow();
  }

  /** The same with an account of Ceph. */
  Lab cephLab(Person person, S3TestStore.Account account) {
    CephStore ceph = CephStore.shared();
    return lab(
        person,
        StoreAddress.at(ceph.endpoint(), ceph.region()),
        new NewKeys(account.accessKeyId(), account.secretAccessKey(), Optional.empty()));
  }

  private Lab lab(Person person, StoreAddress address, NewKeys keys) {
    String guid =
        catalog
            .entries()
            .createProject(person.caller(), NewProject.named(unique("project")))
            .guid()
            .orElseThrow();
    String connection =
        connections
            .create(
                new NewConnection(
                    guid,
                    Optional.of(unique("lab")),
                    Connection.Kind.KEYS,
                    address,
                    Optional.of(keys),
                    Optional.empty(),
                    Optional.empty(),
                    person.user().id()))
            .id();
    return new Lab(collections.ofTarget(connection).orElseThrow(), connections.open(connection));
  }

  /** A collection and the directory behind it. */
  record Folder(Collection collection, Path root) {
    String id() {
      return collection.id().toString();
    }

    String operation(String name) {
      return "/v0.10/operation/endpoint/" + id() + "/" + name;
    }
  }

  /** A collection of the person's in a directory of this node, in a project of its own. */
  Folder folder(Person person) throws IOException {
    String project =
        catalog
            .entries()
            .createProject(person.caller(), NewProject.named(unique("project")))
            .guid()
            .orElseThrow();
    Path root = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "globus-");
    String id =
        fileSystems
            .create(
                NewFileSystem.of(
                    unique("tree"), project, person.user().id(), new Source.Directory(root), root),
                Optional.empty())
            .id();
    Awaitility.await()
        .until(
            () -> fileSystems.find(id).orElseThrow().lifecycle() == FileSystem.Lifecycle.AVAILABLE);
    return new Folder(collections.ofTarget(id).orElseThrow(), root);
  }

  /** Keys that no store knows. */
  static NewKeys wrongKeys() {
    return new NewKeys("AKIAWRONG0000000", Secret.of("wrong".repeat(8)), Optional.empty());
  }

  static URI server() {
    return URI.create(
        ConfigProvider.getConfig().getValue("test.url", String.class).replaceAll("/$", "") + "/");
  }

  static String unique(String what) {
    return what + "-" + Ids.random(12).toLowerCase(Locale.ROOT);
  }
}
