package io.windlass.transfer.collection;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The collections there are. Thread-safe; any number of nodes may share one database. */
public interface Collections {
  /** The collection with this id; its connection or file system is there. */
  Optional<Collection> find(UUID id);

  /** The collection of a connection or file system, by the id of that. */
  Optional<Collection> ofTarget(String target);

  /** All collections of a project, connections first, in the order of their creation. */
  List<Collection> ofProject(String projectGuid);

  /** All collections of this name, of whatever project; a project has one at most of each kind. */
  List<Collection> named(String name);

  /** Changes what its owners choose. */
  Collection update(UUID id, Collection.Settings settings);

  /** Buckets that a user wants to see in the root of a collection. */
  List<String> pins(UUID id, long user);

  /** Pins or forgets a bucket. */
  void pin(UUID id, long user, String bucket, boolean pinned);
}
