package io.windlass.server;

import io.quarkus.runtime.annotations.CommandLineArguments;
import io.windlass.catalog.AccessLists;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entries;
import io.windlass.catalog.LocationSettings;
import io.windlass.catalog.ProjectConnections;
import io.windlass.catalog.ProjectFileSystems;
import io.windlass.catalog.StoredFiles;
import io.windlass.catalog.Trash;
import io.windlass.catalog.Versions;
import io.windlass.catalog.content.Downloads;
import io.windlass.catalog.content.StoredFileCopies;
import io.windlass.catalog.content.StoredFileDeletion;
import io.windlass.catalog.content.Uploads;
import io.windlass.catalog.credentials.Credentials;
import io.windlass.catalog.identity.AwsKeys;
import io.windlass.catalog.identity.Groups;
import io.windlass.catalog.identity.Principals;
import io.windlass.catalog.identity.Tokens;
import io.windlass.catalog.identity.Users;
import io.windlass.catalog.locations.CatalogLocations;
import io.windlass.catalog.registration.Registrations;
import io.windlass.connection.Connections;
import io.windlass.connection.credential.OwnCredentials;
import io.windlass.connection.feed.ChangeFeeds;
import io.windlass.connection.location.Locations;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.database.task.Tasks;
import io.windlass.filesystem.FileSystemNode;
import io.windlass.filesystem.FileSystems;
import io.windlass.filesystem.Links;
import io.windlass.filesystem.LocalFiles;
import io.windlass.filesystem.RepositoryTasks;
import io.windlass.server.http.Authenticator;
import io.windlass.server.http.IdempotentRequests;
import io.windlass.server.start.Installation;
import io.windlass.server.start.ManagedStore;
import io.windlass.server.start.ServeArguments;
import io.windlass.server.start.ServeOptions;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.server.transfers.TransferAccess;
import io.windlass.transfer.Prices;
import io.windlass.transfer.Transfers;
import io.windlass.transfer.collection.Browser;
import io.windlass.transfer.collection.Collections;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** Makes the objects of the other houses beans, so that resources can ask for them. */
@Singleton
final class Houses {

  @Produces
  @Singleton
  ServeOptions options(@CommandLineArguments String[] arguments) {
    return ServeArguments.parse(List.of(arguments), System.getenv()).options();
  }

  @Produces
  @Singleton
  Installation installation(ServeOptions options) {
    return Opening.finish(options);
  }

  void close(@Disposes Installation installation) {
    installation.close();
  }

  @Produces
  @Singleton
  InstantSource clock(Installation installation) {
    return installation.clock();
  }

  @Produces
  @Singleton
  Database database(Installation installation) {
    return installation.database();
  }

  @Produces
  @Singleton
  Tasks tasks(Database database) {
    return database.tasks();
  }

  @Produces
  @Singleton
  SecretBox secretBox(Installation installation) {
    return installation.secretBox();
  }

  @Produces
  @Singleton
  Authenticator authenticator(Tokens tokens) {
    return tokens::authenticate;
  }

  @Produces
  @Singleton
  IdempotentRequests idempotentRequests(Installation installation) {
    return new IdempotentRequests(
        installation.database().jdbi(), installation.secretBox(), installation.clock());
  }

  @Produces
  @Singleton
  Users users(Database database) {
    return new Users(database);
  }

  @Produces
  @Singleton
  Groups groups(Database database) {
    return new Groups(database);
  }

  @Produces
  @Singleton
  Principals principals(Database database) {
    return new Principals(database);
  }

  @Produces
  @Singleton
  Tokens tokens(Database database) {
    return new Tokens(database);
  }

  @Produces
  @Singleton
  AwsKeys awsKeys(Installation installation) {
    return installation.awsKeys();
  }

  @Produces
  @Singleton
  Connections connections(Installation installation) {
    return installation.connections();
  }

  @Produces
  @Singleton
  ChangeFeeds changeFeeds(Installation installation) {
    return installation.feeds();
  }

  @Produces
  @Singleton
  ProjectConnections projectConnections(Installation installation) {
    return installation.projectConnections();
  }

  @Produces
  @Singleton
  Locations locations(Installation installation) {
    return installation.locations();
  }

  @Produces
  @Singleton
  CatalogLocations catalogLocations(Installation installation) {
    return installation.catalogLocations();
  }

  @Produces
  @Singleton
  Catalog catalog(Installation installation) {
    return installation.catalog();
  }

  @Produces
  @Singleton
  Entries entries(Catalog catalog) {
    return catalog.entries();
  }

  @Produces
  @Singleton
  Versions versions(Catalog catalog) {
    return catalog.versions();
  }

  @Produces
  @Singleton
  Trash trash(Catalog catalog) {
    return catalog.trash();
  }

  @Produces
  @Singleton
  AccessLists accessLists(Catalog catalog) {
    return catalog.accessLists();
  }

  @Produces
  @Singleton
  LocationSettings locationSettings(Catalog catalog) {
    return catalog.locationSettings();
  }

  @Produces
  @Singleton
  StoredFiles storedFiles(Catalog catalog) {
    return catalog.storedFiles();
  }

  @Produces
  @Singleton
  Credentials credentials(Installation installation) {
    return installation.credentials();
  }

  @Produces
  @Singleton
  Uploads uploads(Installation installation) {
    return installation.uploads();
  }

  @Produces
  @Singleton
  Downloads downloads(Installation installation) {
    return installation.downloads();
  }

  @Produces
  @Singleton
  StoredFileCopies storedFileCopies(Catalog catalog, Downloads downloads) {
    return new StoredFileCopies(catalog, downloads);
  }

  @Produces
  @Singleton
  StoredFileDeletion storedFileDeletion(Installation installation) {
    return new StoredFileDeletion(
        installation.database().jdbi(),
        installation.catalog(),
        installation.locations(),
        installation.clock());
  }

  @Produces
  @Singleton
  Registrations registrations(Installation installation) {
    return installation.registrations();
  }

  @Produces
  @Singleton
  FileSystems fileSystems(Installation installation) {
    return installation.fileSystems();
  }

  @Produces
  @Singleton
  Links links(Installation installation) {
    return installation.links();
  }

  @Produces
  @Singleton
  RepositoryTasks repositoryTasks(Installation installation) {
    return installation.repositoryTasks();
  }

  @Produces
  @Singleton
  ProjectFileSystems projectFileSystems(Catalog catalog) {
    return new ProjectFileSystems(catalog);
  }

  @Produces
  @Singleton
  FileSystemNode fileSystemNode(Installation installation) {
    return installation.fileSystemNode();
  }

  @Produces
  @Singleton
  LocalFiles localFiles(FileSystemNode node) {
    return node.files();
  }

  @Produces
  @Singleton
  OwnCredentials ownCredentials(Installation installation) {
    return installation.ownCredentials();
  }

  @Produces
  @Singleton
  Collections collections(Installation installation) {
    return installation.collections();
  }

  @Produces
  @Singleton
  Browser browser(Installation installation) {
    return installation.browser();
  }

  @Produces
  @Singleton
  CollectionAccess collectionAccess(Installation installation) {
    return installation.collectionAccess();
  }

  @Produces
  @Singleton
  Transfers transfers(Installation installation) {
    return installation.transfers();
  }

  @Produces
  @Dependent
  Prices prices(ServeOptions options) {
    return options.prices();
  }

  @Produces
  @Singleton
  TransferAccess transferAccess(Transfers transfers, CollectionAccess collections) {
    return new TransferAccess(transfers, collections);
  }

  /** Asked for anew each time: another node may have moved it. */
  @Produces
  @Dependent
  ManagedStore managedStore(Installation installation) {
    return installation.managedStore();
  }
}
