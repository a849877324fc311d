package io.windlass.server.fsx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.NewProject;
import io.windlass.catalog.identity.AwsKeys;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.CreatedAwsKey;
import io.windlass.catalog.identity.NewUser;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.Users;
import io.windlass.connection.Connection;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.Connections;
import io.windlass.connection.NewConnection;
import io.windlass.database.Database;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.LinkDetails;
import io.windlass.foundation.Ids;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreAddress;
import io.windlass.server.aws.signature.TestSigner;
import io.windlass.server.start.ManagedStore;
import io.windlass.testing.S3TestStore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** People with keys, projects, buckets and directories for tests, made anew each time. */
@Singleton
class FsxScene {
  static final String REGION = "us-east-1";

  private final Users users;
  private final AwsKeys keys;
  private final Catalog catalog;
  private final Connections connections;
  private final ManagedStore store;
  private final Database database;

  FsxScene(
      Users users,
      AwsKeys keys,
      Catalog catalog,
      Connections connections,
      ManagedStore store,
      Database database) {
    this.users = users;
    this.keys = keys;
    this.catalog = catalog;
    this.connections = connections;
    this.store = store;
    this.database = database;
  }

  /** Somebody who can be asked to do things. */
  record Person(Caller caller, CreatedAwsKey key, Fsx fsx) {}

  /** Somebody who administers the installation. */
  Person administrator() {
    return person(true, EnumSet.allOf(Scope.class));
  }

  Person person(boolean administrator, Set<Scope> scopes) {
    String name = unique("person");
    long id =
        users
            .create(Caller.system(), new NewUser(name, Optional.empty(), List.of(), administrator))
            .id();
    Caller caller = users.caller(id, scopes.toArray(Scope[]::new)).orElseThrow();
    CreatedAwsKey key = keys.create(caller, "fsx");
    return new Person(caller, key, fsx(key, REGION));
  }

  Fsx fsx(CreatedAwsKey key, String region) {
    return new Fsx(
        server(), new TestSigner(key.key().accessKeyId(), key.secretAccessKey(), region, "fsx"));
  }

  static URI server() {
    return URI.create(
        ConfigProvider.getConfig().getValue("test.url", String.class).replaceAll("/$", "") + "/");
  }

  /** A project of the person's; its guid. */
  String project(Person person) {
    return catalog
        .entries()
        .createProject(person.caller(), NewProject.named(unique("project")))
        .guid()
        .orElseThrow();
  }

  /** A bucket in the embedded store that a connection of the project leads to. */
  String bucket(Person person, String projectGuid) {
    return openBucket(person, projectGuid).name();
  }

  /** A bucket that can be written to behind the back of the server. */
  record Bucket(String name, ObjectStore store) {
    void put(String key, String text) {
      store.put(
          ObjectId.of(name, key), ObjectStore.WriteOptions.NONE, Body.of(text.getBytes(UTF_8)));
    }

    String text(String key) {
      try (ObjectStore.ObjectContent content =
          store.get(ObjectId.of(name, key), Optional.empty(), Optional.empty())) {
        return new String(content.stream().readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** As {@link #bucket}. */
  Bucket openBucket(Person person, String projectGuid) {
    String connection =
        connections
            .create(
                new NewConnection(
                    projectGuid,
                    Optional.of(unique("store")),
                    Connection.Kind.KEYS,
                    StoreAddress.at(store.endpoint().orElseThrow(), store.region()),
                    Optional.of(
                        new NewKeys(
                            person.key().key().accessKeyId(),
                            person.key().secretAccessKey(),
                            Optional.empty())),
                    Optional.empty(),
                    Optional.empty(),
                    person.caller().user().id()))
            .id();
    String bucket = S3TestStore.uniqueBucket("fsx");
    ObjectStore opened = connections.open(connection);
    opened.createBucket(bucket);
    return new Bucket(bucket, opened);
  }

  static String unique(String what) {
    return what + "-" + Ids.random(12).toLowerCase(Locale.ROOT);
  }

  /**
   * A file system of a node that is down, so that nothing happens to it by itself; what the API
   * says of it. {@link #forget} it: there may only be so many.
   */
  JsonNode fileSystem(Person person, String projectGuid) {
    return person
        .fsx()
        .call(
            "CreateFileSystem",
            """
            {'FileSystemType': 'LUSTRE', 'StorageCapacity': 1200,
             'SubnetIds': ['subnet-0123456789abcdef0'],
             'LustreConfiguration': {'DeploymentType': 'PERSISTENT_2'},
             'Tags': [{'Key': 'windlass:project', 'Value': '%s'},
                      {'Key': 'windlass:node', 'Value': 'node_down'}]}
            """
                .formatted(projectGuid))
        .ok()
        .path("FileSystem");
  }

  /** What the node would say if it were up. */
  void fileSystemIs(String id, FileSystem.Lifecycle lifecycle) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "UPDATE file_system SET lifecycle = ? WHERE id = ?", lifecycle.name(), id));
  }

  /** The same of a link. */
  void linkIs(String id, LinkDetails.Lifecycle lifecycle, Optional<String> failure) {
    database
        .jdbi()
        .useHandle(handle ->
            handle
                .createUpdate(
                    "UPDATE link SET lifecycle = :lifecycle, failure = :failure WHERE id = :id")
                .bind("lifecycle", lifecycle.name())
                .bind("failure", failure)
                .bind("id", id)
                .execute());
  }

  /** Ends a link as its node would. */
  void linkIsGone(String id) {
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("DELETE FROM link_request WHERE link_id = ?", id);
          handle.execute("DELETE FROM link WHERE id = ?", id);
        });
  }

  /** Ends a file system as its node would. */
  void forget(String fileSystemId) {
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("DELETE FROM link_request WHERE file_system_id = ?", fileSystemId);
          handle.execute("DELETE FROM link WHERE file_system_id = ?", fileSystemId);
          handle.execute("DELETE FROM file_system WHERE id = ?", fileSystemId);
        });
  }
}
