package io.windlass.server.start;

import io.windlass.catalog.Catalog;
import io.windlass.catalog.ProjectCollections;
import io.windlass.catalog.ProjectConnections;
import io.windlass.catalog.content.Downloads;
import io.windlass.catalog.content.Uploads;
import io.windlass.catalog.credentials.Credentials;
import io.windlass.catalog.credentials.WindlassKeys;
import io.windlass.catalog.identity.AwsKeys;
import io.windlass.catalog.identity.Bootstrap;
import io.windlass.catalog.identity.Users;
import io.windlass.catalog.locations.CatalogLocations;
import io.windlass.catalog.locations.ConnectionChoice;
import io.windlass.catalog.registration.Registrations;
import io.windlass.connection.Connections;
import io.windlass.connection.credential.OwnCredentials;
import io.windlass.connection.feed.ChangeFeeds;
import io.windlass.connection.location.Locations;
import io.windlass.connection.location.StoredLocations;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.database.Settings;
import io.windlass.database.task.RecurringWork;
import io.windlass.database.task.TaskHandler;
import io.windlass.filesystem.FileSystemNode;
import io.windlass.filesystem.FileSystemSettings;
import io.windlass.filesystem.FileSystems;
import io.windlass.filesystem.Links;
import io.windlass.filesystem.NodeSetup;
import io.windlass.filesystem.RepositoryTasks;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.server.transfers.WithdrawnRights;
import io.windlass.store.EmbeddedStore;
import io.windlass.transfer.TransferNode;
import io.windlass.transfer.TransferSetup;
import io.windlass.transfer.Transfers;
import io.windlass.transfer.collection.Browser;
import io.windlass.transfer.collection.Collections;
import io.windlass.transfer.collection.Directories;
import io.windlass.transfer.collection.OpenStorages;
import io.windlass.transfer.collection.OtherNodes;
import io.windlass.transfer.collection.StorageBrowser;
import io.windlass.transfer.collection.Storages;
import io.windlass.transfer.collection.StoredCollections;
import io.windlass.transfer.node.Nodes;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that one node holds open, wired together. Thread-safe. */
public final class Installation implements AutoCloseable {
  private final Opened opened;
  private final InstantSource clock = InstantSource.system();
  private final Database database;
  private final SecretBox secretBox;
  private final AwsKeys awsKeys;
  private final Connections connections;
  private final Locations locations;
  private final Catalog catalog;
  private final CatalogLocations catalogLocations;
  private final ProjectConnections projectConnections;
  private final Credentials credentials;
  private final Uploads uploads;
  private final Downloads downloads;
  private final Registrations registrations;
  private final FileSystems fileSystems;
  private final Links links;
  private final RepositoryTasks repositoryTasks;
  private final ChangeFeeds feeds;
  private final EmbeddedStoreNode managed;
  private final FileSystemNode node;
  private final OwnCredentials ownCredentials;
  private final Collections collections;
  private final Browser browser;
  private final CollectionAccess collectionAccess;
  private final TransferNode transferNode;
  private final Nodes nodes;
  private final Storages here;

  private Installation(ServeOptions options, Opened opened) {
    this.opened = opened;
    DataDirectory data = opened.hold(DataDirectory.open(options.data()));
    this.database = opened.hold(database(options));
    this.secretBox = SecretBox.at(options.secretsKey().orElseGet(data::secretsKey), database);
    Settings settings = new Settings(database.jdbi());
    this.awsKeys = new AwsKeys(database, secretBox);
    this.connections =
        opened.hold(new Connections(database, new S3ObjectStores(), secretBox, clock));
    this.locations = new StoredLocations(database, connections, clock);
    this.catalog = new Catalog(database, locations, clock);
    this.projectConnections =
        new ProjectConnections(connections, catalog.entries(), catalog.accessLists());
    this.catalogLocations =
        new CatalogLocations(catalog, locations, new ConnectionChoice(catalog, connections));
    WindlassKeys windlassKeys =
        new WindlassKeys(database.jdbi(), secretBox, connections, awsKeys, clock);
    this.credentials =
        new Credentials(database.jdbi(), catalog, locations, connections, windlassKeys, clock);
    this.uploads = new Uploads(database.jdbi(), catalog, locations, clock);
    this.downloads = new Downloads(catalog, locations, clock);
    this.registrations =
        new Registrations(
            database.jdbi(), catalog, locations, new Users(database), database.tasks());
    FileSystemSettings fileSystemSettings = options.fileSystems();
    this.fileSystems =
        new FileSystems(database, database.tasks(), data.nodeId(), fileSystemSettings, clock);
    this.links =
        new Links(database, database.tasks(), connections, locations, fileSystemSettings, clock);
    this.repositoryTasks = new RepositoryTasks(database, database.tasks(), clock);
    this.managed = new EmbeddedStoreNode(settings, connections, locations);
    Optional<EmbeddedStore> store =
        managed.start(options, data.nodeId(), data.objects(), new EmbeddedStoreKeys(windlassKeys));
    store.ifPresent(opened::hold);
    administrator(options, data);
    this.feeds = new ChangeFeeds(database, connections, secretBox, clock);
    this.node =
        opened.hold(
            new FileSystemNode(
                new NodeSetup(
                    database,
                    database.tasks(),
                    connections,
                    locations,
                    feeds,
                    data.nodeId(),
                    data.path(),
                    data.run(),
                    fileSystemSettings,
                    clock)));
    node.start();
    Directories directories = new FileSystemDirectories(fileSystems, node);
    this.ownCredentials = new OwnCredentials(database, connections, secretBox, clock);
    this.collections = new StoredCollections(database, connections, directories, clock);
    this.nodes = opened.hold(new Nodes(database.jdbi(), secretBox, data.nodeId(), clock));
    Storages storages = storages(directories, data.nodeId(), nodes);
    this.here = storages(directories, data.nodeId(), OtherNodes.NONE);
    this.browser = new StorageBrowser(storages);
    this.collectionAccess =
        new CollectionAccess(
            collections,
            new ProjectCollections(catalog, connections.installationGuid()),
            catalog.entries(),
            connections);
    this.transferNode =
        opened.hold(
            new TransferNode(
                new TransferSetup(
                    database,
                    database.tasks(),
                    collections,
                    storages,
                    secretBox,
                    data.nodeId(),
                    options.transfers(),
                    clock)));
    List<TaskHandler> handlers = new ArrayList<>(node.handlers());
    handlers.addAll(transferNode.handlers());
    handlers.add(registrations.handler());
    List<RecurringWork> recurring = new ArrayList<>(node.recurring());
    recurring.addAll(transferNode.recurring());
    recurring.add(
        new WithdrawnRights(transfers(), collections, collectionAccess, new Users(database))
            .work());
    recurring.addAll(
        List.of(uploads.sweep(), windlassKeys.sweep(), feeds.polling(), connections.recheck()));
    opened.hold(database.tasks());
    opened.hold(feeds); // first of all: tasks wait for the round that it reads its queues in
    database.tasks().start(data.nodeId(), handlers, recurring);
    transferNode.start();
  }

  private Storages storages(Directories directories, String nodeId, OtherNodes others) {
    return new OpenStorages(
        collections, connections, ownCredentials, directories, nodeId, others, clock);
  }

  /** Lets other nodes know where this one is reached. */
  public void announce(URI url) {
    nodes.announce(url);
  }

  /**
   * Takes a call of another node.
   *
   * @throws io.windlass.foundation.WindlassException FORBIDDEN {@code not_a_node}
   */
  public Nodes.Answer answerNode(String permit, byte[] call) {
    return nodes.answer(permit, call, collections, here);
  }

  /**
   * Opens the database, brings it to this build's schema, starts what runs in this process, and on
   * the first start of all makes the administrator.
   *
   * @throws io.windlass.foundation.WindlassException with the reason why this node cannot run;
   *     nothing stays open
   */
  public static Installation open(ServeOptions options) {
    Opened opened = new Opened();
    try {
      return new Installation(options, opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void administrator(ServeOptions options, DataDirectory data) {
    Bootstrap bootstrap = new Bootstrap(database);
    boolean made = bootstrap.createAdministrator(data::keepAdminToken);
    if (options.resetAdminToken() && !made) {
      bootstrap.resetAdministratorToken(data::keepAdminToken);
    }
  }

  private static Database database(ServeOptions options) {
    return options
        .database()
        .map(external -> Database.at(external.jdbcUrl(), external.user(), external.password()))
        .orElseGet(() -> Database.embedded(options.data()));
  }

  /** The clock of this process. */
  public InstantSource clock() {
    return clock;
  }

  /** The database. */
  public Database database() {
    return database;
  }

  /** What seals secrets. */
  public SecretBox secretBox() {
    return secretBox;
  }

  /** SigV4 key pairs of users. */
  public AwsKeys awsKeys() {
    return awsKeys;
  }

  /** How S3 accounts are reached. */
  public Connections connections() {
    return connections;
  }

  /** Who may do what with connections. */
  public ProjectConnections projectConnections() {
    return projectConnections;
  }

  /** Connection, bucket and base key. */
  public Locations locations() {
    return locations;
  }

  /** Locations under the catalog's rights. */
  public CatalogLocations catalogLocations() {
    return catalogLocations;
  }

  /** Projects, folders, files and who may do what with them. */
  public Catalog catalog() {
    return catalog;
  }

  /** Temporary keys. */
  public Credentials credentials() {
    return credentials;
  }

  /** Content on its way to a store. */
  public Uploads uploads() {
    return uploads;
  }

  /** Content on its way from a store. */
  public Downloads downloads() {
    return downloads;
  }

  /** Objects that are in a bucket already. */
  public Registrations registrations() {
    return registrations;
  }

  /** Directories that Windlass looks after. */
  public FileSystems fileSystems() {
    return fileSystems;
  }

  /** What they mirror. */
  public Links links() {
    return links;
  }

  /** Imports, exports and releases. */
  public RepositoryTasks repositoryTasks() {
    return repositoryTasks;
  }

  /** What happens in buckets. */
  public ChangeFeeds feeds() {
    return feeds;
  }

  /** What this node does for its file systems. */
  public FileSystemNode fileSystemNode() {
    return node;
  }

  /** Each person's own credentials on connections. */
  public OwnCredentials ownCredentials() {
    return ownCredentials;
  }

  /** What transfers read and write. */
  public Collections collections() {
    return collections;
  }

  /** Collections under the rights of their projects. */
  public CollectionAccess collectionAccess() {
    return collectionAccess;
  }

  /** What moves between collections. */
  public Transfers transfers() {
    return transferNode.transfers();
  }

  /** Looks into collections. */
  public Browser browser() {
    return browser;
  }

  /** The embedded store as its clients reach it. */
  public ManagedStore managedStore() {
    return managed.store();
  }

  /** Stops what runs in this process, and the database last. */
  @Override
  public void close() {
    opened.close();
  }
}
