package io.windlass.connection;

import io.windlass.connection.verification.Verification;
import io.windlass.connection.verification.VerifyRequest;
import io.windlass.foundation.Page;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.SecurityTokens;
import io.windlass.objectstore.Signing;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The connections of all projects. Thread-safe; any number of nodes may share one database.
 *
 * <p>Who may use a connection is decided above, by the project that owns it.
 */
public interface Connections {
  /**
   * Makes a connection. Keys that the store calls wrong are refused and nothing is stored; a store
   * that does not answer, or a role that cannot be assumed yet, is noted and does not refuse.
   */
  Connection create(NewConnection connection);

  /** The project guid of connections that belong to the installation and to no project. */
  String installationGuid();

  /**
   * The built-in connection to the embedded store, made when it is not there; follows the endpoint.
   */
  Connection embedded(URI endpoint, String region);

  /** The root keys of the embedded store, from the sealed secrets of its connection. */
  Signing.Keys embeddedKeys();

  /**
   * The connection with this id. An alias ({@code c_1}) is understood as long as one project alone
   * has it; otherwise {@code ambiguous_connection}.
   */
  Optional<Connection> find(String idOrAlias);

  /** The project's connection with this id, alias or name. */
  Optional<Connection> find(String projectGuid, String idAliasOrName);

  /** The project's connections in the order of their creation. */
  Page.Of<Connection> list(String projectGuid, Page page);

  /** The guids that own connections, the installation's own included, in no order that lasts. */
  List<String> projectGuids();

  /**
   * Changes a connection in place. Other keys, another role or address are first tested against
   * every location that uses the connection; when one would lose what it can do now, {@link
   * ReplacementRefused} tells which, and nothing changes.
   */
  Connection update(String id, ConnectionChange change);

  /** Forgets a connection; refused while a location uses it. Never touches objects. */
  void delete(String id);

  /**
   * The store behind the connection, shared and kept open: callers do not close it. A change of the
   * connection on any node is seen by the next call.
   */
  ObjectStore open(String id);

  /**
   * Temporary keys for one prefix, by the connection's {@link Connection.Vending}. Those of {@link
   * Connection.Vending#WINDLASS} are made by whoever keeps the embedded store's keys, not here.
   */
  SecurityTokens.TemporaryKeys vend(String id, VendRequest request);

  /** Tries each permission for real and stores what came out as the connection's status. */
  Verification verify(String id, VerifyRequest request);
}
