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

  /**
   * Where a node is reached.
   *
   * @param process of the node, another one after each start
   */
  record Address(URI url, String process) {}

  void announce(String node, Address address) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO transfer_node (node_id, url, process) VALUES (:node, :url, :process)
                ON CONFLICT (node_id) DO UPDATE
                SET url = excluded.url, process = excluded.process, announced_at = now()
                """)
            .bind("node", node)
            .bind("url", address.url().toString())
            .bind("process", address.process())
            .execute());
  }

  Optional<Address> find(String node) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT url, process FROM transfer_node WHERE node_id = :node")
            .bind("node", node)
            .map(
                (row, _) -> new Address(URI.create(row.getString("url")), row.getString("process")))
            .findOne());
  }
}
