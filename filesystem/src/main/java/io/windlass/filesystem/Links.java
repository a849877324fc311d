package io.windlass.filesystem;

import io.windlass.connection.Connections;
import io.windlass.connection.location.Locations;
import io.windlass.database.Database;
import io.windlass.database.task.Tasks;
import io.windlass.foundation.Page;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The links of all file systems. Thread-safe; any number of nodes may share one database.
 *
 * <p>Creations, changes and deletions are stored at once and done one after the other, in the order
 * of their arrival, by the node that has the file system.
 */
public final class Links {
  /** Links in the database. */
  public Links(
      Database database,
      Tasks tasks,
      Connections connections,
      Locations locations,
      FileSystemSettings settings,
      InstantSource clock) {}

  /**
   * Makes a link: stored at once, set up by the node of the file system, {@code CREATING} until
   * then. Access to the bucket is proven before anything is stored.
   *
   * <p>Checked in this order: the token, the file system, syntax of both paths, how many links
   * there are, that the root stands alone, overlap on either side, how many requests wait, the
   * rights to list, read and write below the prefix.
   *
   * @throws io.windlass.foundation.WindlassException {@code file_system_not_found}, {@code
   *     location_not_found}, {@code connection_not_found}, {@code invalid_link}, {@code
   *     invalid_path}, {@code invalid_repository_path}, {@code invalid_tags}, {@code
   *     file_system_not_available}, {@code too_many_links}, {@code root_link_exclusive}, {@code
   *     links_overlap}, {@code link_queue_full}, {@code link_access_unproven}; {@link
   *     IncompatibleParameter}
   */
  public LinkDetails create(NewLink wanted, Optional<ClientToken> token) {
    throw new UnsupportedOperationException();
  }

  /**
   * Changes a link, or checks and installs it again: {@code UPDATING} until done.
   *
   * @throws io.windlass.foundation.WindlassException {@code link_not_found}, {@code
   *     link_wrong_state} unless it is available or misconfigured, {@code invalid_link}, {@code
   *     link_queue_full}; {@link IncompatibleParameter}
   */
  public LinkDetails update(String id, LinkChange change, Optional<ClientToken> token) {
    throw new UnsupportedOperationException();
  }

  /**
   * Deletes a link: {@code DELETING} until done, then {@link #find} knows it no more. Changes that
   * were not exported yet are dropped; objects are never removed.
   *
   * @param deleteData whether everything below the linked directory is removed; otherwise files
   *     stay, and reading those whose content is in the bucket alone fails
   * @throws io.windlass.foundation.WindlassException {@code link_not_found}, {@code
   *     link_wrong_state} while it is being created, changed or deleted, {@code link_queue_full};
   *     {@link IncompatibleParameter}
   */
  public LinkDetails delete(String id, boolean deleteData, Optional<ClientToken> token) {
    throw new UnsupportedOperationException();
  }

  /** The link with this id. */
  public Optional<LinkDetails> find(String id) {
    throw new UnsupportedOperationException();
  }

  /** The link with this id; {@code link_not_found} otherwise. */
  public LinkDetails required(String id) {
    throw new UnsupportedOperationException();
  }

  /** In the order of creation, then of ids. */
  public Page.Of<LinkDetails> list(LinkFilter filter, Page page) {
    throw new UnsupportedOperationException();
  }

  /** Adds tags; one with a known key replaces it. {@code too_many_tags} beyond 50. */
  public LinkDetails tag(String id, Map<String, String> tags) {
    throw new UnsupportedOperationException();
  }

  /** Removes tags; keys that are not there do not matter. */
  public LinkDetails untag(String id, Collection<String> keys) {
    throw new UnsupportedOperationException();
  }
}
