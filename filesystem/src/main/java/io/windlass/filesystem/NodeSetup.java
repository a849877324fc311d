package io.windlass.filesystem;

import io.windlass.connection.Connections;
import io.windlass.connection.feed.ChangeFeeds;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.database.Database;
import io.windlass.database.task.Tasks;
import io.windlass.filesystem.link.Link;
import io.windlass.objectstore.ObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a node serves its file systems with.
 *
 * @param nodeId names this node for good
 * @param data a directory that stays: mounts are made below it
 * @param run a directory that is empty after the machine has started anew, below {@code /run}
 * @param clock what time it is
 */
public record NodeSetup(
    Database database,
    Tasks tasks,
    Connections connections,
    Locations locations,
    ChangeFeeds feeds,
    String nodeId,
    Path data,
    Path run,
    FileSystemSettings settings,
    InstantSource clock) {

  /** The store of a link as it is to be reached now; shared, callers do not close it. */
  ObjectStore store(LinkDetails link) {
    Optional<Location> location = link.locationId().flatMap(locations::find);
    return location.map(locations::open).orElseGet(() -> connections.open(connectionId(link)));
  }

  private static String connectionId(LinkDetails details) {
    Link link = details.link();
    return link.connectionId();
  }

  /** Where a file system is mounted out of sight. */
  Path volume(FileSystem fileSystem) {
    return data.resolve("filesystems").resolve(fileSystem.id()).resolve("volume");
  }

  /** What the guard of a file system keeps. */
  Path run(FileSystem fileSystem) {
    return run.resolve(fileSystem.id());
  }
}
