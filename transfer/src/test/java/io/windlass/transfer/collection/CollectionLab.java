package io.windlass.transfer.collection;

import com.sun.net.httpserver.HttpServer;
import io.windlass.connection.Connection;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.Connections;
import io.windlass.connection.NewConnection;
import io.windlass.connection.credential.OwnCredentials;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.foundation.Ids;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Account;
import io.windlass.testing.TestDatabase;
import io.windlass.transfer.node.Nodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Collections over one database, with any stores and directories. */
public final class CollectionLab implements AutoCloseable {
  /** The node that has the directories. */
  public static final String NODE = "node-1";

  /** Whoever asks, when it does not matter. */
  public static final long USER = 7;

  public final TestDatabase database = TestDatabase.create();
  public final String project = Ids.create("proj_");
  public final LabDirectories directories = new LabDirectories();
  public final LabClock clock = new LabClock();
  public final Connections connections;
  public final OwnCredentials credentials;
  public final Collections collections;
  public final OpenStorages storages;
  public final Browser browser;
  private final Path keys;
  public final SecretBox box;
  private final List<AutoCloseable> closing = new ArrayList<>();

  public CollectionLab() {
    try {
      keys = Files.createTempDirectory("windlass-keys-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    box = SecretBox.at(keys.resolve("secrets.key"), database.database());
    connections = new Connections(database.database(), new S3ObjectStores(), box, clock);
    credentials = new OwnCredentials(database.database(), connections, box, clock);
    collections = new StoredCollections(database.database(), connections, directories, clock);
    storages = storages(NODE, OtherNodes.NONE);
    browser = new StorageBrowser(storages);
  }

  /** The collections as a node reaches them. */
  public OpenStorages storages(String node, OtherNodes others) {
    return new OpenStorages(
        collections, connections, credentials, directories, node, others, clock);
  }

  /** A node as others reach it, and as it reaches others. */
  public final class LabNode implements AutoCloseable {
    public final OpenStorages storages;
    private final Nodes nodes;
    private final HttpServer server;

    public LabNode(String id) {
      nodes = new Nodes(database.jdbi(), box, id, clock);
      storages = storages(id, nodes);
      try {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      OpenStorages here = storages(id, OtherNodes.NONE);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          Nodes.PATH,
          exchange -> {
            try (exchange) {
              Nodes.Answer answer =
                  nodes.answer(
                      exchange.getRequestHeaders().getFirst(Nodes.PERMIT),
                      exchange.getRequestBody().readAllBytes(),
                      collections,
                      here);
              exchange.sendResponseHeaders(200, 0);
              answer.writeTo(exchange.getResponseBody());
            }
          });
      server.start();
      nodes.announce(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    /** Opened by this node for {@link #USER}. */
    public Storage open(Collection collection) {
      return storages.open(collection, USER, false);
    }

    @Override
    public void close() {
      server.stop(0);
      nodes.close();
    }
  }

  /** A clock that can be put forward. */
  public static final class LabClock implements InstantSource {
    private volatile java.time.Duration ahead = java.time.Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    public void forward(java.time.Duration by) {
      ahead = ahead.plus(by);
    }
  }

  /** Directories as a server would hand them, with what they were told. */
  public static final class LabDirectories implements Directories {
    public final List<Directory> all = new CopyOnWriteArrayList<>();
    public final List<Path> fetched = new CopyOnWriteArrayList<>();
    public final List<Path> changed = new CopyOnWriteArrayList<>();

    @Override
    public Optional<Directory> find(String id) {
      return all.stream().filter(directory -> directory.id().equals(id)).findFirst();
    }

    @Override
    public List<Directory> ofProject(String projectGuid) {
      return all.stream().filter(directory -> directory.projectGuid().equals(projectGuid)).toList();
    }

    @Override
    public List<Directory> named(String name) {
      return all.stream().filter(directory -> directory.name().equals(name)).toList();
    }

    @Override
    public void fetch(String id, Path path) {
      fetched.add(path);
    }

    @Override
    public void changed(String id, List<Path> paths) {
      changed.addAll(paths);
    }
  }

  /** Where the key that seals secrets is, for nodes in processes of their own. */
  public Path keyFile() {
    return keys.resolve("secrets.key");
  }

  /** A collection of the account's buckets. */
  public Collection buckets(S3TestStore store, Account account) {
    return buckets(store.endpoint(), store.region(), account);
  }

  /** The same by way of another endpoint, for example a proxy. */
  public Collection buckets(URI endpoint, String region, Account account) {
    Connection connection =
        connections.create(
            new NewConnection(
                project,
                Optional.empty(),
                Connection.Kind.KEYS,
                StoreAddress.at(endpoint, region),
                Optional.of(keys(account)),
                Optional.empty(),
                Optional.empty(),
                USER));
    return collections.ofTarget(connection.id()).orElseThrow();
  }

  /** A collection of a directory of this node. */
  public Collection directory(Path root) {
    return directory(root, NODE);
  }

  /** A collection of a directory of a node. */
  public Collection directory(Path root, String node) {
    String id = "fs-" + Ids.random(10);
    directories.all.add(
        new Directories.Directory(id, "scratch-" + Ids.random(5), project, node, root, true));
    return collections.ofTarget(id).orElseThrow();
  }

  public static NewKeys keys(Account account) {
    return new NewKeys(account.accessKeyId(), account.secretAccessKey(), Optional.empty());
  }

  /** A store of its own for setting up and looking behind. */
  public ObjectStore store(S3TestStore backing, Account account) {
    ObjectStore store =
        new S3ObjectStores()
            .open(
                StoreAddress.at(backing.endpoint(), backing.region()),
                new Signing.Keys(
                    account.accessKeyId(), account.secretAccessKey(), Optional.empty()));
    closing.add(store);
    return store;
  }

  /** Opened for {@link #USER}. */
  public Storage open(Collection collection) {
    return storages.open(collection, USER, false);
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
    connections.close();
    database.close();
    try (Stream<Path> files = Files.list(keys)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
