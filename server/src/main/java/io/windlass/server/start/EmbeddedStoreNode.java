package io.windlass.server.start;

import io.windlass.connection.Connection;
import io.windlass.connection.Connections;
import io.windlass.connection.location.Locations;
import io.windlass.database.Settings;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.store.EmbeddedStore;
import io.windlass.store.StoreKeys;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where managed storage is and runs the embedded store where it is this node's to run.
 *
 * <p>Of all nodes of an installation the first that is started with the embedded store runs it, for
 * good: objects are files in its data directory. Its address is a setting that the others read.
 */
final class EmbeddedStoreNode {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStoreNode.class);
  private static final String NODE = "embedded_store_node";
  private static final String ENDPOINT = "embedded_store_endpoint";
  private static final String PORT = "embedded_store_port";
  private static final String BUCKET = "windlass-managed";

  private final Settings settings;
  private final Connections connections;
  private final Locations locations;

  EmbeddedStoreNode(Settings settings, Connections connections, Locations locations) {
    this.settings = settings;
    this.connections = connections;
    this.locations = locations;
  }

  /** The embedded store as its clients reach it, whichever node runs it. */
  ManagedStore store() {
    return new ManagedStore(settings.find(ENDPOINT).map(URI::create));
  }

  /** Starts the store if it is this node's to run, and settles where managed storage is. */
  Optional<EmbeddedStore> start(
      ServeOptions options, String nodeId, Path directory, StoreKeys keys) {
    Optional<EmbeddedStore> store =
        options.store().enabled()
            ? run(options.store(), nodeId, directory, keys)
            : Optional.empty();
    try {
      store.ifPresent(running -> announce(running, options.store()));
      settle(options, store.isPresent());
      return store;
    } catch (RuntimeException e) {
      store.ifPresent(EmbeddedStore::close);
      throw e;
    }
  }

  private Optional<EmbeddedStore> run(
      ServeOptions.Store options, String nodeId, Path directory, StoreKeys keys) {
    if (!settings.findOrCreate(NODE, () -> nodeId).equals(nodeId)) {
      LOG.info(
          "The embedded store of this installation runs on another node, at {}.",
          settings.find(ENDPOINT).orElse("an address not known yet"));
      return Optional.empty();
    }
    int port =
        options.port() == 0 ? settings.find(PORT).map(Integer::parseInt).orElse(0) : options.port();
    try {
      return Optional.of(EmbeddedStore.start(directory, options.host(), port, keys));
    } catch (WindlassException e) {
      throw e;
    } catch (RuntimeException e) {
      throw Problem.of(
              Kind.CONFLICT,
              "store_not_started",
              "The embedded store could not listen on " + options.host() + ":" + port + ".")
          .withRemedy("Name another port with --store-port, or 0 for any free one.")
          .toException(e);
    }
  }

  private void announce(EmbeddedStore store, ServeOptions.Store options) {
    settings.replace(PORT, String.valueOf(store.port()));
    URI endpoint = options.url().orElseGet(() -> address(options.host(), store.port()));
    settings.replace(ENDPOINT, endpoint.toString());
    connections.embedded(endpoint, EmbeddedStore.REGION);
    LOG.info("The embedded store answers at {}.", endpoint);
  }

  private void settle(ServeOptions options, boolean running) {
    if (options.managed().isPresent()) {
      locations.manageIn(options.managed().get().connectionId(), options.managed().get().bucket());
    } else if (running) {
      locations.manageIn(Connection.EMBEDDED, BUCKET);
    }
  }

  /** Who listens everywhere is known by the name of the machine. */
  private static URI address(String host, int port) {
    try {
      InetAddress address = InetAddress.getByName(host);
      String name = address.isAnyLocalAddress() ? InetAddress.getLocalHost().getHostName() : host;
      return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port);
    } catch (UnknownHostException e) {
      throw Problem.of(
              Kind.INVALID, "store_host_unknown", "The address " + host + " cannot be resolved.")
          .withRemedy("Say with --store-url what other machines call the embedded store.")
          .toException(e);
    }
  }
}
