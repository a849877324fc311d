package io.windlass.transfer.node;

import java.net.URI;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Where nodes are reached by each other. Thread-safe. */
final class NodeAddresses {
  private final Jdbi jdbi;

  NodeAddresses(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  void announce(String node, URI url) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO transfer_node (node_id, url) VALUES (:node, :url)
                ON CONFLICT (node_id) DO UPDATE SET url = excluded.url, announced_at = now()
                """)
            .bind("node", node)
            .bind("url", url.toString())
            .execute());
  }

  Optional<URI> find(String node) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT url FROM transfer_node WHERE node_id = :node")
            .bind("node", node)
            .mapTo(String.class)
            .findOne()
            .map(URI::create));
  }
}
