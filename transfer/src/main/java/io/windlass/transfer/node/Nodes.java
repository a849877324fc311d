package io.windlass.transfer.node;

import io.windlass.connection.secrets.SecretBox;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Collections;
import io.windlass.transfer.collection.Directories;
import io.windlass.transfer.collection.OtherNodes;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.collection.Storages;
import io.windlass.transfer.web.AddressRange;
import io.windlass.transfer.web.AllowedAddresses;
import io.windlass.transfer.web.WebClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * The nodes of an installation among themselves: how this one reaches directories of others, and
 * answers them. Thread-safe.
 */
public final class Nodes implements OtherNodes, AutoCloseable {
  /** Where a node takes calls, below its address. */
  public static final String PATH = "/internal/directories";

  /** The header that shows that a call comes from a node. */
  public static final String PERMIT = "Windlass-Node-Permit";

  private static final int PROCESS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String nodeId;

  /** Permits for an earlier process of this node are not good for this one, which knows none. */
  private final String process = Ids.random(PROCESS);

  private final NodeAddresses addresses;
  private final CallPermits permits;
  private final WebClient client;

  /** The other nodes of the database; {@link #announce} lets them reach this one. */
  public Nodes(Jdbi jdbi, SecretBox secrets, String nodeId, InstantSource clock) {
    this.nodeId = nodeId;
    this.addresses = new NodeAddresses(jdbi);
    this.permits = new CallPermits(secrets, clock);
    this.client =
        new WebClient(
            new AllowedAddresses(
                List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0"))),
            PATIENCE);
  }

  /** Lets other nodes know where this one is. */
  public void announce(URI url) {
    addresses.announce(nodeId, new NodeAddresses.Address(url, process));
  }

  @Override
  public Storage open(Collection collection, Directories.Directory directory) {
    return new RemoteDirectory(collection, call -> send(directory, call));
  }

  private WebClient.Answer send(Directories.Directory directory, NodeCall call) {
    NodeAddresses.Address address =
        addresses.find(directory.nodeId()).orElseThrow(() -> unreachable(directory).toException());
    byte[] document = NodeCall.write(call);
    try {
      WebClient.Answer answer =
          client.post(
              URI.create(address.url().toString().replaceAll("/$", "") + PATH),
              Map.of(PERMIT, permits.make(address.process(), document)),
              document);
      if (answer.status() == 200) {
        return answer;
      }
      answer.close();
      throw unreachable(directory).toException();
    } catch (IOException e) {
      throw unreachable(directory).toException(e);
    }
  }

  private static Problem unreachable(Directories.Directory directory) {
    return Problem.of(
            Kind.UNAVAILABLE,
            "node_unreachable",
            "Node " + directory.nodeId() + ", which has " + directory.name() + ", does not answer.")
        .withRemedy("Start it, and see that the other nodes reach its --node-url.");
  }

  /** An answer that is being written. */
  public interface Answer {
    /** Writes all of it. When it breaks off, who has asked sees that the end is missing. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Takes a call of another node.
   *
   * @param here what opens directories of this node
   * @throws WindlassException FORBIDDEN {@code not_a_node}
   */
  public Answer answer(String permit, byte[] document, Collections collections, Storages here) {
    if (!permits.take(permit, process, document)) {
      throw Problem.of(
              Kind.FORBIDDEN, "not_a_node", "Only nodes of this installation may ask that.")
          .toException();
    }
    try {
      NodeCall call = NodeCall.read(document);
      return out -> new NodeAnswers(collections, here).write(call, out);
    } catch (IOException e) {
      throw Problem.of(Kind.INVALID, "unknown_call", "The node asks for something unknown.")
          .withRemedy("Run the same version on all nodes.")
          .toException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
